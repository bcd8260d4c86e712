use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::BuildHasher,
    sync::{Mutex, MutexGuard, PoisonError},
};

use foldhash::fast::RandomState;

use super::due::{DueQueue, Place};
use crate::model::Channel;

const SHARDS: usize = 64;

/// State of channels, spread over locks by the channel's name.
pub(super) struct Shards<T> {
    shards: Box<[Mutex<T>]>,
    hasher: RandomState,
}

impl<T: Default> Default for Shards<T> {
    fn default() -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            hasher: RandomState::default(),
        }
    }
}

impl<T> Shards<T> {
    /// Locks the shard of `channel`.
    pub fn lock(&self, channel: &Channel) -> MutexGuard<'_, T> {
        lock(&self.shards[self.index(channel)])
    }

    /// Locks the shards of all `channels` at once; of no channels, any shard:
    /// whoever locks one after the other waits for every holder.
    pub fn lock_all<'a>(&self, channels: impl Iterator<Item = &'a Channel>) -> Locked<'_, T> {
        let mut indices: BTreeSet<_> = channels.map(|channel| self.index(channel)).collect();
        if indices.is_empty() {
            indices.insert(0);
        }
        // Always in this order, so that two callers never wait for each other.
        let guards = indices.into_iter().map(|index| (index, lock(&self.shards[index])));
        Locked { shards: self, guards: guards.collect() }
    }

    fn index(&self, channel: &Channel) -> usize {
        self.hasher.hash_one(channel) as usize % SHARDS
    }

    /// All shards, each to be locked on its own.
    pub fn all(&self) -> impl Iterator<Item = &Mutex<T>> {
        self.shards.iter()
    }
}

/// Some shards, locked together.
pub(super) struct Locked<'a, T> {
    shards: &'a Shards<T>,
    guards: BTreeMap<usize, MutexGuard<'a, T>>,
}

impl<T> Locked<'_, T> {
    /// The shard of `channel`; none when it was not among those locked.
    pub fn shard(&mut self, channel: &Channel) -> Option<&mut T> {
        let index = self.shards.index(channel);
        self.guards.get_mut(&index).map(|guard| &mut **guard)
    }
}

/// Locks; a panic of another holder is its own affair, since every change under
/// these locks is complete before anything foreign is called.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What an engine keeps of one channel, as far as the shard has to know.
pub(super) trait ChannelState: Default {
    /// Streams (0 or 1) and publications.
    fn counts(&self) -> (u64, u64);
    /// When something expires next, Unix milliseconds.
    fn due_ms(&self) -> u64;
    /// Its place in the shard's due queue.
    fn place(&mut self) -> &mut Place;
}

/// The channels under one lock, with what is counted of them.
pub(super) struct Shard<S> {
    channels: HashMap<Channel, S, RandomState>,
    due: DueQueue,
    pub streams: u64,
    pub publications: u64,
}

impl<S> Default for Shard<S> {
    fn default() -> Self {
        Self { channels: HashMap::default(), due: DueQueue::default(), streams: 0, publications: 0 }
    }
}

impl<S: ChannelState> Shard<S> {
    /// Works on a channel that is known and keeps counters and the due queue
    /// in step with what that did.
    pub fn with<R>(&mut self, channel: &Channel, work: impl FnOnce(&mut S) -> R) -> Option<R> {
        let state = self.channels.get_mut(channel)?;
        let before = state.counts();
        let result = work(state);
        let after = state.counts();
        let due_ms = state.due_ms();
        self.due.schedule(channel, state.place(), due_ms);
        self.count(before, after);
        Some(result)
    }

    /// Like `with`, but makes the channel known if it is not.
    pub fn with_new<R>(&mut self, channel: &Channel, work: impl FnOnce(&mut S) -> R) -> R {
        let state = self.channels.entry(channel.clone()).or_default();
        let before = state.counts();
        let result = work(state);
        let after = state.counts();
        let due_ms = state.due_ms();
        self.due.schedule(channel, state.place(), due_ms);
        self.count(before, after);
        result
    }

    fn count(&mut self, before: (u64, u64), after: (u64, u64)) {
        self.streams = self.streams + after.0 - before.0;
        self.publications = self.publications + after.1 - before.1;
    }

    /// Looks at a channel without touching it.
    pub fn get(&self, channel: &Channel) -> Option<&S> {
        self.channels.get(channel)
    }

    /// The next channel in which something has expired; its place in the due
    /// queue is given back by the next `with`.
    pub fn pop_due(&mut self, now_ms: u64) -> Option<Channel> {
        loop {
            let (channel, found) = self.due.pop(now_ms)?;
            let Some(state) = self.channels.get_mut(&channel) else { continue };
            if *state.place() == found {
                *state.place() = Place::default();
                return Some(channel);
            }
        }
    }

    /// Forgets a channel.
    pub fn remove(&mut self, channel: &Channel) -> Option<S> {
        let state = self.channels.remove(channel)?;
        self.count(state.counts(), (0, 0));
        Some(state)
    }

    /// Forgets all channels.
    pub fn take_all(&mut self) -> impl Iterator<Item = S> + use<S> {
        std::mem::take(self).channels.into_values()
    }
}
