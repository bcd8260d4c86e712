use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;

use super::{
    delivered::{self, RowKey},
    listener::Wake,
    rows::{Prepared, Row, Statements},
    sharing::Partition,
};
use crate::consumers::{Backoff, Context, DeadLetters, Lane, LaneError, SourceError};

/// Between two starts of a worker that breaks.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A late commit behind the floor waits so long at most.
const LONGEST_FLOOR: Duration = Duration::from_secs(1);

/// Works through one partition in order, while this node owns it.
pub(super) struct Worker {
    /// `stop` says when to give the partition up.
    pub context: Context,
    pub partition: Partition,
    pub statements: Arc<Statements>,
    pub wake: Arc<Wake>,
    pub select_limit: u32,
    pub poll_interval: Duration,
}

impl Worker {
    /// Works until it is to end or the session is gone. What keeps only this
    /// partition is tried again, from its stored position.
    pub async fn run(self) {
        let part = format!("partition {}", self.partition.number);
        let mut backoff = Backoff::new(FIRST_PAUSE, LONGEST_PAUSE);
        loop {
            let Err(LaneError::Source(error)) = self.work(&part).await else { break };
            if self.partition.session.is_closed() {
                break;
            }
            let (stats, consumer) = (&self.context.stats, &*self.context.name);
            if stats.degraded(&part, error.to_string()).is_none() {
                backoff.reset();
                tracing::warn!(consumer, part, %error, "partition held, is tried again");
            }
            if !backoff.pause(&self.context.stop).await {
                break;
            }
        }
        self.context.stats.recovered(&part);
        self.partition.give_up().await;
    }

    async fn work(&self, part: &str) -> Result<(), LaneError> {
        let (session, number) = (&*self.partition.session, self.partition.number);
        let lane = self.context.lane(number);
        let prepared = self.statements.prepare(session).await?;
        // A crash may have left rows that are done.
        if let Some(position) = lane.position().await? {
            let rows = delivered::decode(&position)?;
            self.statements.delete(session, &prepared, number, &rows).await?;
        }
        self.context.stats.recovered(part);
        let mut done = Vec::new();
        let ended = self.turns(&lane, &prepared, &mut done).await;
        if let Err(LaneError::Stopping) = ended
            && let Ok(Some(position)) = lane.position().await
        {
            done = delivered::decode(&position)?;
        }
        if !done.is_empty() {
            self.statements.delete(session, &prepared, number, &done).await?;
        }
        ended
    }

    /// Takes rows and does them, until it is to end. `done` are rows that are
    /// done and not deleted.
    async fn turns(
        &self,
        lane: &Lane,
        prepared: &Prepared,
        done: &mut Vec<RowKey>,
    ) -> Result<(), LaneError> {
        let (session, number) = (&*self.partition.session, self.partition.number);
        let mut floor = Floor::default();
        while !self.context.stop.is_cancelled() {
            let above = floor.above(self.poll_interval);
            let ids: Vec<_> = done.iter().map(|row| row.id).collect();
            let rows = self
                .statements
                .turn(session, prepared, number, &ids, above, self.select_limit)
                .await?;
            done.clear();
            match rows.last() {
                Some(last) => floor.passed(last.key.id),
                // Behind the floor a late commit may have come.
                None if floor.reset() => continue,
                None => {
                    self.idle().await;
                    continue;
                }
            }
            *done = self.do_rows(lane, prepared, rows).await?;
        }
        Ok(())
    }

    /// Waits until there may be rows.
    async fn idle(&self) {
        let told = self.wake.woken(self.partition.number.cast_unsigned());
        let told = tokio::time::timeout(self.poll_interval, told);
        // Either way it is time to look.
        let _ = self.context.stop.run_until_cancelled(told).await;
    }

    async fn do_rows(
        &self,
        lane: &Lane,
        prepared: &Prepared,
        rows: Vec<Row>,
    ) -> Result<Vec<RowKey>, LaneError> {
        let (keys, events): (Vec<_>, Vec<_>) =
            rows.into_iter().map(|row| (row.key, row.event)).unzip();
        let graves = Graves { worker: self, prepared, keys: &keys };
        let position = |done: usize| delivered::encode(&keys[..done]);
        lane.work(events, &position, &graves).await?;
        Ok(keys)
    }
}

/// Rows above the floor are read first, since below it most are done and gone,
/// and looking for those that are not costs as much as there are.
#[derive(Default)]
struct Floor {
    id: i64,
    since: Option<Instant>,
}

impl Floor {
    /// The floor now; for a look at everything it is below all ids.
    fn above(&mut self, longest: Duration) -> i64 {
        let longest = longest.min(LONGEST_FLOOR);
        if self.since.is_none_or(|since| since.elapsed() >= longest) {
            *self = Self { id: i64::MIN, since: Some(Instant::now()) };
        }
        self.id
    }

    fn passed(&mut self, id: i64) {
        self.id = self.id.max(id);
    }

    /// True when it was not at the bottom.
    fn reset(&mut self) -> bool {
        let was_raised = self.id != i64::MIN;
        *self = Self { id: i64::MIN, since: Some(Instant::now()) };
        was_raised
    }
}

/// The dead letters of a turn's rows.
struct Graves<'a> {
    worker: &'a Worker,
    prepared: &'a Prepared,
    keys: &'a [RowKey],
}

#[async_trait]
impl DeadLetters for Graves<'_> {
    async fn bury(&self, index: usize, reason: &str) -> Result<(), SourceError> {
        let Worker { context, partition, statements, .. } = self.worker;
        let (session, number) = (&*partition.session, partition.number);
        let (id, consumer) = (self.keys[index].id, &*context.name);
        statements.bury(session, self.prepared, number, id, reason, consumer).await
    }
}
