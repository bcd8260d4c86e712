use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio_util::sync::CancellationToken;

use super::inbox::Inbox;
use crate::{
    model::{ClientId, Disconnect, SessionSecret},
    outbound::{Ending, Outbound},
    wire,
};

const SHARDS: usize = 64;

type Shard = HashMap<SessionSecret, Entry, foldhash::fast::RandomState>;

/// All sessions of the node by their secrets.
#[derive(Debug)]
pub(super) struct Registry {
    shards: Box<[Mutex<Shard>]>,
}

/// What can be done with a session from outside.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) client: ClientId,
    pub(super) outbound: Arc<Outbound>,
    /// Cancelled when the session has left its channels.
    pub(super) gone: CancellationToken,
    /// For sessions that Listen opened.
    pub(super) inbox: Option<Arc<Inbox>>,
}

impl Entry {
    /// Ends the session; what is queued is sent first.
    pub(super) fn disconnect(&self, disconnect: Disconnect) -> bool {
        let farewell = wire::disconnect_push(&disconnect);
        self.outbound.end(Ending::Disconnect(disconnect), Some(farewell))
    }
}

impl Registry {
    pub(super) fn new() -> Self {
        Self { shards: (0..SHARDS).map(|_| Mutex::default()).collect() }
    }

    pub(super) fn insert(&self, secret: SessionSecret, entry: Entry) {
        self.with(&secret, |shard| shard.insert(secret.clone(), entry));
    }

    pub(super) fn remove(&self, secret: &SessionSecret) {
        self.with(secret, |shard| shard.remove(secret));
    }

    pub(super) fn get(&self, secret: &SessionSecret) -> Option<Entry> {
        self.with(secret, |shard| shard.get(secret).cloned())
    }

    /// Every session that is open now.
    pub(super) fn all(&self) -> Vec<Entry> {
        let entries = |shard: &Mutex<Shard>| {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            shard.values().cloned().collect::<Vec<_>>()
        };
        self.shards.iter().flat_map(entries).collect()
    }

    fn with<T>(&self, secret: &SessionSecret, act: impl FnOnce(&mut Shard) -> T) -> T {
        use std::hash::BuildHasher;
        let hash = foldhash::fast::FixedState::default().hash_one(secret);
        let shard = &self.shards[hash as usize % SHARDS];
        act(&mut shard.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
