//! Where histories live. An engine keeps streams and hands every publication
//! over to the node through [`BrokerEvents`]; it knows nothing of subscribers.

mod config;
#[cfg(test)]
mod conformance;
mod due;
pub mod embedded;
mod epochs;
mod error;
mod group;
mod keys;
pub mod memory;
mod page;
mod presence;
mod publication;
mod publishing;
mod shards;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

use crate::model::{Channel, ClientInfo, Epoch, Publication, StreamPosition, Tags, UserId};

pub use crate::recovery::Continuity;
pub use config::EngineConfig;
pub use error::BrokerError;
pub use group::{ConsumerId, ConsumerPosition, Group, GroupPublishing};
pub use presence::{Presence, PresencePage, PresenceStats};
pub use publishing::{PublishOutcome, Publishing, Resolver};

/// Keeps the streams of channels and accepts publications.
///
/// # Contract (held by `conformance.rs` against every engine)
/// - A publish is atomic per channel: appending and handing over happen in one
///   order, the order of the calls to [`Broker::publish`].
/// - Once [`Broker::position`] has answered offset N, the hand-over of every
///   publication up to N has returned.
/// - A read never creates anything.
#[async_trait]
pub trait Broker: Send + Sync + 'static {
    /// Accepts a publication. The call itself takes the place in the channel's
    /// order and never blocks on I/O; the returned future resolves when the
    /// publication is as durable as its options say. Dropping the future
    /// neither cancels nor reorders.
    fn publish(&self, publish: Publish) -> Publishing;

    /// Accepts publications together: all are stored in one commit with the
    /// position of the consumer that they come from, or none is and the
    /// position stays. As with [`Broker::publish`] the call itself takes the
    /// places in the order and never blocks on I/O; dropping the future
    /// neither cancels nor reorders.
    ///
    /// - A repeated publication (by its key or version) counts as stored.
    /// - Whatever was accepted before is in the same commit or an earlier one.
    /// - After a crash the position is there exactly if the publications of
    ///   durable histories are. Where the history is "async", subscribers may
    ///   have seen publications of a group that the crash took back: they are
    ///   told by the new epoch, and the consumer publishes them again.
    /// - What goes into no durable history is handed over once the position is
    ///   stored: a crash at that moment costs it, as it costs all that such
    ///   channels keep, but it is never handed over twice.
    fn publish_group(&self, group: Group) -> GroupPublishing;

    /// The position stored last for a consumer; none when there is none.
    async fn consumer_position(&self, id: &ConsumerId) -> Result<Option<Bytes>, BrokerError>;

    /// Reads a page of history together with the stream's position.
    async fn history(
        &self,
        channel: &Channel,
        options: &StreamOptions,
        query: HistoryQuery,
    ) -> Result<HistoryPage, BrokerError>;

    /// Empties a history; epoch and offset go on. A channel without a stream
    /// stays without one. Resolves when the removal is as durable as the
    /// channel's publications.
    async fn remove_history(
        &self,
        channel: &Channel,
        options: &StreamOptions,
    ) -> Result<StreamPosition, BrokerError>;

    /// The newest position of a channel. From memory, without waiting.
    fn position(
        &self,
        channel: &Channel,
        options: &StreamOptions,
    ) -> Result<StreamPosition, BrokerError>;

    /// Counters for operators.
    fn stats(&self) -> EngineStats;

    /// Finishes what was accepted, makes it durable, and marks the stop as
    /// clean. Publishes that come later are refused.
    async fn shutdown(&self) -> Result<(), BrokerError>;
}

/// What an engine calls, upwards. Implemented by the node.
pub trait BrokerEvents: Send + Sync + 'static {
    /// A publication is as durable as promised and may be seen. Called in the
    /// channel's order, under a lock of the engine: it must neither block nor
    /// call the engine. `epoch` is none where the publication is in no history.
    fn publication(&self, channel: &Channel, epoch: Option<&Epoch>, publication: &Arc<Publication>);
}

/// How a channel's stream is kept: the part of a namespace's options that the
/// engine needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamOptions {
    /// Most publications kept; 0 keeps no history.
    pub history_size: u64,
    /// How long a publication is kept.
    pub history_ttl: Duration,
    /// How long the position of a stream without publications is kept.
    pub history_meta_ttl: Duration,
    /// How long an idempotency key is remembered.
    pub idempotency_window: Duration,
    /// What a crash may cost.
    pub durability: Durability,
}

impl StreamOptions {
    /// True when the channel keeps a history.
    pub fn has_history(&self) -> bool {
        self.history_size > 0 && !self.history_ttl.is_zero()
    }
}

/// What a crash may cost a channel (`history_durability`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// On disk before anyone sees it: nothing.
    #[default]
    Sync,
    /// Written soon after: the newest publications, told by a new epoch.
    Async,
    /// Everything: a new epoch at every start.
    Memory,
}

/// One publication on its way into a channel.
#[derive(Debug, Clone)]
pub struct Publish {
    /// The channel.
    pub channel: Channel,
    /// How its stream is kept.
    pub options: StreamOptions,
    /// The payload.
    pub data: Bytes,
    /// Tags.
    pub tags: Tags,
    /// The publishing connection, if it is one.
    pub info: Option<ClientInfo>,
    /// Publishes once per key.
    pub idempotency_key: Option<IdempotencyKey>,
    /// Deliver only, keep nothing.
    pub skip_history: bool,
    /// Publishes only what is newer.
    pub version: Option<Version>,
}

/// An idempotency key: unique per channel, for client publishes per user too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey {
    /// The publishing user; none through the server API.
    pub user: Option<UserId>,
    /// The publisher's key.
    pub key: Arc<str>,
}

/// A publisher's own order: lower or equal versions are duplicates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Above 0.
    pub number: u64,
    /// The sequence that it belongs to; another one starts anew.
    pub epoch: Arc<str>,
}

/// Which part of a history to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Read after this position, with `reverse` before it. An empty epoch
    /// stands for whichever the stream has.
    pub since: Option<StreamPosition>,
    /// Publications at most; 0 reads the position only.
    pub limit: usize,
    /// Newest first.
    pub reverse: bool,
    /// Sum of [`Publication::weight`] at most, but always at least one
    /// publication.
    pub max_bytes: usize,
}

/// A page of history and what was true of the stream when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryPage {
    /// In the order asked for.
    pub publications: Vec<Arc<Publication>>,
    /// The newest position of the stream.
    pub position: StreamPosition,
    /// How `since` relates to the stream. With anything but
    /// [`Continuity::Unbroken`] and [`Continuity::Trimmed`] the page is empty.
    pub continuity: Continuity,
    /// True when `max_bytes` cut the page.
    pub truncated: bool,
}

/// An engine's counters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EngineStats {
    /// "embedded" or "memory".
    pub kind: &'static str,
    /// Channels with a history or a retained position.
    pub streams: u64,
    /// Publications in all histories.
    pub publications: u64,
    /// Size of the store file; 0 without one.
    pub file_bytes: u64,
    /// What is wrong and what to do; none when the engine works.
    pub problem: Option<String>,
}
