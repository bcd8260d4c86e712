use std::time::Instant;

use bytes::Bytes;

use super::{MAX_BROADCAST_CHANNELS, Message, Node, NodeError, Publisher};
use crate::{
    engine::{ConsumerId, ConsumerPosition, Group, Publish},
    telemetry::metrics::Operation,
};

/// Publications of one commit, and bytes of their messages: beyond this the
/// next posting begins another one, so that others' publications come between.
const GROUP_PUBLICATIONS: usize = 256;
const GROUP_BYTES: usize = 512 * 1024;

/// Most bytes of one posting, with its message counted for each channel: it
/// must fit into one commit.
const MAX_POSTING_BYTES: usize = 16 * 1024 * 1024;

/// One message to some channels, done as a whole or not at all. Without
/// channels it only moves the position on.
#[derive(Debug, Clone, Default)]
pub struct Posting {
    /// The channels.
    pub channels: Vec<String>,
    /// What they get.
    pub message: Message,
}

/// How the position of a consumer is kept in step with its postings.
#[derive(Clone, Copy)]
pub struct Mark<'a> {
    /// Whose position it is.
    pub id: &'a ConsumerId,
    /// The position once the first so many postings are done.
    pub position: &'a (dyn Fn(usize) -> Bytes + Send + Sync),
}

/// How far [`Node::publish_many`] came.
#[derive(Debug)]
pub struct Progress {
    /// So many postings are done: stored, with the position.
    pub done: usize,
    /// Why the next one is not; none when all are done.
    pub failure: Option<NodeError>,
}

impl Node {
    /// Publishes in order and stops at the first posting that fails. With a
    /// `mark` the consumer's position is stored in the same commits. A
    /// repeated publication, by its idempotency key or version, counts as done.
    ///
    /// After [`BrokerError::OutcomeUnknown`] the stored position
    /// ([`Node::consumer_position`]) tells how far it really came.
    ///
    /// [`BrokerError::OutcomeUnknown`]: crate::engine::BrokerError::OutcomeUnknown
    pub async fn publish_many(&self, postings: &[Posting], mark: Option<Mark<'_>>) -> Progress {
        let (mut done, mut next) = (0, 0);
        let mut failure = None;
        while failure.is_none() && next < postings.len() {
            let mut group = Vec::new();
            let mut bytes = 0;
            while failure.is_none()
                && next < postings.len()
                && group.len() < GROUP_PUBLICATIONS
                && bytes < GROUP_BYTES
            {
                match self.add(&mut group, &postings[next]) {
                    Ok(more) => (bytes, next) = (bytes + more, next + 1),
                    Err(error) => failure = Some(error),
                }
            }
            if next > done {
                match self.store(group, mark, next).await {
                    Ok(()) => done = next,
                    Err(error) => return Progress { done, failure: Some(error) },
                }
            }
        }
        Progress { done, failure }
    }

    /// The position stored last for a consumer; none when there is none.
    ///
    /// # Errors
    /// [`NodeError::Broker`] while the engine is not available.
    pub async fn consumer_position(&self, id: &ConsumerId) -> Result<Option<Bytes>, NodeError> {
        Ok(self.broker.consumer_position(id).await?)
    }

    /// Adds all of a posting, or nothing of one that is refused; tells its bytes.
    fn add(&self, group: &mut Vec<Publish>, posting: &Posting) -> Result<usize, NodeError> {
        let (before, channels) = (group.len(), posting.channels.len());
        if channels > MAX_BROADCAST_CHANNELS {
            let problem = format!(
                "has {channels} channels, at most {MAX_BROADCAST_CHANNELS} are allowed: split it"
            );
            return Err(NodeError::invalid("channels", problem));
        }
        let bytes = posting.message.bytes().saturating_mul(channels);
        if bytes > MAX_POSTING_BYTES {
            let problem = format!(
                "has {bytes} bytes for {channels} channels together, at most {MAX_POSTING_BYTES} \
                 fit into one commit: split the broadcast"
            );
            return Err(NodeError::invalid("data", problem));
        }
        let message = posting.message.clone().detach();
        for channel in &posting.channels {
            match self.checked(channel, message.clone(), Publisher::Api) {
                Ok(publish) => group.push(publish),
                Err(error) => {
                    group.truncate(before);
                    return Err(error);
                }
            }
        }
        Ok(bytes)
    }

    async fn store(
        &self,
        publishes: Vec<Publish>,
        mark: Option<Mark<'_>>,
        done: usize,
    ) -> Result<(), NodeError> {
        let position = mark
            .map(|mark| ConsumerPosition { id: mark.id.clone(), position: (mark.position)(done) });
        let started = Instant::now();
        let stored = self.broker.publish_group(Group { publishes, position }).await;
        self.metrics.engine_latency(Operation::Publish, started.elapsed());
        stored?;
        Ok(())
    }
}
