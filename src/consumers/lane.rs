use async_trait::async_trait;
use bytes::Bytes;

use super::{Context, Event, LaneError, SourceError, retry::Retry, task::Task};
use crate::{
    engine::{BrokerError, ConsumerId},
    node::{Mark, NodeError, Posting},
};

/// Where refused events go.
#[async_trait]
pub trait DeadLetters: Send + Sync {
    /// Puts event `index` of the batch away, with the reason. Once this has
    /// returned the event is done; until then it may come again.
    ///
    /// # Errors
    /// When it could not be put away: the source starts anew.
    async fn bury(&self, index: usize, reason: &str) -> Result<(), SourceError>;
}

/// One ordered stream of events.
pub struct Lane {
    context: Context,
    id: ConsumerId,
}

/// The events of one call and how far they are.
struct Batch<'a> {
    /// One for each event, empty where it is no publication.
    postings: Vec<Posting>,
    /// What is done otherwise, by the index of its event, the last one first.
    others: Vec<(usize, Task)>,
    /// So many are done, on disk.
    done: usize,
    position: &'a Position<'a>,
    dead_letters: &'a dyn DeadLetters,
}

/// The position once the first so many events of a batch are done.
type Position<'a> = dyn Fn(usize) -> Bytes + Send + Sync + 'a;

impl Lane {
    pub(super) fn new(context: Context, id: ConsumerId) -> Self {
        Self { context, id }
    }

    /// What is stored of how far this lane has come; none at the very first
    /// start. Waits while the engine is not available.
    ///
    /// # Errors
    /// [`LaneError::Stopping`].
    pub async fn position(&self) -> Result<Option<Bytes>, LaneError> {
        let mut retry = Retry::new(&self.context, &self.id.partition);
        loop {
            match self.context.node.consumer_position(&self.id).await {
                Ok(position) => return Ok(position),
                Err(error) => retry.failed(&error).await?,
            }
        }
    }

    /// Does `events` in order. `position` tells the position once the first so
    /// many are done. It is stored with the publications of these events;
    /// commands other than publish and broadcast act at once and are covered
    /// by the next position, so a crash may repeat them.
    ///
    /// Returns when all are done: a failure that may pass is waited out, a
    /// refused event is put away.
    ///
    /// # Errors
    /// [`LaneError`]: an unknown number of events is done, which the stored
    /// position tells at the next start.
    pub async fn work(
        &self,
        events: Vec<Event>,
        position: &Position<'_>,
        dead_letters: &dyn DeadLetters,
    ) -> Result<(), LaneError> {
        let mut batch = Batch::new(events, position, dead_letters);
        loop {
            let upto = batch.others.last().map_or(batch.postings.len(), |(index, _)| *index);
            self.publish(&mut batch, upto).await?;
            let Some((index, task)) = batch.others.pop() else { return Ok(()) };
            self.act(&batch, index, task).await?;
        }
    }

    /// Publishes what comes before event `upto`.
    async fn publish(&self, batch: &mut Batch<'_>, upto: usize) -> Result<(), LaneError> {
        let mut retry = Retry::new(&self.context, &self.id.partition);
        while batch.done < upto {
            let (from, position) = (batch.done, batch.position);
            let position = move |done| position(from + done);
            let mark = Mark { id: &self.id, position: &position };
            let postings = &batch.postings[from..upto];
            let progress = self.context.node.publish_many(postings, Some(mark)).await;
            batch.done += progress.done;
            self.processed(&batch.postings[from..batch.done]);
            match progress.failure {
                None => {}
                Some(error @ NodeError::Broker(_)) => {
                    retry.failed(&error).await?;
                    if let NodeError::Broker(BrokerError::OutcomeUnknown(_)) = error {
                        self.find_out(batch, upto).await?;
                    }
                }
                Some(refused) => self.refuse(batch, &refused.to_string()).await?,
            }
        }
        Ok(())
    }

    /// Asks how far the batch came when an answer got lost.
    async fn find_out(&self, batch: &mut Batch<'_>, upto: usize) -> Result<(), LaneError> {
        let Some(stored) = self.position().await? else { return Ok(()) };
        let found = (batch.done + 1..=upto).find(|done| (batch.position)(*done) == stored);
        if let Some(done) = found {
            self.processed(&batch.postings[batch.done..done]);
            batch.done = done;
        }
        Ok(())
    }

    /// Puts the next event away. In its place nothing is published.
    async fn refuse(&self, batch: &mut Batch<'_>, reason: &str) -> Result<(), LaneError> {
        let index = batch.done;
        self.context.stats.failed(1);
        self.bury(batch, index, reason).await?;
        batch.postings[index] = Posting::default();
        Ok(())
    }

    /// Does what is no publication.
    async fn act(&self, batch: &Batch<'_>, index: usize, task: Task) -> Result<(), LaneError> {
        let mut retry = Retry::new(&self.context, &self.id.partition);
        loop {
            match task.act(&self.context.node).await {
                Ok(()) => break self.context.stats.processed(1),
                Err(failure) if failure.is_transient => retry.failed(&failure).await?,
                Err(refused) => {
                    self.context.stats.failed(1);
                    break self.bury(batch, index, &refused.to_string()).await?;
                }
            }
        }
        Ok(())
    }

    async fn bury(&self, batch: &Batch<'_>, index: usize, why: &str) -> Result<(), LaneError> {
        batch.dead_letters.bury(index, why).await?;
        self.context.stats.dead_lettered(1);
        let (consumer, partition) = (&*self.id.consumer, &*self.id.partition);
        tracing::warn!(consumer, partition, reason = why, "event refused, put away");
        Ok(())
    }

    /// Counts postings; an empty one was counted otherwise.
    fn processed(&self, postings: &[Posting]) {
        let count = postings.iter().filter(|posting| !posting.channels.is_empty()).count();
        self.context.stats.processed(count as u64);
    }
}

impl<'a> Batch<'a> {
    fn new(
        events: Vec<Event>,
        position: &'a Position<'a>,
        dead_letters: &'a dyn DeadLetters,
    ) -> Self {
        let (mut postings, mut others) = (Vec::with_capacity(events.len()), Vec::new());
        for (index, event) in events.into_iter().enumerate() {
            postings.push(match Task::read(event) {
                Task::Post(posting) => posting,
                other => {
                    others.push((index, other));
                    Posting::default()
                }
            });
        }
        others.reverse();
        Self { postings, others, done: 0, position, dead_letters }
    }
}
