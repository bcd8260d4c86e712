use std::{collections::HashMap, sync::Arc, time::Duration};

use futures_util::future::join_all;
use rdkafka::{
    Offset, TopicPartitionList,
    consumer::{CommitMode, Consumer as _},
    error::KafkaError,
};
use tokio::{
    sync::{Notify, mpsc},
    task::{AbortHandle, JoinHandle},
    time::{MissedTickBehavior, interval, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{
    dead_letters::DeadLetterTopic,
    group::{Consumer, Partition, Rebalance, blocking, describe, list_of},
    health::{self, degraded},
    lag::bounds,
    ledger::Ledger,
    position::Position,
    start::{Commit, Start, choose},
    worker::{ANOTHER_TOPIC, FIRST_PAUSE, LONGEST_PAUSE, PATIENCE, Queue, Worker},
};
use crate::consumers::{
    Backoff, Context, KafkaConfig, KafkaRecords, LaneError, OffsetReset, SourceError,
};

/// How often the group is told what is done.
const COMMIT_INTERVAL: Duration = Duration::from_secs(1);
/// Work under way on a partition that is taken away ends within this, or is
/// left off.
const LET_GO: Duration = Duration::from_secs(30);

/// The partitions that are this member's.
pub(super) struct Assignments<'a> {
    config: &'a KafkaConfig,
    context: &'a Context,
    consumer: Arc<Consumer>,
    ledger: Arc<Ledger>,
    dead_letters: Arc<Option<DeadLetterTopic>>,
    records: Arc<KafkaRecords>,
    workers: HashMap<Partition, Working>,
    /// Cancelled when a worker panics: its partition would never go on.
    broken: CancellationToken,
    /// What the group waits for.
    unanswered: Option<Rebalance>,
}

struct Working {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// Cancels when it is dropped by a panic.
struct TellsOfPanic(CancellationToken);

impl Drop for TellsOfPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.cancel();
        }
    }
}

impl<'a> Assignments<'a> {
    pub fn new(
        config: &'a KafkaConfig,
        context: &'a Context,
        consumer: Arc<Consumer>,
        ledger: Arc<Ledger>,
        dead_letters: Arc<Option<DeadLetterTopic>>,
        broken: CancellationToken,
    ) -> Self {
        let records = Arc::new(config.records.clone());
        Self {
            config,
            context,
            consumer,
            ledger,
            dead_letters,
            records,
            workers: HashMap::new(),
            broken,
            unanswered: None,
        }
    }

