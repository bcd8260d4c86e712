use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rdkafka::{
    Message as _, Offset, TopicPartitionList,
    consumer::{CommitMode, Consumer as _, base_consumer::PartitionQueue},
    error::KafkaResult,
    message::BorrowedMessage,
};
use tokio::sync::Notify;

use super::{
    dead_letters::{DeadLetterTopic, Graves},
    group::{Callbacks, Consumer, Partition, blocking, describe},
    health::degraded,
    ledger::{self, Ledger},
    position::{Fingerprint, Position},
    records,
    start::Start,
};
use crate::consumers::{Backoff, Context, KafkaRecords, Lane, LaneError, OffsetReset};

/// Between two attempts at what Kafka did not do.
pub(super) const FIRST_PAUSE: Duration = Duration::from_millis(100);
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A broker that works answers in a small part of this.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Said when a topic does not have what was read of it.
pub(super) const ANOTHER_TOPIC: &str =
    "the topic is not the one that was read before, or was cut: it is read from its start";

/// Between two looks whether a gap in the offsets is a loss. Others come from
/// transactions and compaction.
const LOSS_INTERVAL: Duration = Duration::from_secs(1);

/// Bytes of values that are done at once: beyond this no more are taken.
const BATCH_BYTES: usize = 1024 * 1024;

pub(super) type Queue = PartitionQueue<Callbacks>;

/// Works through one partition in order, while it is this member's.
pub(super) struct Worker {
    /// `stop` says when to let go of the partition.
    pub context: Context,
    pub partition: Partition,
    pub consumer: Arc<Consumer>,
    /// Told when records have come.
    pub arrived: Arc<Notify>,
    pub records: Arc<KafkaRecords>,
    pub dead_letters: Arc<Option<DeadLetterTopic>>,
    pub ledger: Arc<Ledger>,
    pub max_records: usize,
}

/// The work on a partition.
struct Work<'a> {
    worker: &'a Worker,
    lane: Lane,
    /// Names it among the parts of the consumer.
    part: String,
    position: Position,
    /// The record done last is read once more, to see that it is that one.
    is_checked: bool,
    loss_looked_for: Option<Instant>,
}

/// What is to be done with the rest of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    Follows,
    /// The partition is read from elsewhere.
    Dropped,
}

impl Worker {
    /// Works until it is to let go.
    pub async fn run(self, queue: Queue, start: Start) {
        let part = format!("partition {}", self.partition);
        if let Err(LaneError::Source(error)) = self.work(&queue, start, part.clone()).await {
            // Only what is stored can be wrong by now.
            degraded(&self.context, &part, &error.to_string());
            self.context.stop.cancelled().await;
        }
        self.context.stats.recovered(&part);
    }

    async fn work(&self, queue: &Queue, start: Start, part: String) -> Result<(), LaneError> {
        let lane = self.context.lane(&self.partition);
        let known = match start {
            Start::At { position, .. } => position,
            Start::Unknown(_) => Position::anew(0),
        };
        let is_checked = known.last.is_none();
        let mut work =
            Work { worker: self, lane, part, position: known, is_checked, loss_looked_for: None };
        match start {
            Start::At { is_news: false, .. } => self.ledger.begin(&self.partition, known),
            Start::At { is_news: true, .. } => work.announce().await?,
            Start::Unknown(reset) => {
                let (low, high) = work.watermarks().await?;
                let from = match reset {
                    OffsetReset::Earliest => low,
                    OffsetReset::Latest => high,
                };
                work.begin_at(from).await?;
            }
        }
        work.run(queue).await
    }
}

