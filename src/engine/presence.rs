use std::sync::Arc;

use async_trait::async_trait;

use super::BrokerError;
use crate::model::{Channel, ClientId, ClientInfo};

/// Knows who is in which channel.
///
/// # Contract (held by `conformance/presence.rs` against every engine)
/// - A read that begins after a write of the same node has returned sees it.
/// - Nothing remains of a channel without members, and reads create nothing.
#[async_trait]
pub trait Presence: Send + Sync + 'static {
    /// A client is in a channel, or is still there with another `info`.
    fn add(&self, channel: &Channel, info: &Arc<ClientInfo>);

    /// A client is no longer in a channel. Doing so twice is harmless.
    fn remove(&self, channel: &Channel, client: &ClientId);

    /// Clients behind `after` in the order of ids, at most `limit`.
    async fn page(
        &self,
        channel: &Channel,
        after: Option<&ClientId>,
        limit: usize,
    ) -> Result<PresencePage, BrokerError>;

    /// How many are in a channel, whatever their number at the same cost.
    async fn stats(&self, channel: &Channel) -> Result<PresenceStats, BrokerError>;
}

/// A part of those who are in a channel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PresencePage {
    /// In the order of client ids.
    pub clients: Vec<Arc<ClientInfo>>,
    /// True when others follow.
    pub more: bool,
}

/// How many are in a channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PresenceStats {
    /// Connections.
    pub clients: u32,
    /// Distinct users; all anonymous connections together are one.
    pub users: u32,
}
