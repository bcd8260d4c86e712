//! What happens in the caller's context: an accepted call takes its place in
//! the order without any I/O.

use std::sync::{Arc, atomic::Ordering};

use super::{
    queue::{Act, CommitQueue, Item},
    record::{KeyPart, PublicationRecord, Record, StreamPart, StreamRecord, VersionPart},
    shared::Shared,
    stream::{Entry, Identity, Original, Stream, position},
};
use crate::{
    engine::{
        BrokerError, Durability, IdempotencyKey, Publish, PublishOutcome, Publishing,
        StreamOptions, Version,
        due::after,
        shards::{Shard, lock},
    },
    model::{Channel, Publication, StreamPosition},
};

/// Where accepted calls line up for the committer.
pub(super) enum Line<'a> {
    /// Each by itself.
    Queue(&'a CommitQueue),
    /// In a group that is not complete yet; there is room for all of it.
    Group(&'a mut Vec<Item>),
}

impl Line<'_> {
    fn push(&mut self, item: Item) -> Result<(), BrokerError> {
        match self {
            Self::Queue(queue) => queue.push(item),
            Self::Group(items) => {
                items.push(item);
                Ok(())
            }
        }
    }

    /// Whether what needs no commit may be handed over before it: not in a
    /// group, which may have to be published again.
    fn may_overtake(&self) -> bool {
        matches!(self, Self::Queue(_))
    }
}

impl Shared {
    /// Accepts a publish of a channel with durable history.
    pub fn publish(&self, publish: Publish) -> Publishing {
        let mut shard = self.shards.lock(&publish.channel);
        let accepted = self.status.check_write();
        let accepted =
            accepted.and_then(|()| self.accept(&mut shard, publish, &mut Line::Queue(&self.queue)));
        accepted.unwrap_or_else(|error| Publishing::ready(Err(error)))
    }

    /// Takes the place of a publish in its channel's order and in `line`.
    pub fn accept(
        &self,
        shard: &mut Shard<Stream>,
        publish: Publish,
        line: &mut Line<'_>,
    ) -> Result<Publishing, BrokerError> {
        let channel = publish.channel.clone();
        let now_ms = self.clock.now_ms();
        shard.with_new(&channel, |stream| {
            stream.leaving = false;
            stream.expire(now_ms, &mut lock(&self.rows));
            if let Some(original) = stream.seen(&publish, now_ms) {
                let epoch = stream.epoch(&self.epochs(), publish.options.durability);
                return Ok(stream.repeat(&original, epoch));
            }
            if publish.skip_history {
                self.deliver(stream, publish, now_ms, line)
            } else {
                self.append(stream, publish, now_ms, line)
            }
        })
    }

    /// Hands over what is in no history, in its turn. Its key and its version
    /// are remembered in memory only, since it is kept nowhere itself.
    fn deliver(
        &self,
        stream: &mut Stream,
        mut publish: Publish,
        now_ms: u64,
        line: &mut Line<'_>,
    ) -> Result<Publishing, BrokerError> {
        let (channel, options) = (publish.channel.clone(), publish.options);
        let (key, version) = remembered(&mut publish, now_ms);
        let publication = Arc::new(publish.into_publication(0, now_ms));
        let mut original = Original::default();
        let publishing = if stream.pending.is_empty() && line.may_overtake() {
            self.events.publication(&channel, None, &publication);
            Publishing::ready(Ok(PublishOutcome { position: None, duplicate: false }))
        } else {
            let (durability, act) = (options.durability, Act::Deliver(publication));
            line.push(Item { channel, durability, record: Vec::new(), act })?;
            let (ticket, publishing) = stream.wait();
            original.ticket = ticket;
            publishing
        };
        if key.is_some() || version.is_some() {
            stream.forget_ms = stream.forget_ms.max(self.forget_ms(&options, now_ms));
            stream.remember(key, version, original, &mut lock(&self.rows));
        }
        Ok(publishing)
    }

