//! Rows of which little is still needed are emptied: what is alive in them is
//! written again at the end of the log.

use std::collections::HashSet;

use super::{
    log::{Changes, Log},
    packer::Packer,
    record::{KeyRecord, PublicationRecord, Record, StreamPart},
    reveal::Written,
    rows::Rows,
    shared::Shared,
    stream::{Stream, key_cost, stream_cost},
};
use crate::{
    engine::{IdempotencyKey, shards::lock},
    model::{Channel, UserId},
};

/// Bytes of the rows emptied in one transaction.
const SOURCE_BYTES: usize = 512 << 10;

/// What is written again: the position of a stream once for each row, however
/// many records of the stream were in it.
#[derive(Default)]
struct Copies {
    copies: Vec<Copy>,
    positions: HashSet<(Channel, u64)>,
}

impl Copies {
    fn add(&mut self, copy: Copy) {
        let is_new = !matches!(copy.what, What::Stream)
            || self.positions.insert((copy.channel.clone(), copy.from));
        if is_new {
            self.copies.push(copy);
        }
    }
}

/// Something alive that is written again.
struct Copy {
    channel: Channel,
    from: u64,
    record: Vec<u8>,
    what: What,
}

enum What {
    /// With its key, if that is alive too.
    Publication {
        offset: u64,
        key: Option<IdempotencyKey>,
    },
    /// Position and version of a stream.
    Stream,
    Key(IdempotencyKey),
}

/// Empties some rows; false when there is nothing to win.
pub(super) fn compact(shared: &Shared, log: &Log, next_row: &mut u64) -> Result<bool, redb::Error> {
    let sparse = lock(&shared.rows).sparse_rows(SOURCE_BYTES);
    let (mut copies, mut broken) = (Copies::default(), None);
    log.read_rows(sparse, |row, records| {
        let mut rest = records.unwrap_or_default();
        while !rest.is_empty() {
            match Record::decode(rest) {
                Ok((record, tail)) => {
                    shared.copy(&record, row, &mut copies);
                    rest = tail;
                }
                Err(error) => {
                    broken = Some(format!("row {row}: {error}"));
                    return;
                }
            }
        }
    })?;
    if let Some(reason) = broken {
        return Err(redb::Error::Corrupted(reason));
    }
    let Copies { copies, .. } = copies;
    if copies.is_empty() {
        return Ok(false);
    }
    let mut packer = Packer::new(*next_row, shared.tuning.row_bytes);
    let written: Vec<_> = copies.iter().map(|copy| packer.add(&copy.record)).collect();
    log.commit(&Changes { rows: packer.rows(), ..Changes::default() })?;
    *next_row = packer.next_row();
    let mut guards = packer.book(&mut lock(&shared.rows));
    for (copy, written) in copies.iter().zip(written) {
        shared.shards.lock(&copy.channel).with(&copy.channel, |stream| {
            stream.relocate(copy, written, &mut lock(&shared.rows));
        });
    }
    let mut rows = lock(&shared.rows);
    guards.iter_mut().for_each(|guard| rows.release(guard));
    Ok(true)
}

impl Shared {
    /// Collects what of a record is alive.
    fn copy(&self, record: &Record<'_>, row: u64, copies: &mut Copies) {
        let channel = Channel::trusted(record.stream().channel);
        let shard = self.shards.lock(&channel);
        let Some(stream) = shard.get(&channel) else { return };
        let base = stream.identity.as_ref().map(|identity| identity.base);
        if base != Some(record.stream().base) {
            return;
        }
        let (what, record) = match record {
            Record::Publication(record) => match stream.copy_publication(&channel, record, row) {
                Some(copy) => copy,
                None => {
                    let key = record.key.as_ref().and_then(|key| {
                        let key =
                            KeyRecord { stream: record.stream, key: *key, offset: record.offset };
                        stream.copy_key(&channel, &key, row)
                    });
                    if let Some((what, record)) = key {
                        copies.add(Copy { channel: channel.clone(), from: row, record, what });
                    }
                    let Some(copy) = stream.copy_position(&channel, row) else { return };
                    copy
                }
            },
            Record::Stream(_) => match stream.copy_position(&channel, row) {
                Some(copy) => copy,
                None => return,
            },
            Record::Key(record) => match stream.copy_key(&channel, record, row) {
                Some(copy) => copy,
                None => return,
            },
        };
        copies.add(Copy { channel: channel.clone(), from: row, record, what });
    }
}

