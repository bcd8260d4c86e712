use std::sync::{
    Arc, Mutex, PoisonError, RwLock,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use super::{
    epoch::Epochs,
    log::{Header, Log},
    queue::CommitQueue,
    rebuild::Index,
    rows::Rows,
    status::Status,
    stream::{Stream, resolve},
};
use crate::{
    engine::{
        BrokerError, BrokerEvents,
        memory::MemoryBroker,
        shards::{Shard, Shards, lock},
    },
    model::Clock,
};

/// What callers and the committer work on together.
///
/// Locks are taken in this order: shard, rows, queue. None is held across I/O.
pub(super) struct Shared {
    pub shards: Shards<Shard<Stream>>,
    pub rows: Mutex<Rows>,
    pub queue: CommitQueue,
    pub status: Status,
    /// Read under the lock of the channel's shard.
    epochs: RwLock<Epochs>,
    /// The dirty mark is on disk: "async" publications may be shown at once.
    pub dirty: AtomicBool,
    /// Streams kept until then at most are forgotten, on disk.
    pub forgotten_ms: AtomicU64,
    log: RwLock<Option<Arc<Log>>>,
    pub clock: Clock,
    pub events: Arc<dyn BrokerEvents>,
    /// Channels whose histories are not durable.
    pub memory: MemoryBroker,
    pub tuning: Tuning,
}

/// Limits that tests shrink to reach them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tuning {
    /// Records and payloads that wait for the committer.
    pub queue_bytes: usize,
    /// Records in one write transaction, so that none holds the writer for
    /// more than about 5 ms.
    pub commit_bytes: usize,
    /// A row that is longer takes no further record: reading one publication
    /// reads its row.
    pub row_bytes: usize,
    /// Publications kept in memory.
    pub cache_bytes: usize,
    /// Dead bytes between live ones that are not worth any effort.
    pub slack_bytes: u64,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            queue_bytes: 64 << 20,
            commit_bytes: 1 << 20,
            row_bytes: 32 << 10,
            cache_bytes: 64 << 20,
            slack_bytes: 16 << 20,
        }
    }
}

impl Shared {
    pub fn new(clock: Clock, events: Arc<dyn BrokerEvents>, tuning: Tuning) -> Self {
        Self {
            shards: Shards::default(),
            rows: Mutex::default(),
            queue: CommitQueue::new(tuning.queue_bytes),
            status: Status::default(),
            epochs: RwLock::new(Epochs { base: 0, salt: 0, generation: 0 }),
            dirty: AtomicBool::new(false),
            forgotten_ms: AtomicU64::new(0),
            log: RwLock::new(None),
            memory: MemoryBroker::new(clock.clone(), events.clone()),
            clock,
            events,
            tuning,
        }
    }

    /// Takes over what was read from the log.
    pub fn install(&self, log: Log, header: &Header, index: Index) {
        *lock(&self.rows) = index.rows;
        self.set_epochs(header.epochs);
        self.dirty.store(false, Ordering::SeqCst);
        self.forgotten_ms.store(header.forgotten_ms, Ordering::SeqCst);
        for (channel, stream) in index.streams {
            let mut shard = self.shards.lock(&channel);
            shard.with_new(&channel, |place| *place = stream);
        }
        *self.log.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(log));
    }

    /// Discards all that is known of streams; whoever waits is told `error`.
    pub fn discard(&self, error: &BrokerError) {
        for shard in self.shards.all() {
            let streams = lock(shard).take_all();
            for mut stream in streams {
                resolve(stream.waiting().collect(), Err(error.clone()));
            }
        }
        // A call that was let in before its shard was emptied has pushed its item by now.
        self.queue.clear();
        *lock(&self.rows) = Rows::default();
    }

    /// The log, unless it is closed.
    pub fn log(&self) -> Result<Arc<Log>, BrokerError> {
        let log = self.log.read().unwrap_or_else(PoisonError::into_inner).clone();
        log.ok_or_else(|| match self.status.check_read() {
            Err(unavailable) => unavailable,
            Ok(()) => BrokerError::ShuttingDown,
        })
    }

    /// Takes the log out; readers finish with what they hold.
    pub fn close_log(&self) -> Option<Arc<Log>> {
        self.log.write().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub fn epochs(&self) -> Epochs {
        *self.epochs.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set_epochs(&self, epochs: Epochs) {
        *self.epochs.write().unwrap_or_else(PoisonError::into_inner) = epochs;
    }
}
