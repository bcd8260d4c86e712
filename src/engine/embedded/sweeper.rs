use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use super::{
    compaction::compact,
    epoch::Epochs,
    log::{Changes, Log, META_BASE, META_FORGOTTEN_MS},
    shared::Shared,
};
use crate::{engine::shards::lock, model::Channel};

const INTERVAL: Duration = Duration::from_secs(1);
/// Channels visited in one slice, under the lock of one shard.
const VISITS: usize = 256;
/// Streams forgotten together, behind one new epoch: as many as have gathered
/// in this time, or at most so many. A new epoch is seen by the subscribers of
/// every channel that has no stream yet, so it should be rare.
const FORGET_INTERVAL: Duration = Duration::from_secs(300);
const FORGOTTEN_AT_ONCE: usize = 16_384;
/// Rows deleted in one transaction.
const DELETES: usize = 512;
/// Dead rows and bytes that are not left until the next turn.
const MANY_ROWS: usize = 4 * DELETES;
const MANY_BYTES: u64 = 8 << 20;

/// Lets go what has expired and reclaims its space, in slices between commits.
pub(super) struct Sweeper {
    next: Instant,
    /// The shard whose expired channels are visited now.
    shard: Option<usize>,
    forgettable: Vec<Channel>,
    next_forget: Instant,
    reclaiming: bool,
}

impl Default for Sweeper {
    fn default() -> Self {
        Self {
            next: Instant::now() + INTERVAL,
            shard: None,
            forgettable: Vec::new(),
            next_forget: Instant::now() + FORGET_INTERVAL,
            reclaiming: false,
        }
    }
}

impl Sweeper {
    /// How long the committer may wait for calls.
    pub fn patience(&self, shared: &Shared) -> Duration {
        match self.is_busy(shared) {
            true => Duration::ZERO,
            false => self.next.saturating_duration_since(Instant::now()),
        }
    }

    /// Begins a turn: everything that has expired by now.
    pub fn begin(&mut self) {
        self.next = Instant::now() + INTERVAL;
        self.shard = Some(0);
        self.reclaiming = true;
    }

    /// True while a turn goes on, or too much is dead to wait for the next.
    pub fn is_busy(&self, shared: &Shared) -> bool {
        let many = || {
            let (rows, bytes) = lock(&shared.rows).dead();
            rows >= MANY_ROWS || bytes >= MANY_BYTES
        };
        self.shard.is_some() || self.is_time_to_forget() || self.reclaiming || many()
    }

    /// Makes this turn forget what has gathered.
    #[cfg(test)]
    pub fn forget_now(&mut self) {
        self.next_forget = Instant::now();
    }

    fn is_time_to_forget(&self) -> bool {
        self.forgettable.len() >= FORGOTTEN_AT_ONCE
            || (!self.forgettable.is_empty() && Instant::now() >= self.next_forget)
    }

    /// Does a little of what there is to do.
    pub fn slice(
        &mut self,
        shared: &Shared,
        log: &Log,
        next_row: &mut u64,
    ) -> Result<(), redb::Error> {
        if Instant::now() >= self.next && self.shard.is_none() {
            self.begin();
        }
        if self.forgettable.len() >= FORGOTTEN_AT_ONCE {
            self.forget(shared, log)
        } else if let Some(shard) = self.shard {
            self.expire(shared, shard);
            Ok(())
        } else if self.is_time_to_forget() {
            self.forget(shared, log)
        } else if self.is_busy(shared) {
            self.reclaim(shared, log, next_row)
        } else {
            Ok(())
        }
    }

    /// Visits channels of a shard in which something has expired.
    fn expire(&mut self, shared: &Shared, index: usize) {
        let now_ms = shared.clock.now_ms();
        let Some(shard) = shared.shards.all().nth(index) else {
            self.shard = None;
            return;
        };
        let mut shard = lock(shard);
        for _ in 0..VISITS {
            let Some(channel) = shard.pop_due(now_ms) else {
                self.shard = Some(index + 1);
                return;
            };
            let stream = shard.with(&channel, |stream| {
                stream.expire(now_ms, &mut lock(&shared.rows));
                let forgettable = stream.is_forgettable(now_ms);
                stream.leaving = forgettable;
                forgettable.then(|| stream.identity.is_some())
            });
            match stream.flatten() {
                Some(true) => self.forgettable.push(channel),
                Some(false) => drop(shard.remove(&channel)),
                None => {}
            }
        }
    }

    /// Forgets streams. First, and on disk, their epoch is replaced: whoever
    /// comes later starts under another name. The mark tells a restart which
    /// streams are gone although records of them may still be in the log.
    fn forget(&mut self, shared: &Shared, log: &Log) -> Result<(), redb::Error> {
        let now_ms = shared.clock.now_ms();
        let mark_ms = shared.forgotten_ms.fetch_max(now_ms, Ordering::SeqCst).max(now_ms);
        let base = rand::random();
        let meta = [(META_BASE, base), (META_FORGOTTEN_MS, mark_ms)];
        log.commit(&Changes { meta: &meta, ..Changes::default() })?;
        shared.set_epochs(Epochs { base, ..shared.epochs() });
        for channel in std::mem::take(&mut self.forgettable) {
            let mut shard = shared.shards.lock(&channel);
            let forgettable = shard.with(&channel, |stream| {
                stream.leaving = false;
                stream.is_forgettable(now_ms)
            });
            if forgettable == Some(true)
                && let Some(stream) = shard.remove(&channel)
            {
                stream.let_go(&mut lock(&shared.rows));
            }
        }
        self.next_forget = Instant::now() + FORGET_INTERVAL;
        Ok(())
    }

    /// Deletes rows that nothing needs; then empties those that little needs.
    fn reclaim(
        &mut self,
        shared: &Shared,
        log: &Log,
        next_row: &mut u64,
    ) -> Result<(), redb::Error> {
        let dead = lock(&shared.rows).take_dead(DELETES);
        if !dead.is_empty() {
            log.commit(&Changes { delete: &dead, ..Changes::default() })?;
            lock(&shared.rows).deleted(&dead);
            return Ok(());
        }
        let sparse = lock(&shared.rows).is_sparse(shared.tuning.slack_bytes);
        self.reclaiming = sparse && compact(shared, log, next_row)?;
        Ok(())
    }
}
