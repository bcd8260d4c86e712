use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{
    log::{Header, Log},
    record::{PublicationRecord, Record, StreamPart, StreamRecord},
    rows::Rows,
    stream::{DurableVersion, Entry, Identity, Original, Stream, key_cost, stream_cost},
};
use crate::{
    engine::{IdempotencyKey, Version},
    model::{Channel, UserId},
    recovery::OffsetRing,
};

/// The index of a log: all that is kept in memory.
pub(super) struct Index {
    pub streams: Vec<(Channel, Stream)>,
    pub rows: Rows,
    pub next_row: u64,
}

/// A stream on its way out of the log. Records of one stream come in any order
/// of offsets, since the sweeper copies old ones forward; those of an earlier
/// stream of the same name all come before.
struct Found {
    stream: Stream,
    base: u64,
    publications: HashMap<u64, FoundPublication, RandomState>,
    keys: HashMap<IdempotencyKey, (u64, Original), RandomState>,
    /// The version and the offset as of which it was the newest.
    version: Option<(u64, DurableVersion)>,
}

struct FoundPublication {
    row: u64,
    at: u32,
    bytes: u32,
    weight: u32,
    expires_ms: u64,
}

/// Reads the whole log.
pub(super) fn rebuild(log: &Log, header: &Header, now_ms: u64) -> Result<Index, redb::Error> {
    let mut found: HashMap<Channel, Found, RandomState> = HashMap::default();
    let mut rows = Rows::default();
    let mut guards = Vec::new();
    let mut next_row = 1;
    log.scan(|row, records| {
        guards.push(rows.add(row, records.len()));
        next_row = row + 1;
        let mut rest = records;
        while !rest.is_empty() {
            let at = records.len() - rest.len();
            let (record, tail) =
                Record::decode(rest).map_err(|error| format!("row {row} at byte {at}: {error}"))?;
            let place = Place { row, at: at as u32, bytes: (rest.len() - tail.len()) as u32 };
            take_in(&mut found, &record, place, now_ms);
            rest = tail;
        }
        Ok(())
    })?;
    // Rows that nothing came out of are dead once their guards are given back.
    let mut streams = Vec::with_capacity(found.len());
    for (channel, found) in found {
        if found.stream.forget_ms > header.forgotten_ms {
            streams.push((channel.clone(), found.finish(&channel, &mut rows, now_ms)));
        }
    }
    guards.iter_mut().for_each(|guard| rows.release(guard));
    Ok(Index { streams, rows, next_row })
}

#[derive(Clone, Copy)]
struct Place {
    row: u64,
    at: u32,
    bytes: u32,
}

fn take_in(
    found: &mut HashMap<Channel, Found, RandomState>,
    record: &Record<'_>,
    place: Place,
    now_ms: u64,
) {
    let part = record.stream();
    let found = match found.get_mut(part.channel) {
        Some(found) => found,
        None => {
            found.entry(Channel::trusted(part.channel)).or_insert_with(|| Found::new(part.base))
        }
    };
    if found.base != part.base {
        *found = Found::new(part.base);
    }
    found.part(part);
    match record {
        Record::Publication(record) => found.publication(record, place, now_ms),
        Record::Stream(record) => found.position(record, place),
        Record::Key(record) => {
            let key = IdempotencyKey {
                user: record.key.user.map(UserId::from),
                key: record.key.key.into(),
            };
            found.key(key, record.key.expires_ms, record.offset, place.row, now_ms);
        }
    }
}

impl Found {
    fn new(base: u64) -> Self {
        let stream = Stream { identity: Some(Identity::new(base)), ..Stream::default() };
        Self {
            stream,
            base,
            publications: HashMap::default(),
            keys: HashMap::default(),
            version: None,
        }
    }

    fn part(&mut self, part: &StreamPart<'_>) {
        self.stream.removed_upto = self.stream.removed_upto.max(part.removed_upto);
        self.stream.forget_ms = self.stream.forget_ms.max(part.forget_ms);
    }

