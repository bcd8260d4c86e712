//! Publications that are stored together.

use bytes::Bytes;
use tokio::sync::oneshot;

use super::{accept::Line, is_durable, queue::WaitingGroup, shared::Shared};
use crate::{
    engine::{
        BrokerError, ConsumerId, Group, GroupPublishing, Publish, PublishOutcome, Publishing,
    },
    model::tags_bytes,
};

/// What a record has beside the message, about.
const FIXED_BYTES: usize = 256;

impl Shared {
    /// Accepts a group: all of it or nothing.
    pub fn publish_group(&self, group: Group) -> GroupPublishing {
        match self.accept_group(group) {
            Ok((publishing, stored)) => Box::pin(outcomes(publishing, stored)),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    fn accept_group(
        &self,
        group: Group,
    ) -> Result<(Vec<Publishing>, oneshot::Receiver<()>), BrokerError> {
        let Group { publishes, position } = group;
        let durable = publishes.iter().filter(|publish| is_durable(&publish.options));
        let mut shards = self.shards.lock_all(durable.map(|publish| &publish.channel));
        self.status.check_write()?;
        // The one thing that could refuse a part of it.
        self.queue.check_room(publishes.iter().map(bytes).sum())?;
        let (mut items, mut elsewhere) = (Vec::with_capacity(publishes.len()), Vec::new());
        let mut publishing = Vec::with_capacity(publishes.len());
        for publish in publishes {
            publishing.push(match shards.shard(&publish.channel) {
                Some(shard) if is_durable(&publish.options) => {
                    self.accept(shard, publish, &mut Line::Group(&mut items))?
                }
                _ => {
                    let (resolver, publishing) = Publishing::waiting();
                    elsewhere.push((publish, resolver));
                    publishing
                }
            });
        }
        let (stored, told) = oneshot::channel();
        self.queue.push_group(WaitingGroup { items, elsewhere, position, stored });
        Ok((publishing, told))
    }

    /// Where a consumer stands, on disk.
    pub async fn consumer_position(&self, id: &ConsumerId) -> Result<Option<Bytes>, BrokerError> {
        let (log, id) = (self.log()?, id.clone());
        let read = tokio::task::spawn_blocking(move || log.consumer(&id)).await;
        match read {
            Ok(Ok(position)) => Ok(position),
            Ok(Err(error)) => Err(BrokerError::Read(error.to_string())),
            Err(_) => Err(BrokerError::Read("the position could not be read".into())),
        }
    }
}

fn bytes(publish: &Publish) -> usize {
    // The message is kept beside its record.
    2 * (publish.data.len() + tags_bytes(&publish.tags))
        + publish.channel.as_str().len()
        + FIXED_BYTES
}

async fn outcomes(
    publishing: Vec<Publishing>,
    stored: oneshot::Receiver<()>,
) -> Result<Vec<PublishOutcome>, BrokerError> {
    let mut outcomes = Vec::with_capacity(publishing.len());
    for one in publishing {
        outcomes.push(one.await?);
    }
    let unknown = |_| BrokerError::OutcomeUnknown("the commit failed".into());
    stored.await.map_err(unknown)?;
    Ok(outcomes)
}