    fn append(
        &self,
        stream: &mut Stream,
        mut publish: Publish,
        now_ms: u64,
        line: &mut Line<'_>,
    ) -> Result<Publishing, BrokerError> {
        let (channel, options) = (publish.channel.clone(), publish.options);
        let epochs = self.epochs();
        let base = stream.identity.as_ref().map_or(epochs.base, |identity| identity.base);
        let offset = stream.newest_accepted + 1;
        let expires_ms = after(now_ms, options.history_ttl);
        let (key, version) = remembered(&mut publish, now_ms);
        let publication = Arc::new(publish.into_publication(offset, now_ms));
        let keys_end_ms = key.as_ref().map_or(0, |(_, expires_ms)| *expires_ms);
        let forget_ms =
            stream.forget_ms.max(self.forget_ms(&options, now_ms)).max(expires_ms).max(keys_end_ms);
        let part = StreamPart {
            channel: channel.as_str(),
            base,
            removed_upto: stream.removed_upto,
            keep: options.history_size,
            forget_ms,
        };
        let record = encode(part, &publication, expires_ms, version.as_ref(), key.as_ref());
        // Shown at once only where nothing waits that was accepted before.
        let shown = options.durability == Durability::Async
            && self.dirty.load(Ordering::SeqCst)
            && stream.pending.is_empty();
        let act = Act::Append {
            publication: publication.clone(),
            shown,
            expires_ms,
            key: key.as_ref().map(|(key, _)| key.clone()),
            version: version.clone(),
        };
        line.push(Item { channel: channel.clone(), durability: options.durability, record, act })?;

        stream.identity.get_or_insert_with(|| Identity::new(base));
        stream.newest_accepted = offset;
        stream.keep = options.history_size;
        stream.forget_ms = forget_ms;
        let mut original = Original { offset: Some(offset), ..Original::default() };
        let publishing = if shown {
            let epoch = stream.epoch(&epochs, options.durability);
            let entry = Entry::unwritten(&publication, expires_ms);
            stream.show(entry, &mut lock(&self.rows));
            self.events.publication(&channel, epoch.as_ref(), &publication);
            let position = position(epoch.as_ref(), Some(offset));
            Publishing::ready(Ok(PublishOutcome { position, duplicate: false }))
        } else {
            let (ticket, publishing) = stream.wait();
            original.ticket = ticket;
            publishing
        };
        stream.remember(key, version, original, &mut lock(&self.rows));
        Ok(publishing)
    }

    /// Accepts the removal of a history; resolves when it is on disk.
    pub fn remove(&self, channel: &Channel, options: &StreamOptions) -> Publishing {
        let mut shard = self.shards.lock(channel);
        if let Err(error) = self.status.check_write() {
            return Publishing::ready(Err(error));
        }
        let now_ms = self.clock.now_ms();
        let removal = shard.with(channel, |stream| {
            let base = stream.identity.as_ref()?.base;
            stream.leaving = false;
            Some(self.remove_from(stream, channel, base, options, now_ms))
        });
        let accepted = removal.flatten().unwrap_or_else(|| {
            let position = Some(self.position_without_stream(options.durability));
            Ok(Publishing::ready(Ok(PublishOutcome { position, duplicate: false })))
        });
        accepted.unwrap_or_else(|error| Publishing::ready(Err(error)))
    }

    /// What a channel without a stream answers.
    pub fn position_without_stream(&self, durability: Durability) -> StreamPosition {
        let epochs = self.epochs();
        StreamPosition::new(&epochs.of(epochs.base, durability), 0)
    }

    fn remove_from(
        &self,
        stream: &mut Stream,
        channel: &Channel,
        base: u64,
        options: &StreamOptions,
        now_ms: u64,
    ) -> Result<Publishing, BrokerError> {
        let upto = stream.newest_accepted;
        let forget_ms = stream.forget_ms.max(self.forget_ms(options, now_ms));
        let version = stream
            .newest_version
            .as_ref()
            .map(|(version, original)| (version.clone(), original.offset));
        let part = StreamPart { removed_upto: upto, forget_ms, ..stream.part(channel, base) };
        let record = Record::Stream(StreamRecord {
            stream: part,
            newest: upto,
            version: version.as_ref().map(|(version, at)| (VersionPart::from(version), *at)),
        });
        self.queue.push(Item {
            channel: channel.clone(),
            durability: options.durability,
            record: record.encode(),
            act: Act::Remove { upto, version },
        })?;
        stream.removed_upto = upto;
        stream.forget_ms = forget_ms;
        Ok(stream.wait().1)
    }

    /// Until when a stream is kept that is used now. Never before what is on
    /// disk as forgotten, even if the clock was set back.
    fn forget_ms(&self, options: &StreamOptions, now_ms: u64) -> u64 {
        let forgotten_ms = self.forgotten_ms.load(Ordering::SeqCst);
        after(now_ms, options.history_meta_ttl).max(forgotten_ms.saturating_add(1))
    }
}

impl Entry {
    pub fn unwritten(publication: &Arc<Publication>, expires_ms: u64) -> Self {
        Self {
            hold: Default::default(),
            at: 0,
            weight: u32::try_from(publication.weight()).unwrap_or(u32::MAX),
            expires_ms,
            cached: Some(publication.clone()),
        }
    }
}

/// Takes key (with the end of its window) and version out of a call.
fn remembered(
    publish: &mut Publish,
    now_ms: u64,
) -> (Option<(IdempotencyKey, u64)>, Option<Version>) {
    let expires_ms = after(now_ms, publish.options.idempotency_window);
    let key = publish.idempotency_key.take().filter(|_| expires_ms > now_ms);
    (key.map(|key| (key, expires_ms)), publish.version.clone())
}

fn encode(
    part: StreamPart<'_>,
    publication: &Publication,
    expires_ms: u64,
    version: Option<&Version>,
    key: Option<&(IdempotencyKey, u64)>,
) -> Vec<u8> {
    let key = key.map(|(key, expires_ms)| KeyPart {
        user: key.user.as_ref().map(|user| user.as_str()),
        key: &key.key,
        expires_ms: *expires_ms,
    });
    let version = version.map(VersionPart::from);
    Record::Publication(PublicationRecord::new(part, publication, expires_ms, version, key))
        .encode()
}