    /// The newest record says the position.
    fn anchor(&mut self, part: &StreamPart<'_>, newest: u64, row: u64) {
        let durable = &mut self.stream.durable;
        if newest >= durable.newest {
            durable.newest = newest;
            durable.hold.row = row;
            self.stream.keep = part.keep;
        }
    }

    fn publication(&mut self, record: &PublicationRecord<'_>, place: Place, now_ms: u64) {
        self.anchor(&record.stream, record.offset, place.row);
        if let Some(key) = &record.key {
            let owned = IdempotencyKey { user: key.user.map(UserId::from), key: key.key.into() };
            self.key(owned, key.expires_ms, record.offset, place.row, now_ms);
        }
        if let Some(version) = &record.version {
            self.version(record.offset, Version::from(version), Some(record.offset), place.row);
        }
        let publication = FoundPublication {
            row: place.row,
            at: place.at,
            bytes: place.bytes,
            weight: record.weight,
            expires_ms: record.expires_ms,
        };
        self.publications.insert(record.offset, publication);
    }

    fn position(&mut self, record: &StreamRecord<'_>, place: Place) {
        self.anchor(&record.stream, record.newest, place.row);
        if let Some((version, offset)) = &record.version {
            self.version(record.newest, Version::from(version), *offset, place.row);
        }
    }

    fn version(&mut self, as_of: u64, version: Version, offset: Option<u64>, row: u64) {
        if self.version.as_ref().is_none_or(|(known, _)| as_of >= *known) {
            let mut durable = DurableVersion { version, offset, hold: Default::default() };
            durable.hold.row = row;
            self.version = Some((as_of, durable));
        }
    }

    fn key(&mut self, key: IdempotencyKey, expires_ms: u64, offset: u64, row: u64, now_ms: u64) {
        if expires_ms > now_ms {
            let mut original = Original { offset: Some(offset), ..Original::default() };
            original.hold.row = row;
            self.keys.insert(key, (expires_ms, original));
        }
    }

    /// Claims what is needed and puts the stream together.
    fn finish(self, channel: &Channel, rows: &mut Rows, now_ms: u64) -> Stream {
        let Self { mut stream, mut publications, keys, version, .. } = self;
        stream.newest_accepted = stream.durable.newest;
        stream.durable.removed_upto = stream.removed_upto;
        stream.durable.hold = rows.hold(stream.durable.hold.row, stream_cost(channel, None));
        if let Some((_, mut durable)) = version {
            let cost = stream_cost(channel, Some(&durable.version));
            durable.hold = rows.hold(durable.hold.row, cost);
            let original = Original { offset: durable.offset, ..Original::default() };
            stream.newest_version = Some((durable.version.clone(), original));
            stream.durable.version = Some(durable);
        }
        let mut keys: Vec<_> = keys.into_iter().collect();
        keys.sort_by_key(|(_, (expires_ms, _))| *expires_ms);
        for (key, (expires_ms, mut original)) in keys {
            original.hold = rows.hold(original.hold.row, key_cost(channel, &key));
            stream.keys.insert(key, expires_ms, original);
        }
        // The history is what lies densely before the newest offset and was not removed.
        let newest = stream.durable.newest;
        let first = (stream.removed_upto.max(newest.saturating_sub(stream.keep)) + 1..=newest)
            .rev()
            .take_while(|offset| publications.contains_key(offset))
            .last()
            .unwrap_or(newest + 1);
        stream.ring = OffsetRing::starting_after(first - 1);
        for offset in first..=newest {
            if let Some(found) = publications.remove(&offset) {
                stream.ring.push(Entry {
                    hold: rows.hold(found.row, found.bytes),
                    at: found.at,
                    weight: found.weight,
                    expires_ms: found.expires_ms,
                    cached: None,
                });
            }
        }
        stream.expire(now_ms, rows);
        stream
    }
}