impl Stream {
    /// The part that a copy carries: what is on disk of the stream by now.
    fn durable_part<'a>(&self, channel: &'a Channel, base: u64) -> StreamPart<'a> {
        let removed_upto = self.durable.removed_upto;
        StreamPart { removed_upto, ..self.part(channel, base) }
    }

    fn copy_publication(
        &self,
        channel: &Channel,
        record: &PublicationRecord<'_>,
        row: u64,
    ) -> Option<(What, Vec<u8>)> {
        self.ring.get(record.offset).filter(|entry| entry.hold.row == row)?;
        let key = record.key.and_then(|key| {
            let owned = IdempotencyKey { user: key.user.map(UserId::from), key: key.key.into() };
            self.holds_key(&owned, row).then_some((key, owned))
        });
        let stream = self.durable_part(channel, record.stream.base);
        let copy =
            PublicationRecord { stream, key: key.as_ref().map(|(key, _)| *key), ..record.clone() };
        let what = What::Publication { offset: record.offset, key: key.map(|(_, owned)| owned) };
        Some((what, Record::Publication(copy).encode()))
    }

    fn copy_key(
        &self,
        channel: &Channel,
        record: &KeyRecord<'_>,
        row: u64,
    ) -> Option<(What, Vec<u8>)> {
        let key =
            IdempotencyKey { user: record.key.user.map(UserId::from), key: record.key.key.into() };
        if !self.holds_key(&key, row) {
            return None;
        }
        let stream = self.durable_part(channel, record.stream.base);
        Some((What::Key(key), Record::Key(KeyRecord { stream, ..record.clone() }).encode()))
    }

    fn holds_key(&self, key: &IdempotencyKey, row: u64) -> bool {
        self.keys.peek(key).is_some_and(|original| original.hold.row == row)
    }

    fn copy_position(&self, channel: &Channel, row: u64) -> Option<(What, Vec<u8>)> {
        let version = self.durable.version.as_ref();
        let needed = self.durable.hold.row == row || version.is_some_and(|v| v.hold.row == row);
        let record = needed.then(|| self.durable_record(channel)).flatten()?;
        Some((What::Stream, Record::Stream(record).encode()))
    }

    /// Moves the claims of what was copied, as far as it is still alive.
    fn relocate(&mut self, copy: &Copy, to: Written, rows: &mut Rows) {
        let from = copy.from;
        match &copy.what {
            What::Publication { offset, key } => {
                if let Some(entry) = self.ring.get_mut(*offset).filter(|e| e.hold.row == from) {
                    rows.release(&mut entry.hold);
                    entry.hold = rows.hold(to.row, to.bytes);
                    entry.at = to.at;
                }
                if let Some(key) = key {
                    self.relocate_key(&copy.channel, key, from, to.row, rows);
                }
                if self.durable.newest == *offset && self.durable.hold.row == from {
                    self.anchor(&copy.channel, to.row, rows);
                }
                if self.durable.version.as_ref().is_some_and(|v| v.offset == Some(*offset)) {
                    self.relocate_version(&copy.channel, from, to.row, rows);
                }
            }
            What::Stream => {
                if self.durable.hold.row == from {
                    self.anchor(&copy.channel, to.row, rows);
                }
                self.relocate_version(&copy.channel, from, to.row, rows);
            }
            What::Key(key) => self.relocate_key(&copy.channel, key, from, to.row, rows),
        }
    }

    fn relocate_key(
        &mut self,
        channel: &Channel,
        key: &IdempotencyKey,
        from: u64,
        to: u64,
        rows: &mut Rows,
    ) {
        if let Some(original) = self.keys.get_mut(key).filter(|o| o.hold.row == from) {
            rows.release(&mut original.hold);
            original.hold = rows.hold(to, key_cost(channel, key));
        }
    }

    fn relocate_version(&mut self, channel: &Channel, from: u64, to: u64, rows: &mut Rows) {
        if let Some(version) = self.durable.version.as_mut().filter(|v| v.hold.row == from) {
            rows.release(&mut version.hold);
            version.hold = rows.hold(to, stream_cost(channel, Some(&version.version)));
        }
    }
}