impl Work<'_> {
    async fn run(&mut self, queue: &Queue) -> Result<(), LaneError> {
        while !self.worker.context.stop.is_cancelled() {
            let batch = self.take(queue);
            if batch.is_empty() {
                let arrived = self.worker.arrived.notified();
                self.worker.context.stop.run_until_cancelled(arrived).await;
            }
            // Where offsets go back, Kafka does not have what comes next.
            for part in batch.chunk_by(|one, next| one.offset() < next.offset()) {
                if self.turn(part).await? == Rest::Dropped {
                    break;
                }
            }
        }
        Ok(())
    }

    /// What is in the queue, up to a batch.
    fn take<'q>(&self, queue: &'q Queue) -> Vec<BorrowedMessage<'q>> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < self.worker.max_records && bytes < BATCH_BYTES {
            match queue.poll(Duration::ZERO) {
                Some(Ok(record)) => {
                    bytes += record.payload_len();
                    batch.push(record);
                }
                // Told to the callbacks, which look after the connection.
                Some(Err(_)) => {}
                None => break,
            }
        }
        batch
    }

    /// Does records whose offsets ascend.
    async fn turn(&mut self, records: &[BorrowedMessage<'_>]) -> Result<Rest, LaneError> {
        let Some((first, others)) = records.split_first() else { return Ok(Rest::Follows) };
        let (offset, next) = (first.offset(), self.position.next);
        let is_check = !std::mem::replace(&mut self.is_checked, true) && offset == next - 1;
        if is_check && self.position.last == Some(Fingerprint::of(first)) {
            self.work(others).await?;
            return Ok(Rest::Follows);
        }
        if is_check {
            self.warn_of_another();
            let (low, _) = self.watermarks().await?;
            self.begin_at(low).await?;
            return Ok(Rest::Dropped);
        }
        if offset < next {
            self.warn_of_another();
            self.position = Position::anew(offset);
            self.announce().await?;
        } else if offset > next {
            self.look_for_loss(offset).await?;
        }
        self.work(records).await?;
        Ok(Rest::Follows)
    }

    fn warn_of_another(&self) {
        let (consumer, partition) = (&*self.worker.context.name, self.part.as_str());
        tracing::warn!(consumer, partition, done = self.position.next, "{ANOTHER_TOPIC}");
    }

    /// Says how many records were deleted before they were done.
    async fn look_for_loss(&mut self, offset: i64) -> Result<(), LaneError> {
        if self.loss_looked_for.is_some_and(|last| last.elapsed() < LOSS_INTERVAL) {
            return Ok(());
        }
        self.loss_looked_for = Some(Instant::now());
        let (low, _) = self.watermarks().await?;
        let count = low.min(offset) - self.position.next;
        if count > 0 {
            let (consumer, partition) = (&*self.worker.context.name, self.part.as_str());
            tracing::warn!(
                consumer,
                partition,
                count,
                "records were deleted before they were done: raise the topic's retention"
            );
        }
        Ok(())
    }

    /// Does records; a refused one that cannot be put away holds them.
    async fn work(&mut self, records: &[BorrowedMessage<'_>]) -> Result<(), LaneError> {
        let Worker { context, partition, ledger, .. } = self.worker;
        let Some(first) = records.first() else { return Ok(()) };
        ledger.taken(partition, first.timestamp().to_millis());
        let mut backoff = Backoff::new(FIRST_PAUSE, LONGEST_PAUSE);
        let mut done = 0;
        loop {
            let ended = self.attempt(&records[done..]).await;
            match &ended {
                Ok(()) => {
                    if let Some(last) = records.last() {
                        self.position = self.after(last);
                    }
                    ledger.done(partition, self.position);
                    context.stats.recovered(&self.part);
                    return Ok(());
                }
                Err(LaneError::Source(error)) => {
                    degraded(context, &self.part, &error.to_string());
                }
                Err(LaneError::Stopping) => {}
            }
            let is_to_end =
                ended == Err(LaneError::Stopping) || !backoff.pause(&context.stop).await;
            if let Some(stored) = self.lane.position().await? {
                let stored = Position::decode(&stored)?;
                if stored.era == self.position.era && stored.next > self.position.next {
                    self.position = stored;
                    ledger.done(partition, stored);
                }
            }
            done = records.partition_point(|record| record.offset() < self.position.next);
            if is_to_end {
                return Err(LaneError::Stopping);
            }
        }
    }

    async fn attempt(&self, records: &[BorrowedMessage<'_>]) -> Result<(), LaneError> {
        let events = records.iter().map(|record| records::read(record, &self.worker.records));
        let position = |done: usize| match done.checked_sub(1) {
            Some(last) => self.after(&records[last]).encode(),
            None => self.position.encode(),
        };
        let graves = Graves {
            consumer: &self.worker.context.name,
            topic: self.worker.dead_letters.as_ref().as_ref(),
            records,
        };
        self.lane.work(events.collect(), &position, &graves).await
    }

    /// The position once this record is done.
    fn after(&self, record: &BorrowedMessage<'_>) -> Position {
        Position {
            next: record.offset() + 1,
            era: self.position.era,
            last: Some(Fingerprint::of(record)),
        }
    }

    /// Goes on elsewhere; of what is there nothing is done.
    async fn begin_at(&mut self, next: i64) -> Result<(), LaneError> {
        self.position = Position::anew(next);
        self.announce().await?;
        self.insist("it cannot be read from another offset", move |consumer, partition| {
            consumer.seek(&partition.topic, partition.number, Offset::Offset(next), PATIENCE)
        })
        .await
    }

    /// Tells the group where the work begins, before it does.
    async fn announce(&self) -> Result<(), LaneError> {
        let Worker { partition, ledger, .. } = self.worker;
        let position = self.position;
        self.insist("its position cannot be committed", move |consumer, partition| {
            let mut list = TopicPartitionList::new();
            ledger::add(&mut list, partition, &position);
            consumer.commit(&list, CommitMode::Sync)
        })
        .await?;
        ledger.begin(partition, position);
        Ok(())
    }

    async fn watermarks(&self) -> Result<(i64, i64), LaneError> {
        self.insist("its offsets are not known", |consumer, partition| {
            consumer.fetch_watermarks(&partition.topic, partition.number, PATIENCE)
        })
        .await
    }

    /// Asks Kafka for something until it is done.
    async fn insist<T: Send + 'static>(
        &self,
        what: &str,
        ask: impl Fn(&Consumer, &Partition) -> KafkaResult<T> + Clone + Send + 'static,
    ) -> Result<T, LaneError> {
        let Worker { context, partition, consumer, .. } = self.worker;
        let mut backoff = Backoff::new(FIRST_PAUSE, LONGEST_PAUSE);
        loop {
            let (ask, partition) = (ask.clone(), partition.clone());
            match blocking(consumer, move |consumer| ask(consumer, &partition)).await {
                Ok(answer) => {
                    context.stats.recovered(&self.part);
                    return Ok(answer);
                }
                Err(error) => {
                    let problem = format!("{what} ({}): look at the brokers", describe(&error));
                    degraded(context, &self.part, &problem);
                }
            }
            if !backoff.pause(&context.stop).await {
                return Err(LaneError::Stopping);
            }
        }
    }
}
