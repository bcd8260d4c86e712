use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use foldhash::fast::RandomState;

use super::channel_state::{ChannelState, Entry, Seen};
use crate::{
    engine::{
        BrokerError, BrokerEvents, Continuity, EngineStats, HistoryPage, HistoryQuery, Publish,
        PublishOutcome, StreamOptions,
        due::{DueQueue, Place},
        epochs::epoch_of,
        page,
        shards::{Shards, lock},
    },
    model::{Channel, Clock, Epoch, StreamPosition},
};

/// How many channels one slice of a sweep visits under one lock.
const SWEEP_SLICE: usize = 256;

pub(super) struct Core {
    shards: Shards<Shard>,
    /// What a channel without a stream answers and what a new stream takes.
    /// Replaced before a stream is forgotten, so that no offset of an epoch
    /// ever names two publications. Read under the lock of the channel's shard.
    epoch: RwLock<Epoch>,
    clock: Clock,
    events: Arc<dyn BrokerEvents>,
    stopping: AtomicBool,
}

#[derive(Default)]
struct Shard {
    channels: HashMap<Channel, ChannelState, RandomState>,
    due: DueQueue,
    streams: u64,
    publications: u64,
}

impl Core {
    pub fn new(clock: Clock, events: Arc<dyn BrokerEvents>) -> Self {
        Self {
            shards: Shards::default(),
            epoch: RwLock::new(epoch_of(rand::random())),
            clock,
            events,
            stopping: AtomicBool::new(false),
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
        shard.channels.entry(channel.clone()).or_default();
        let outcome = shard.with(&channel, |state| {
            state.expire(now_ms);
            match state.seen(&publish, now_ms) {
                Seen::Before(position) => PublishOutcome { position, duplicate: true },
                Seen::Never if keeps => self.append(state, publish, now_ms),
                Seen::Never => {
                    state.remember(&publish, None, now_ms);
                    self.deliver(publish, now_ms)
                }
            }
        });
        // Present: it was put there above.
        Ok(outcome.unwrap_or(PublishOutcome { position: None, duplicate: false }))
    }

    /// Delivers what is in no history.
    fn deliver(&self, publish: Publish, now_ms: u64) -> PublishOutcome {
        let channel = publish.channel.clone();
        self.events.publication(&channel, None, &Arc::new(publish.into_publication(0, now_ms)));
        PublishOutcome { position: None, duplicate: false }
    }

    fn append(&self, state: &mut ChannelState, publish: Publish, now_ms: u64) -> PublishOutcome {
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
        self.stopping.store(true, Ordering::SeqCst);
        self.shards.all().for_each(|shard| drop(lock(shard)));
    }

    /// Forgets everything that has expired by now, in slices between which
    /// each lock is given back.
    pub fn sweep(&self) {
        let now_ms = self.clock.now_ms();
        for shard in self.shards.all() {
            while self.sweep_slice(&mut lock(shard), now_ms) {}
        }
    }

    /// True when there is more.
    fn sweep_slice(&self, shard: &mut Shard, now_ms: u64) -> bool {
        for _ in 0..SWEEP_SLICE {
            let Some((channel, place)) = shard.due.pop(now_ms) else { return false };
            let forgettable = shard.with(&channel, |state| {
                if state.place != place {
                    return false; // superseded: a sooner visit has seen to it
                }
                state.place = Place::default();
                state.expire(now_ms);
                state.is_forgettable(now_ms)
            });
            if forgettable == Some(true) {
                self.forget(shard, &channel);
            }
        }
        true
    }

    fn forget(&self, shard: &mut Shard, channel: &Channel) {
        if shard.channels.get(channel).is_some_and(|state| state.epoch.is_some()) {
            let mut epoch = self.epoch.write().unwrap_or_else(PoisonError::into_inner);
            *epoch = epoch_of(rand::random());
            shard.streams -= 1;
        }
        shard.channels.remove(channel);
    }

    fn epoch(&self) -> Epoch {
        self.epoch.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Shard {
    /// Works on a channel that is known and keeps counters and the due queue
    /// in step with what that did.
    fn with<R>(
        &mut self,
        channel: &Channel,
        work: impl FnOnce(&mut ChannelState) -> R,
    ) -> Option<R> {
        let state = self.channels.get_mut(channel)?;
        let (streams, publications) = state.counts();
        let result = work(state);
        let (streams_now, publications_now) = state.counts();
        self.streams = self.streams + streams_now - streams;
        self.publications = self.publications + publications_now - publications;
        let due_ms = state.due_ms();
        self.due.schedule(channel, &mut state.place, due_ms);
        Some(result)
    }
}
