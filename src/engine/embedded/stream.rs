use std::sync::Arc;

use super::{
    epoch::Epochs,
    record::{StreamPart, StreamRecord, VersionPart},
    rows::{Hold, Rows},
};
use crate::{
    engine::{
        BrokerError, Durability, IdempotencyKey, Publish, PublishOutcome, Publishing, Resolver,
        Version, due::Place, keys::Keys, shards::ChannelState,
    },
    model::{Channel, Epoch, Publication, StreamPosition},
    recovery::OffsetRing,
};

/// What the engine knows of one channel. Publications go through three states:
/// accepted (`newest_accepted`), shown (`ring`) and on disk (`durable`).
/// "sync" shows what is on disk, "async" shows at once.
#[derive(Default)]
pub(super) struct Stream {
    /// None until something was accepted into the history.
    pub identity: Option<Identity>,
    pub ring: OffsetRing<Entry>,
    pub newest_accepted: u64,
    /// Accepted calls that are not shown yet, by ticket: who waits for each,
    /// the original first.
    pub pending: OffsetRing<Vec<Resolver>>,
    pub keys: Keys<Original>,
    pub newest_version: Option<(Version, Original)>,
    pub durable: Durable,
    /// `history_size` of the newest call.
    pub keep: u64,
    /// Publications up to this offset are removed, or will be in their turn.
    pub removed_upto: u64,
    /// See [`StreamPart::forget_ms`].
    pub forget_ms: u64,
    pub place: Place,
    /// Waits to be forgotten by the sweeper.
    pub leaving: bool,
}

/// What a stream's epoch is made of, and the epoch asked for last.
pub(super) struct Identity {
    pub base: u64,
    shown_as: Option<(Durability, Epoch)>,
}

/// Where a shown publication is found.
pub(super) struct Entry {
    pub hold: Hold,
    /// Byte of the row at which its record begins.
    pub at: u32,
    pub weight: u32,
    pub expires_ms: u64,
    /// Always there until the publication is in the log.
    pub cached: Option<Arc<Publication>>,
}

/// The call that a key or a version was accepted with.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Original {
    /// Its place among the pending ones; 0 when it never had to wait.
    pub ticket: u64,
    /// None when it went into no history.
    pub offset: Option<u64>,
    /// Where a key is found in the log.
    pub hold: Hold,
}

/// What the log says of a stream.
#[derive(Default)]
pub(super) struct Durable {
    pub newest: u64,
    /// The row that says so.
    pub hold: Hold,
    pub removed_upto: u64,
    pub version: Option<DurableVersion>,
}

pub(super) struct DurableVersion {
    pub version: Version,
    pub offset: Option<u64>,
    pub hold: Hold,
}

impl Identity {
    pub fn new(base: u64) -> Self {
        Self { base, shown_as: None }
    }
}

impl Stream {
    /// The epoch that clients see; none for a channel that has no stream.
    pub fn epoch(&mut self, epochs: &Epochs, durability: Durability) -> Option<Epoch> {
        let identity = self.identity.as_mut()?;
        match &identity.shown_as {
            Some((shown, epoch)) if *shown == durability => Some(epoch.clone()),
            _ => {
                let epoch = epochs.of(identity.base, durability);
                identity.shown_as = Some((durability, epoch.clone()));
                Some(epoch)
            }
        }
    }

    /// The call that `publish` repeats.
    pub fn seen(&self, publish: &Publish, now_ms: u64) -> Option<Original> {
        let key = publish.idempotency_key.as_ref();
        if let Some(original) = key.and_then(|key| self.keys.get(key, now_ms)) {
            return Some(*original);
        }
        let ((newest, original), version) =
            (self.newest_version.as_ref()?, publish.version.as_ref()?);
        (version.epoch == newest.epoch && version.number <= newest.number).then_some(*original)
    }

    /// Answers a repeated call: with the original's position, or by waiting
    /// for what becomes of it.
    pub fn repeat(&mut self, original: &Original, epoch: Option<Epoch>) -> Publishing {
        if let Some(waiting) = self.pending.get_mut(original.ticket) {
            let (resolver, publishing) = Publishing::waiting();
            waiting.push(resolver);
            return publishing;
        }
        let position = position(epoch.as_ref(), original.offset);
        Publishing::ready(Ok(PublishOutcome { position, duplicate: true }))
    }

    /// Takes a place among the pending ones.
    pub fn wait(&mut self) -> (u64, Publishing) {
        let (resolver, publishing) = Publishing::waiting();
        (self.pending.push(vec![resolver]), publishing)
    }

    /// Remembers what a call was accepted with.
    pub fn remember(
        &mut self,
        key: Option<(IdempotencyKey, u64)>,
        version: Option<Version>,
        original: Original,
        rows: &mut Rows,
    ) {
        if let Some((key, expires_ms)) = key {
            self.forget_ms = self.forget_ms.max(expires_ms);
            if let Some(mut replaced) = self.keys.insert(key, expires_ms, original) {
                rows.release(&mut replaced.hold);
            }
        }
        if let Some(version) = version {
            self.newest_version = Some((version, original));
        }
    }

    /// Shows a publication; lets the oldest ones go.
    pub fn show(&mut self, entry: Entry, rows: &mut Rows) {
        self.ring.push(entry);
        self.trim(rows);
    }

