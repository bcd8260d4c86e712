use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;

use super::{BrokerError, Publish, PublishOutcome};

/// Whose position it is: a consumer's, in one partition of its source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsumerId {
    /// The consumer's name.
    pub consumer: Arc<str>,
    /// The part of its source that it works through in order.
    pub partition: Arc<str>,
}

/// How far a consumer has come, in the words of its source. A position is not
/// compared: the one given last replaces the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumerPosition {
    /// Whose it is.
    pub id: ConsumerId,
    /// What it is.
    pub position: Bytes,
}

/// Publications that are stored together, with the position that they bring a
/// consumer to.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// In order; to any channels.
    pub publishes: Vec<Publish>,
    /// Stored in the same commit.
    pub position: Option<ConsumerPosition>,
}

/// A group that has its place in the order; resolves to the outcome of each
/// publication once all of it is stored.
pub type GroupPublishing = BoxFuture<'static, Result<Vec<PublishOutcome>, BrokerError>>;
