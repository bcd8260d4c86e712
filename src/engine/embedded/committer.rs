use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::sync::watch;

use super::{
    cache::Cache,
    log::{Changes, Log, META_DIRTY},
    medium::Medium,
    packer::Packer,
    queue::{Act, Item, Order, Unit},
    reopen::reopen,
    reveal::Written,
    shared::Shared,
    sweeper::Sweeper,
};
use crate::engine::{BrokerError, ConsumerPosition, Durability, shards::lock};

/// The one thread that writes: group commit over everything that waits, with
/// slices of sweeping in between.
pub(super) struct Committer {
    pub shared: Arc<Shared>,
    pub medium: Arc<dyn Medium>,
    pub next_row: u64,
    cache: Cache,
    sweeper: Sweeper,
}

impl Committer {
    pub fn new(shared: Arc<Shared>, medium: Arc<dyn Medium>, next_row: u64) -> Self {
        let cache = Cache::new(shared.tuning.cache_bytes);
        Self { shared, medium, next_row, cache, sweeper: Sweeper::default() }
    }

    /// Works until told to end; says so through `ended`.
    pub fn run(mut self, ended: watch::Sender<bool>) {
        let shared = self.shared.clone();
        if catch_unwind(AssertUnwindSafe(|| self.work())).is_err() {
            let problem = "the store's writer panicked: restart the server and report the panic";
            tracing::error!("store writer panicked");
            shared.status.fail(problem.into());
            shared.discard(&BrokerError::OutcomeUnknown(problem.into()));
        }
        shared.close_log();
        // Nobody may be waiting.
        let _ = ended.send(true);
    }

    fn work(&mut self) {
        loop {
            let patience = self.sweeper.patience(&self.shared);
            let (units, orders) = self.shared.queue.take(self.shared.tuning.commit_bytes, patience);
            if let Err(error) = self.commit(units) {
                self.fail(&error);
            }
            if orders.into_iter().any(|order| self.obey(order)) {
                return;
            }
            self.sweep();
        }
    }

    /// True when this was the last thing to do.
    fn obey(&mut self, order: Order) -> bool {
        match order {
            #[cfg(test)]
            Order::Sweep(done) => {
                self.sweep_to_the_end();
                drop(done);
                return false;
            }
            Order::Stop => self.stop(),
            Order::Abandon => self.abandon(),
        }
        true
    }

    /// Writes the records of `units` in one transaction, then shows them.
    fn commit(&mut self, units: Vec<Unit>) -> Result<(), redb::Error> {
        if units.is_empty() {
            return Ok(());
        }
        let mut packer = Packer::new(self.next_row, self.shared.tuning.row_bytes);
        let (mut items, mut elsewhere) = (Vec::new(), Vec::new());
        let (mut consumers, mut stored) = (Vec::new(), Vec::new());
        let mut add = |item: Item| {
            let written = match item.record.as_slice() {
                [] => Written::default(),
                record => packer.add(record),
            };
            items.push((item, written));
        };
        for unit in units {
            match unit {
                Unit::One(item) => add(item),
                Unit::Group(group) => {
                    group.items.into_iter().for_each(&mut add);
                    elsewhere.extend(group.elsewhere);
                    consumers.extend(group.position);
                    stored.push(group.stored);
                }
            }
        }
        self.write(&packer, &items, &consumers)?;
        self.next_row = packer.next_row();
        let mut guards = packer.book(&mut lock(&self.shared.rows));
        for (item, written) in items {
            self.shared.reveal(item, written, &mut self.cache);
        }
        let mut rows = lock(&self.shared.rows);
        guards.iter_mut().for_each(|guard| rows.release(guard));
        drop(rows);
        for (publish, resolver) in elsewhere {
            resolver.resolve(self.shared.memory.publish_now(publish));
        }
        for stored in stored {
            // Whoever does not wait does not want to know.
            let _ = stored.send(());
        }
        self.shared.evict(self.cache.overflow());
        Ok(())
    }

    fn write(
        &self,
        packer: &Packer,
        items: &[(Item, Written)],
        consumers: &[ConsumerPosition],
    ) -> Result<(), redb::Error> {
        if packer.rows().is_empty() && consumers.is_empty() {
            return Ok(());
        }
        let is_marked = self.shared.dirty.load(Ordering::SeqCst);
        let marks = !is_marked && items.iter().any(|(item, _)| may_be_lost(item));
        let meta: &[_] = if marks { &[(META_DIRTY, 1)] } else { &[] };
        let rows = packer.rows();
        self.log()?.commit(&Changes { rows, meta, consumers, ..Changes::default() })?;
        if marks {
            self.shared.dirty.store(true, Ordering::SeqCst);
        }
        Ok(())
    }

    fn log(&self) -> Result<Arc<Log>, redb::Error> {
        self.shared.log().map_err(|error| redb::Error::Corrupted(error.to_string()))
    }

    fn sweep(&mut self) {
        let Ok(log) = self.shared.log() else { return };
        if let Err(error) = self.sweeper.slice(&self.shared, &log, &mut self.next_row) {
            drop(log);
            self.fail(&error);
        }
    }

    #[cfg(test)]
    fn sweep_to_the_end(&mut self) {
        self.sweeper.forget_now();
        self.sweeper.begin();
        while self.shared.log().is_ok() && self.sweeper.is_busy(&self.shared) {
            self.sweep();
        }
    }

    /// Writes what waits and marks the stop as clean.
    fn stop(&mut self) {
        while !self.shared.queue.is_empty() {
            let (units, _) =
                self.shared.queue.take(self.shared.tuning.commit_bytes, Duration::ZERO);
            if let Err(error) = self.commit(units) {
                return self.fail(&error);
            }
        }
        let Ok(log) = self.shared.log() else { return };
        let clean = Changes { meta: &[(META_DIRTY, 0)], ..Changes::default() };
        if let Err(error) = log.commit(&clean) {
            drop(log);
            self.fail(&error);
        }
    }

    fn abandon(&mut self) {
        self.shared.discard(&BrokerError::OutcomeUnknown("the engine was dropped".into()));
    }

    /// A write failed: nobody knows what of it is on disk. Memory is
    /// discarded; after lack of space the file says what is true, after
    /// anything else it cannot be trusted before an operator has looked.
    fn fail(&mut self, error: &redb::Error) {
        tracing::error!(%error, "store write failed");
        let problem = format!(
            "writing to the store failed ({error}): check the disk, then restart the server"
        );
        self.shared.status.fail(problem);
        self.shared.discard(&BrokerError::OutcomeUnknown(error.to_string()));
        self.cache.clear();
        self.sweeper = Sweeper::default();
        let Some(log) = self.shared.close_log() else { return };
        if !log.faults().only_no_space() {
            return;
        }
        let problem = "the store's disk is full: free space; the server resumes by itself";
        self.shared.status.fail(problem.into());
        if let Some(next_row) = reopen(&self.shared, &*self.medium, log) {
            self.next_row = next_row;
            self.shared.status.recover();
            tracing::info!("store resumed after lack of space");
        }
    }
}

/// A crash before the next sync could take back what was shown of this.
fn may_be_lost(item: &Item) -> bool {
    item.durability == Durability::Async && matches!(item.act, Act::Append { .. })
}
