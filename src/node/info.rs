use super::Node;
use crate::{engine::EngineStats, model::NodeName, telemetry::ConsumerReport};

/// What a node tells about itself.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeInfo {
    /// New at each start.
    pub name: NodeName,
    /// Version of the server.
    pub version: &'static str,
    /// Seconds since the start.
    pub uptime_s: u64,
    /// Open sessions.
    pub connections: u64,
    /// Distinct users among them; all anonymous connections count as one.
    pub users: u64,
    /// Active subscriptions.
    pub subscriptions: u64,
    /// Channels with subscribers.
    pub channels: u64,
    /// The engine.
    pub engine: EngineStats,
    /// The consumers, in the order of the configuration.
    pub consumers: Vec<ConsumerReport>,
}

impl Node {
    /// The node's state.
    pub fn info(&self) -> NodeInfo {
        NodeInfo {
            name: self.name.clone(),
            version: env!("CARGO_PKG_VERSION"),
            uptime_s: self.started.elapsed().as_secs(),
            connections: self.metrics.connections(),
            users: self.hub.connections().users() as u64,
            subscriptions: self.metrics.subscriptions(),
            channels: self.metrics.channels(),
            engine: self.broker.stats(),
            consumers: self.metrics.consumers().iter().map(|stats| stats.report()).collect(),
        }
    }
}
