//! The verbs. Server API, sessions and (later) consumers call the same ones;
//! none of them builds another's messages.

mod batch_presence_stats;
mod broadcast;
mod control;
mod error;
mod fanout;
mod history;
mod info;
mod join_leave;
mod leaves;
mod matching;
mod members;
mod positions;
mod presence;
mod publish;
mod publish_many;
mod subscribe;

use std::{sync::Arc, time::Instant};

use crate::{
    engine::{Broker, Presence},
    hub::Hub,
    model::{Channel, Clock, NodeName},
    policy::{ChannelOptions, Namespaces},
    telemetry::metrics::Metrics,
};

pub use batch_presence_stats::MAX_PRESENCE_CHANNELS;
pub use broadcast::MAX_BROADCAST_CHANNELS;
pub use control::{
    Addressee, ChannelCount, ChannelsCommand, ChannelsCursor, ChannelsPage, ConnectionReport,
    ConnectionsCommand, ConnectionsPage, ControlError, DisconnectCommand, Expiry, RefreshCommand,
    UnsubscribeCommand, Visible,
};
pub use error::NodeError;
pub use fanout::Fanout;
pub use history::{HistoryCommand, HistoryLimit};
pub use info::NodeInfo;
pub use members::Membership;
pub use publish::{Message, Publisher};
pub use publish_many::{Mark, Posting, Progress};
pub use subscribe::{SubscribeCommand, Subscribed};

use members::Members;

/// One server process: what happens to a channel happens through it.
pub struct Node {
    name: NodeName,
    namespaces: Namespaces,
    broker: Arc<dyn Broker>,
    members: Arc<Members>,
    hub: Arc<Hub>,
    metrics: Arc<Metrics>,
    limits: NodeLimits,
    clock: Clock,
    started: Instant,
}

/// Caps on what one request may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeLimits {
    /// Publications of one history page.
    pub history_max_publications: usize,
    /// Publications of one recovery.
    pub recovery_max_publications: usize,
}

impl Node {
    /// Wires a node. `broker` must hand its publications to a [`Fanout`] over
    /// the same `hub`.
    pub fn new(
        namespaces: Namespaces,
        broker: Arc<dyn Broker>,
        presence: Arc<dyn Presence>,
        hub: Arc<Hub>,
        metrics: Arc<Metrics>,
        limits: NodeLimits,
        clock: Clock,
    ) -> Self {
        let (name, started) = (NodeName::random(), Instant::now());
        let members = Arc::new(Members::new(presence, hub.clone(), metrics.clone()));
        Self { name, namespaces, broker, members, hub, metrics, limits, clock, started }
    }

    /// The node's name, new at each start.
    pub fn name(&self) -> &NodeName {
        &self.name
    }

    /// Which namespaces there are and what they allow.
    pub fn namespaces(&self) -> &Namespaces {
        &self.namespaces
    }

    /// The hub that this node delivers through.
    pub fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// The engine.
    pub fn broker(&self) -> &Arc<dyn Broker> {
        &self.broker
    }

    /// The node's counters.
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }

    /// The node's clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Checks a channel name and finds the options of its namespace.
    ///
    /// # Errors
    /// [`NodeError::InvalidChannel`], [`NodeError::UnknownNamespace`],
    /// [`NodeError::NameMismatch`].
    pub fn channel(&self, name: &str) -> Result<(Channel, Arc<ChannelOptions>), NodeError> {
        let channel = Channel::parse(name, self.namespaces.max_length())?;
        let options = self.namespaces.resolve(&channel)?;
        self.namespaces.check_name(&channel, &options)?;
        Ok((channel, options))
    }
}

#[cfg(test)]
mod tests;
