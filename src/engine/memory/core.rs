use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use foldhash::fast::RandomState;

use super::channel::{Entry, MemoryChannel, Seen};
use crate::{
    engine::{
        BrokerError, BrokerEvents, ConsumerId, Continuity, EngineStats, Group, HistoryPage,
        HistoryQuery, Publish, PublishOutcome, StreamOptions,
        epochs::epoch_of,
        page,
        shards::{Shard, Shards, lock},
    },
    model::{Channel, Clock, Epoch, StreamPosition},
};

/// Channels are forgotten together: as many as have gathered in this time, or
/// so many. A new epoch is seen by the subscribers of every channel that has no
/// stream yet, so it should be rare.
const FORGET_INTERVAL: Duration = Duration::from_secs(300);
const FORGOTTEN_AT_ONCE: usize = 16_384;
/// How many channels one slice of a sweep visits under one lock.
const SWEEP_SLICE: usize = 256;

pub(super) struct Core {
    shards: Shards<Shard<MemoryChannel>>,
    /// What a channel without a stream answers and what a new stream takes.
    /// Replaced before a stream is forgotten, so that no offset of an epoch
    /// ever names two publications. Read under the lock of the channel's shard.
    epoch: RwLock<Epoch>,
    clock: Clock,
    events: Arc<dyn BrokerEvents>,
    stopping: AtomicBool,
    /// Locked before any shard.
    consumers: Mutex<HashMap<ConsumerId, Bytes, RandomState>>,
    /// Channels that are forgotten together, behind one new epoch.
    leaving: Mutex<Leaving>,
}

struct Leaving {
    channels: Vec<Channel>,
    next: Instant,
}

impl Core {
    pub fn new(clock: Clock, events: Arc<dyn BrokerEvents>) -> Self {
        Self {
            shards: Shards::default(),
            epoch: RwLock::new(epoch_of(rand::random())),
            clock,
            events,
            stopping: AtomicBool::new(false),
            consumers: Mutex::default(),
            leaving: Mutex::new(Leaving {
                channels: Vec::new(),
                next: Instant::now() + FORGET_INTERVAL,
            }),
        }
    }

    pub fn publish(&self, publish: Publish) -> Result<PublishOutcome, BrokerError> {
        let mut shard = self.shards.lock(&publish.channel);
        if self.stopping.load(Ordering::SeqCst) {
            return Err(BrokerError::ShuttingDown);
        }
        let now_ms = self.clock.now_ms();
        let keeps = publish.options.has_history() && !publish.skip_history;
        if !keeps && publish.idempotency_key.is_none() && publish.version.is_none() {
            return Ok(self.deliver(publish, now_ms));
        }
        let channel = publish.channel.clone();
        Ok(shard.with_new(&channel, |state| {
            state.leaving = false;
            state.expire(now_ms);
            match state.seen(&publish, now_ms) {
                Seen::Before(position) => PublishOutcome { position, duplicate: true },
                Seen::Never if keeps => self.append(state, publish, now_ms),
                Seen::Never => {
                    state.remember(&publish, None, now_ms);
                    self.deliver(publish, now_ms)
                }
            }
        }))
    }

    /// Publishes together; a stop comes before all of it or after.
    pub fn publish_group(&self, group: Group) -> Result<Vec<PublishOutcome>, BrokerError> {
        let mut consumers = lock(&self.consumers);
        let outcomes = group.publishes.into_iter().map(|publish| self.publish(publish));
        let outcomes = outcomes.collect::<Result<_, _>>()?;
        if self.stopping.load(Ordering::SeqCst) {
            return Err(BrokerError::ShuttingDown);
        }
        if let Some(new) = group.position {
            consumers.insert(new.id, new.position);
        }
        Ok(outcomes)
    }

    pub fn consumer_position(&self, id: &ConsumerId) -> Option<Bytes> {
        lock(&self.consumers).get(id).cloned()
    }

    /// Delivers what is in no history.
    fn deliver(&self, publish: Publish, now_ms: u64) -> PublishOutcome {
        let channel = publish.channel.clone();
        self.events.publication(&channel, None, &Arc::new(publish.into_publication(0, now_ms)));
        PublishOutcome { position: None, duplicate: false }
    }

    fn append(&self, state: &mut MemoryChannel, publish: Publish, now_ms: u64) -> PublishOutcome {
        let epoch = state.epoch.get_or_insert_with(|| self.epoch()).clone();
        let offset = state.next_offset();
        state.remember(&publish, Some(offset), now_ms);
        let (channel, options) = (publish.channel.clone(), publish.options);
        let publication = Arc::new(publish.into_publication(offset, now_ms));
        state.push(publication.clone(), &options, now_ms);
        self.events.publication(&channel, Some(&epoch), &publication);
        PublishOutcome { position: Some(StreamPosition::new(&epoch, offset)), duplicate: false }
    }