    /// Does what the group wants and tells it what is done.
    ///
    /// # Errors
    /// What a new consumer may get over.
    pub async fn follow(
        &mut self,
        rebalances: &mut mpsc::Receiver<Rebalance>,
    ) -> Result<(), SourceError> {
        let mut commits = interval(COMMIT_INTERVAL);
        commits.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                rebalance = rebalances.recv() => {
                    let Some(rebalance) = rebalance else { return Ok(()) };
                    self.unanswered = Some(rebalance.clone());
                    match rebalance {
                        Rebalance::Assign(partitions) => self.assign(partitions).await?,
                        Rebalance::Revoke(partitions) => self.revoke(&partitions).await?,
                    }
                    self.unanswered = None;
                }
                _ = commits.tick() => self.commit(),
            }
        }
    }

    /// Ends all work and tells how far it came.
    pub async fn end(&mut self, rebalances: &mut mpsc::Receiver<Rebalance>) {
        let partitions: Vec<_> = self.workers.keys().cloned().collect();
        self.let_go(&partitions).await;
        // As long as one is unanswered the consumer does not leave the group,
        // and keeps partitions that nobody works on.
        rebalances.close();
        let waiting = std::iter::from_fn(|| rebalances.try_recv().ok());
        for rebalance in self.unanswered.take().into_iter().chain(waiting) {
            rebalance.dismiss(&self.consumer);
        }
    }

    async fn assign(&mut self, partitions: Vec<Partition>) -> Result<(), SourceError> {
        let starts = self.starts(&partitions).await?;
        let mut list = TopicPartitionList::new();
        let mut ready = Vec::new();
        for (partition, start) in partitions.into_iter().zip(starts) {
            let queue = self.consumer.split_partition_queue(&partition.topic, partition.number);
            let Some(mut queue) = queue else {
                return Err(SourceError::new(format!("Kafka: no queue for {partition}")));
            };
            let arrived = Arc::new(Notify::new());
            let wake = arrived.clone();
            queue.set_nonempty_callback(move || wake.notify_one());
            list.add_partition_offset(&partition.topic, partition.number, start.first_read())
                .map_err(|error| failed("assign", &error))?;
            ready.push((partition, start, queue, arrived));
        }
        self.consumer.incremental_assign(&list).map_err(|error| failed("assign", &error))?;
        self.context.stats.recovered(health::GROUP);
        for (partition, start, queue, arrived) in ready {
            let (consumer, name) = (&*self.context.name, partition.to_string());
            tracing::info!(consumer, partition = name, ?start, "partition assigned");
            self.work_on(partition, start, queue, arrived);
        }
        Ok(())
    }

    fn work_on(&mut self, partition: Partition, start: Start, queue: Queue, arrived: Arc<Notify>) {
        let stop = self.context.stop.child_token();
        let worker = Worker {
            context: Context { stop: stop.clone(), ..self.context.clone() },
            partition: partition.clone(),
            consumer: self.consumer.clone(),
            arrived,
            records: self.records.clone(),
            dead_letters: self.dead_letters.clone(),
            ledger: self.ledger.clone(),
            max_records: self.config.max_poll_records as usize,
        };
        let panic = TellsOfPanic(self.broken.clone());
        let task = tokio::spawn(async move {
            let _panic = panic;
            worker.run(queue, start).await;
        });
        self.workers.insert(partition, Working { stop, task });
    }

    /// Where the work on each partition begins.
    async fn starts(&self, partitions: &[Partition]) -> Result<Vec<Start>, SourceError> {
        let commits = self.commits(partitions).await?;
        let ends = bounds(&self.consumer, partitions, Offset::End).await.unwrap_or_default();
        let mut starts = Vec::with_capacity(partitions.len());
        for partition in partitions {
            let stored = match self.context.lane(partition).position().await {
                Ok(stored) => stored.as_deref().map(Position::decode).transpose()?,
                Err(LaneError::Source(error)) => return Err(error),
                Err(error @ LaneError::Stopping) => {
                    return Err(SourceError::new(error.to_string()));
                }
            };
            let commit =
                commits.get(partition).map(|(next, metadata)| Commit { next: *next, metadata });
            let start =
                choose(commit, stored).unwrap_or(Start::Unknown(self.config.auto_offset_reset));
            starts.push(match (start, ends.get(partition)) {
                // Only what was read is certainly below the end: a transaction
                // that is open hides what comes after it began.
                (Start::At { position, .. }, Some(end))
                    if *end < position.next && position.last.is_some() =>
                {
                    self.warn_of_another(partition, position.next);
                    Start::Unknown(OffsetReset::Earliest)
                }
                (start, _) => start,
            });
        }
        Ok(starts)
    }

    fn warn_of_another(&self, partition: &Partition, done: i64) {
        let (consumer, partition) = (&*self.context.name, partition.to_string());
        tracing::warn!(consumer, partition, done, "{ANOTHER_TOPIC}");
    }

    /// What the group has committed, with its metadata.
    async fn commits(
        &self,
        partitions: &[Partition],
    ) -> Result<HashMap<Partition, (i64, String)>, SourceError> {
        let mut backoff = Backoff::new(FIRST_PAUSE, LONGEST_PAUSE);
        loop {
            let list = list_of(partitions);
            let asked = blocking(&self.consumer, |consumer| {
                let answer = consumer.committed_offsets(list, PATIENCE)?;
                answer.elements().iter().try_for_each(|element| element.error())?;
                Ok(answer)
            });
            match asked.await {
                Ok(answer) => return Ok(commits_of(&answer)),
                Err(error) => {
                    let reason = describe(&error);
                    let problem = format!(
                        "cannot read what it has committed ({reason}): look at the brokers"
                    );
                    degraded(self.context, health::GROUP, &problem);
                }
            }
            if !backoff.pause(&self.context.stop).await {
                return Err(SourceError::new(LaneError::Stopping.to_string()));
            }
        }
    }

    async fn revoke(&mut self, partitions: &[Partition]) -> Result<(), SourceError> {
        if !self.let_go(partitions).await {
            // Something still waits for Kafka, and could commit late.
            return Err(SourceError::new(format!(
                "Kafka: work did not end within {} s of its partition being taken away: the group \
                 is joined anew",
                LET_GO.as_secs()
            )));
        }
        let list = list_of(partitions);
        self.consumer.incremental_unassign(&list).map_err(|error| failed("give up", &error))?;
        for partition in partitions {
            let (consumer, partition) = (&*self.context.name, partition.to_string());
            tracing::info!(consumer, partition, "partition given up");
        }
        Ok(())
    }

    /// Ends the work on partitions and tells the group how far it came; false
    /// when some had to be left off.
    async fn let_go(&mut self, partitions: &[Partition]) -> bool {
        let workers: Vec<_> =
            partitions.iter().filter_map(|partition| self.workers.remove(partition)).collect();
        workers.iter().for_each(|worker| worker.stop.cancel());
        let aborts: Vec<_> = workers.iter().map(|worker| worker.task.abort_handle()).collect();
        let ends = join_all(workers.into_iter().map(|worker| worker.task));
        let has_ended = timeout(LET_GO, ends).await.is_ok();
        if !has_ended {
            aborts.iter().for_each(AbortHandle::abort);
        }
        let Some(list) = self.ledger.take(partitions) else { return has_ended };
        let commit =
            blocking(&self.consumer, move |consumer| consumer.commit(&list, CommitMode::Sync));
        let told = timeout(PATIENCE, commit).await;
        if !matches!(told, Ok(Ok(()))) {
            let consumer = &*self.context.name;
            tracing::info!(consumer, "offsets not committed; what is stored here counts");
        }
        has_ended
    }

    /// Tells the group what is done, and does not wait.
    fn commit(&self) {
        let Some(news) = self.ledger.news() else { return };
        if let Err(error) = self.consumer.commit(&news, CommitMode::Async) {
            tracing::debug!(consumer = &*self.context.name, %error, "offsets not committed");
            self.ledger.tell_again();
        }
    }
}

fn commits_of(answer: &TopicPartitionList) -> HashMap<Partition, (i64, String)> {
    let elements = answer.elements();
    let committed = elements.iter().filter_map(|element| match element.offset() {
        Offset::Offset(next) => {
            let partition =
                Partition { topic: element.topic().into(), number: element.partition() };
            Some((partition, (next, element.metadata().to_owned())))
        }
        _ => None,
    });
    committed.collect()
}

fn failed(what: &str, error: &KafkaError) -> SourceError {
    SourceError::new(format!(
        "Kafka: cannot {what} partitions ({}): it is tried anew",
        describe(error)
    ))
}
