use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::{
    delivered::{self, RowKey},
    floor::Floor,
    listener::Wake,
    rows::{Prepared, Row, Statements, TURN_BYTES, Taken},
    sharing::Partition,
};
use crate::consumers::{Backoff, Context, DeadLetters, Lane, LaneError, SourceError};

/// Between two starts of a worker that breaks.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// When to look again for what is below the floor or locked.
const SOON: Duration = Duration::from_secs(1);

/// At the end the database has so much time for its last statements.
const LAST_STATEMENTS: Duration = Duration::from_secs(2);

/// Rows of the first turn, until it is known how large they are.
const FIRST_LIMIT: u32 = 16;

/// With so many rows that are done and locked a partition waits: its position
/// has them all.
const MAX_LOCKED: usize = 1_000;
const LOCKED: &str = "another transaction has locked rows that are done: end it";

/// Works through one partition in order, while this node owns it.
pub(super) struct Worker {
    /// `stop` says when to give the partition up.
    pub context: Context,
    pub partition: Partition,
    pub statements: Arc<Statements>,
    pub wake: Arc<Wake>,
    pub select_limit: u32,
    pub poll_interval: Duration,
    /// Cancelled when it is not waited for the database any more.
    pub over: CancellationToken,
}

impl Worker {
    /// Works until it is to end or the session is gone. What keeps only this
    /// partition is tried again, from its stored position.
    pub async fn run(self) {
        let over = async {
            self.context.stop.cancelled().await;
            tokio::time::sleep(LAST_STATEMENTS).await;
            self.over.cancel();
            std::future::pending().await
        };
        tokio::select! {
            () = self.run_to_end() => {}
            () = over => {}
        }
        if self.over.is_cancelled() {
            // The lock is given back with the session.
            self.partition.session.close();
        }
    }

    async fn run_to_end(&self) {
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
        self.over.run_until_cancelled(self.partition.give_up()).await;
    }

    async fn work(&self, part: &str) -> Result<(), LaneError> {
        let session = &*self.partition.session;
        let lane = self.context.lane(self.partition.number);
        let prepared = self.asked(self.statements.prepare(session)).await?;
        // A crash may have left rows that are done.
        let mut done = match lane.position().await? {
            Some(position) => delivered::decode(&position)?,
            None => Vec::new(),
        };
        let ended = self.turns(part, &lane, &prepared, &mut done).await;
        if let Err(LaneError::Stopping) = ended
            && let Ok(Some(position)) = lane.position().await
        {
            done = delivered::decode(&position)?;
        }
        if !done.is_empty() {
            self.turn(&prepared, &mut done, (i64::MIN, 0)).await?;
        }
        ended
    }

    /// Takes rows and does them, until it is to end. `done` are rows that are
    /// done and not deleted.
    async fn turns(
        &self,
        part: &str,
        lane: &Lane,
        prepared: &Prepared,
        done: &mut Vec<RowKey>,
    ) -> Result<(), LaneError> {
        let (stats, mut floor) = (&self.context.stats, Floor::default());
        let mut limit = FIRST_LIMIT.min(self.select_limit);
        while !self.context.stop.is_cancelled() {
            if done.len() > MAX_LOCKED {
                self.turn(prepared, done, (i64::MIN, 0)).await?;
                if done.len() > MAX_LOCKED {
                    stats.degraded(part, LOCKED);
                    self.idle(SOON).await;
                    continue;
                }
            }
            let asked = Instant::now();
            let above = floor.above(asked);
            let Taken { rows, snapshot, .. } = self.turn(prepared, done, (above, limit)).await?;
            floor.saw(above, rows.last().map(|row| row.key.id), snapshot, asked);
            if rows.is_empty() {
                stats.recovered(part);
                let is_all = above == i64::MIN && done.is_empty();
                self.idle(if is_all { Duration::MAX } else { SOON }).await;
                continue;
            }
            limit = self.next_limit(limit, &rows);
            self.do_rows(lane, prepared, rows, done).await?;
            stats.recovered(part);
        }
        Ok(())
    }

    /// Deletes what is done; what remains of `done` is locked.
    async fn turn(
        &self,
        prepared: &Prepared,
        done: &mut Vec<RowKey>,
        range: (i64, u32),
    ) -> Result<Taken, SourceError> {
        let (session, number) = (&*self.partition.session, self.partition.number);
        let turn = self.statements.turn(session, prepared, number, done, range);
        let taken = self.asked(turn).await?;
        done.retain(|row| taken.locked.contains(&row.id));
        Ok(taken)
    }

    /// What the database is asked for, given up soon after the end has come.
    async fn asked<T>(
        &self,
        statement: impl Future<Output = Result<T, SourceError>>,
    ) -> Result<T, SourceError> {
        let asked = self.over.run_until_cancelled(statement).await;
        asked.unwrap_or_else(|| Err(SourceError::new("the database does not answer: check it")))
    }

    /// Rows that do not fit into one turn are converted in vain.
    fn next_limit(&self, limit: u32, rows: &[Row]) -> u32 {
        let bytes: usize = rows.iter().map(|row| row.bytes).sum();
        match u32::try_from(rows.len()) {
            Ok(rows) if bytes >= TURN_BYTES => rows,
            _ => (limit * 2).min(self.select_limit),
        }
    }

    /// Waits until there may be rows, not longer than `longest`.
    async fn idle(&self, longest: Duration) {
        let told = self.wake.woken(self.partition.number.cast_unsigned());
        let told = tokio::time::timeout(self.poll_interval.min(longest), told);
        // Either way it is time to look.
        let _ = self.context.stop.run_until_cancelled(told).await;
    }

    /// Does `rows` and adds them to `done`.
    async fn do_rows(
        &self,
        lane: &Lane,
        prepared: &Prepared,
        rows: Vec<Row>,
        done: &mut Vec<RowKey>,
    ) -> Result<(), LaneError> {
        let (keys, events): (Vec<_>, Vec<_>) =
            rows.into_iter().map(|row| (row.key, row.event)).unzip();
        let buried = keys.iter().map(|_| AtomicBool::new(false)).collect();
        let graves = Graves { worker: self, prepared, keys: &keys, buried };
        let position = |count: usize| delivered::encode(&graves.done(done, count));
        lane.work(events, &position, &graves).await?;
        *done = graves.done(done, keys.len());
        Ok(())
    }
}

/// The dead letters of a turn's rows.
struct Graves<'a> {
    worker: &'a Worker,
    prepared: &'a Prepared,
    keys: &'a [RowKey],
    /// Which of them are put away.
    buried: Vec<AtomicBool>,
}

impl Graves<'_> {
    /// What is done and may still be there after the first `count` of the keys.
    /// A row that was put away is gone; if it is there, somebody wants it done.
    fn done(&self, before: &[RowKey], count: usize) -> Vec<RowKey> {
        let keys = self.keys.iter().zip(&self.buried).take(count);
        let there = keys.filter(|(_, buried)| !buried.load(Ordering::Acquire));
        before.iter().chain(there.map(|(key, _)| key)).copied().collect()
    }
}

#[async_trait]
impl DeadLetters for Graves<'_> {
    async fn bury(&self, index: usize, reason: &str) -> Result<(), SourceError> {
        let Worker { context, partition, statements, .. } = self.worker;
        let (session, row) = (&*partition.session, (partition.number, self.keys[index]));
        let bury = statements.bury(session, self.prepared, row, reason, &context.name);
        self.worker.asked(bury).await?;
        self.buried[index].store(true, Ordering::Release);
        Ok(())
    }
}