    pub fn history(
        &self,
        channel: &Channel,
        options: &StreamOptions,
        query: &HistoryQuery,
    ) -> HistoryPage {
        if !options.has_history() {
            return HistoryPage {
                publications: Vec::new(),
                position: StreamPosition::default(),
                continuity: Continuity::Unbroken,
                truncated: false,
            };
        }
        let mut shard = self.shards.lock(channel);
        let now_ms = self.clock.now_ms();
        let found = shard.with(channel, |state| {
            state.expire(now_ms);
            let epoch = state.epoch.as_ref()?;
            let weight = |entry: &Entry| entry.publication.weight();
            Some(page::select(&state.ring, epoch, query, weight, |_, e| e.publication.clone()))
        });
        let page = found.flatten().unwrap_or_else(|| page::empty(&self.epoch(), query));
        HistoryPage {
            publications: page.entries,
            position: page.position,
            continuity: page.continuity,
            truncated: page.truncated,
        }
    }

    pub fn remove_history(
        &self,
        channel: &Channel,
        options: &StreamOptions,
    ) -> Result<StreamPosition, BrokerError> {
        let mut shard = self.shards.lock(channel);
        if self.stopping.load(Ordering::SeqCst) {
            return Err(BrokerError::ShuttingDown);
        }
        if !options.has_history() {
            return Ok(StreamPosition::default());
        }
        let now_ms = self.clock.now_ms();
        let removed = shard.with(channel, |state| {
            let epoch = state.epoch.clone()?;
            state.leaving = false;
            state.clear(options, now_ms);
            Some(StreamPosition::new(&epoch, state.ring.newest()))
        });
        Ok(removed.flatten().unwrap_or_else(|| StreamPosition::new(&self.epoch(), 0)))
    }

    pub fn stats(&self) -> EngineStats {
        let mut stats = EngineStats { kind: "memory", ..EngineStats::default() };
        for shard in self.shards.all() {
            let shard = lock(shard);
            stats.streams += shard.streams;
            stats.publications += shard.publications;
        }
        stats
    }

    /// Refuses what comes from now on; what was let in is complete on return.
    pub fn stop(&self) {
        {
            let _no_group_under_way = lock(&self.consumers);
            self.stopping.store(true, Ordering::SeqCst);
        }
        self.shards.all().for_each(|shard| drop(lock(shard)));
    }

    /// Lets go what has expired by now, in slices between which each lock is
    /// given back; forgets channels when enough have gathered.
    pub fn sweep(&self) {
        let now_ms = self.clock.now_ms();
        for shard in self.shards.all() {
            while self.sweep_slice(&mut lock(shard), now_ms) {}
        }
        let is_time = {
            let leaving = lock(&self.leaving);
            leaving.channels.len() >= FORGOTTEN_AT_ONCE || Instant::now() >= leaving.next
        };
        if is_time {
            self.forget_leaving();
        }
    }

    /// True when there is more.
    fn sweep_slice(&self, shard: &mut Shard<MemoryChannel>, now_ms: u64) -> bool {
        for _ in 0..SWEEP_SLICE {
            let Some(channel) = shard.pop_due(now_ms) else { return false };
            let forgettable = shard.with(&channel, |state| {
                state.expire(now_ms);
                let forgettable = state.is_forgettable(now_ms);
                state.leaving = forgettable;
                forgettable.then(|| state.epoch.is_some())
            });
            match forgettable.flatten() {
                Some(true) => lock(&self.leaving).channels.push(channel),
                Some(false) => drop(shard.remove(&channel)),
                None => {}
            }
        }
        true
    }

    /// Forgets the channels that have gathered. First the epoch is replaced:
    /// whoever comes later starts under another name.
    pub fn forget_leaving(&self) {
        let channels = {
            let mut leaving = lock(&self.leaving);
            leaving.next = Instant::now() + FORGET_INTERVAL;
            std::mem::take(&mut leaving.channels)
        };
        if channels.is_empty() {
            return;
        }
        *self.epoch.write().unwrap_or_else(PoisonError::into_inner) = epoch_of(rand::random());
        let now_ms = self.clock.now_ms();
        for channel in channels {
            let mut shard = self.shards.lock(&channel);
            let forgettable = shard.with(&channel, |state| {
                state.leaving = false;
                state.is_forgettable(now_ms)
            });
            if forgettable == Some(true) {
                shard.remove(&channel);
            }
        }
    }

    fn epoch(&self) -> Epoch {
        self.epoch.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
