use std::{
    hash::BuildHasher,
    sync::{Mutex, MutexGuard, PoisonError},
};

use foldhash::fast::RandomState;

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
        lock(&self.shards[self.hasher.hash_one(channel) as usize % SHARDS])
    }

    /// All shards, each to be locked on its own.
    pub fn all(&self) -> impl Iterator<Item = &Mutex<T>> {
        self.shards.iter()
    }
}

/// Locks; a panic of another holder is its own affair, since every change under
/// these locks is complete before anything foreign is called.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
