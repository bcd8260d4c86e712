use std::sync::Arc;

use crate::{
    engine::{
        Publish, StreamOptions,
        due::{Place, after},
        keys::Keys,
        shards::ChannelState,
    },
    model::{Epoch, Publication, StreamPosition},
    recovery::OffsetRing,
};

/// What the engine knows of one channel.
#[derive(Default)]
pub(super) struct MemoryChannel {
    /// None until something was put into the history.
    pub epoch: Option<Epoch>,
    pub ring: OffsetRing<Entry>,
    place: Place,
    keys: Keys<Option<u64>>,
    newest_version: Option<NewestVersion>,
    /// Until when epoch and version are kept.
    forget_ms: u64,
    /// Waits to be forgotten by a sweep.
    pub leaving: bool,
}

pub(super) struct Entry {
    pub publication: Arc<Publication>,
    expires_ms: u64,
}

struct NewestVersion {
    number: u64,
    epoch: Arc<str>,
    offset: Option<u64>,
}

/// Whether a publish repeats an earlier one.
pub(super) enum Seen {
    Never,
    /// With the position of the original, if that is in the history.
    Before(Option<StreamPosition>),
}

impl MemoryChannel {
    /// Looks for the key and the version of `publish`.
    pub fn seen(&self, publish: &Publish, now_ms: u64) -> Seen {
        let key = publish.idempotency_key.as_ref();
        if let Some(offset) = key.and_then(|key| self.keys.get(key, now_ms)) {
            return Seen::Before(self.position_of(*offset));
        }
        match (&publish.version, &self.newest_version) {
            (Some(version), Some(newest))
                if version.epoch == newest.epoch && version.number <= newest.number =>
            {
                Seen::Before(self.position_of(newest.offset))
            }
            _ => Seen::Never,
        }
    }

    fn position_of(&self, offset: Option<u64>) -> Option<StreamPosition> {
        Some(StreamPosition::new(self.epoch.as_ref()?, offset?))
    }

    /// Remembers key and version of an accepted publish.
    pub fn remember(&mut self, publish: &Publish, offset: Option<u64>, now_ms: u64) {
        self.touch(&publish.options, now_ms);
        if let Some(key) = &publish.idempotency_key {
            let expires_ms = after(now_ms, publish.options.idempotency_window);
            if expires_ms > now_ms {
                self.keys.insert(key.clone(), expires_ms, offset);
            }
        }
        if let Some(version) = &publish.version {
            let (number, epoch) = (version.number, version.epoch.clone());
            self.newest_version = Some(NewestVersion { number, epoch, offset });
        }
    }

    /// The offset that the next publication gets.
    pub fn next_offset(&self) -> u64 {
        self.ring.newest() + 1
    }

    /// Puts a publication at the end and lets the oldest ones go.
    pub fn push(&mut self, publication: Arc<Publication>, options: &StreamOptions, now_ms: u64) {
        self.ring.push(Entry { publication, expires_ms: after(now_ms, options.history_ttl) });
        while self.ring.len() as u64 > options.history_size {
            self.ring.pop_oldest();
        }
    }

    /// Empties the history; epoch and offset go on.
    pub fn clear(&mut self, options: &StreamOptions, now_ms: u64) {
        self.touch(options, now_ms);
        self.ring.clear().for_each(drop);
    }

    fn touch(&mut self, options: &StreamOptions, now_ms: u64) {
        self.forget_ms = self.forget_ms.max(after(now_ms, options.history_meta_ttl));
    }

    /// Lets publications and keys go whose time has passed.
    pub fn expire(&mut self, now_ms: u64) {
        while self.ring.oldest().is_some_and(|entry| entry.expires_ms <= now_ms) {
            self.ring.pop_oldest();
        }
        while self.keys.pop_expired(now_ms, |_| true).is_some() {}
    }

    /// True when nothing is left that anyone could ask for.
    pub fn is_forgettable(&self, now_ms: u64) -> bool {
        let kept = self.epoch.is_some() || self.newest_version.is_some();
        self.ring.is_empty() && self.keys.is_empty() && !(kept && self.forget_ms > now_ms)
    }
}

impl ChannelState for MemoryChannel {
    fn due_ms(&self) -> u64 {
        if self.leaving {
            return u64::MAX;
        }
        let soonest = [self.ring.oldest().map(|entry| entry.expires_ms), self.keys.next_due_ms()];
        soonest.into_iter().flatten().min().unwrap_or(self.forget_ms)
    }

    fn counts(&self) -> (u64, u64) {
        (u64::from(self.epoch.is_some()), self.ring.len() as u64)
    }

    fn place(&mut self) -> &mut Place {
        &mut self.place
    }
}