    /// Lets go what is more than `keep` publications.
    pub fn trim(&mut self, rows: &mut Rows) {
        while self.ring.len() as u64 > self.keep {
            self.pop_oldest(rows);
        }
    }

    /// Empties the history up to `upto`.
    pub fn remove_upto(&mut self, upto: u64, rows: &mut Rows) {
        while !self.ring.is_empty() && self.ring.first() <= upto {
            self.pop_oldest(rows);
        }
    }

    /// Lets publications and keys go whose time has passed.
    pub fn expire(&mut self, now_ms: u64, rows: &mut Rows) {
        while self.ring.oldest().is_some_and(|entry| entry.expires_ms <= now_ms) {
            self.pop_oldest(rows);
        }
        let pending = &self.pending;
        let settled = |original: &Original| pending.get(original.ticket).is_none();
        while let Some(mut original) = self.keys.pop_expired(now_ms, settled) {
            rows.release(&mut original.hold);
        }
    }

    fn pop_oldest(&mut self, rows: &mut Rows) {
        if let Some(mut entry) = self.ring.pop_oldest() {
            rows.release(&mut entry.hold);
        }
    }

    /// True when nothing is left that anyone could ask for and nothing is on
    /// its way.
    pub fn is_forgettable(&self, now_ms: u64) -> bool {
        let kept = self.identity.is_some() || self.newest_version.is_some();
        self.ring.is_empty()
            && self.keys.is_empty()
            && self.pending.is_empty()
            && self.newest_accepted == self.durable.newest
            && !(kept && self.forget_ms > now_ms)
    }

    /// Gives back all that the stream holds in the log.
    pub fn let_go(mut self, rows: &mut Rows) {
        self.remove_upto(u64::MAX, rows);
        while let Some(mut original) = self.keys.pop_expired(u64::MAX, |_| true) {
            rows.release(&mut original.hold);
        }
        rows.release(&mut self.durable.hold);
        if let Some(version) = &mut self.durable.version {
            rows.release(&mut version.hold);
        }
    }

    /// Everyone who still waits.
    pub fn waiting(&mut self) -> impl Iterator<Item = Resolver> + '_ {
        self.pending.clear().flatten()
    }

    /// What a record says of the stream by now.
    pub fn part<'a>(&self, channel: &'a Channel, base: u64) -> StreamPart<'a> {
        StreamPart {
            channel: channel.as_str(),
            base,
            removed_upto: self.removed_upto,
            keep: self.keep,
            forget_ms: self.forget_ms,
        }
    }

    /// The position and version that are on disk, as a record of its own.
    pub fn durable_record<'a>(&'a self, channel: &'a Channel) -> Option<StreamRecord<'a>> {
        let base = self.identity.as_ref()?.base;
        let removed_upto = self.durable.removed_upto;
        Some(StreamRecord {
            stream: StreamPart { removed_upto, ..self.part(channel, base) },
            newest: self.durable.newest,
            version: self
                .durable
                .version
                .as_ref()
                .map(|durable| (VersionPart::from(&durable.version), durable.offset)),
        })
    }
}

impl ChannelState for Stream {
    fn counts(&self) -> (u64, u64) {
        (u64::from(self.identity.is_some()), self.ring.len() as u64)
    }

    fn due_ms(&self) -> u64 {
        if self.leaving {
            return u64::MAX;
        }
        let soonest = [self.ring.oldest().map(|entry| entry.expires_ms), self.keys.next_due_ms()];
        soonest.into_iter().flatten().min().unwrap_or(self.forget_ms)
    }

    fn place(&mut self) -> &mut Place {
        &mut self.place
    }
}

impl<'a> From<&'a Version> for VersionPart<'a> {
    fn from(version: &'a Version) -> Self {
        Self { number: version.number, epoch: &version.epoch }
    }
}

impl From<&VersionPart<'_>> for Version {
    fn from(version: &VersionPart<'_>) -> Self {
        Self { number: version.number, epoch: version.epoch.into() }
    }
}

/// The position of something that has an offset.
pub(super) fn position(epoch: Option<&Epoch>, offset: Option<u64>) -> Option<StreamPosition> {
    Some(StreamPosition::new(epoch?, offset?))
}

/// Tells the original and those who repeated it what became of it.
pub(super) fn resolve(
    waiting: Vec<Resolver>,
    outcome: Result<Option<StreamPosition>, BrokerError>,
) {
    for (n, resolver) in waiting.into_iter().enumerate() {
        let outcome = outcome.clone();
        resolver.resolve(outcome.map(|position| PublishOutcome { position, duplicate: n > 0 }));
    }
}

/// Bytes that a record of its own for the position would take at most.
pub(super) fn stream_cost(channel: &Channel, version: Option<&Version>) -> u32 {
    const FIXED: usize = 80;
    (FIXED + channel.as_str().len() + version.map_or(0, |version| version.epoch.len())) as u32
}

/// Bytes that a record of its own for the key would take at most.
pub(super) fn key_cost(channel: &Channel, key: &IdempotencyKey) -> u32 {
    const FIXED: usize = 80;
    let user = key.user.as_ref().map_or(0, |user| user.as_str().len());
    (FIXED + channel.as_str().len() + user + key.key.len()) as u32
}
