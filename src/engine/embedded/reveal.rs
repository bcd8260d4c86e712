//! What happens when a record is on disk: its publication is shown and handed
//! over, in the order in which it was accepted.

use super::{
    cache::Cache,
    queue::{Act, Item},
    rows::{Hold, Rows},
    shared::Shared,
    stream::{DurableVersion, Entry, Stream, key_cost, position, resolve, stream_cost},
};
use crate::{
    engine::{IdempotencyKey, Version, shards::lock},
    model::Channel,
};

/// Where a record was written.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Written {
    pub row: u64,
    pub at: u32,
    pub bytes: u32,
}

impl Shared {
    /// Shows what `item` did, now that its record is on disk.
    pub fn reveal(&self, item: Item, written: Written, cache: &mut Cache) {
        let Item { channel, durability, act, .. } = item;
        let epochs = self.epochs();
        let mut shard = self.shards.lock(&channel);
        let told = shard.with(&channel, |stream| {
            let epoch = stream.epoch(&epochs, durability);
            match act {
                Act::Deliver(publication) => {
                    self.events.publication(&channel, None, &publication);
                    stream.pending.pop_oldest().map(|waiting| (waiting, None))
                }
                Act::Remove { upto, version } => {
                    let rows = &mut *lock(&self.rows);
                    stream.remove_upto(upto, rows);
                    stream.removal_written(&channel, upto, version, written, rows);
                    let waiting = stream.pending.pop_oldest()?;
                    Some((waiting, position(epoch.as_ref(), Some(upto))))
                }
                Act::Append { publication, shown, expires_ms, key, version } => {
                    let offset = publication.offset;
                    {
                        let rows = &mut *lock(&self.rows);
                        if !shown {
                            stream.show(Entry::unwritten(&publication, expires_ms), rows);
                        }
                        stream.written(&channel, offset, key.as_ref(), version, written, rows);
                    }
                    if stream.ring.get(offset).is_some() {
                        cache.add(channel.clone(), &publication);
                    }
                    if shown {
                        return None;
                    }
                    let waiting = stream.pending.pop_oldest()?;
                    self.events.publication(&channel, epoch.as_ref(), &publication);
                    Some((waiting, position(epoch.as_ref(), Some(offset))))
                }
            }
        });
        drop(shard);
        if let Some((waiting, position)) = told.flatten() {
            resolve(waiting, Ok(position));
        }
    }

    /// Lets publications leave memory that are in the log.
    pub fn evict(&self, evicted: Vec<(Channel, u64)>) {
        for (channel, offset) in evicted {
            self.shards.lock(&channel).with(&channel, |stream| {
                if let Some(entry) = stream.ring.get_mut(offset).filter(|e| e.hold.row != 0) {
                    entry.cached = None;
                }
            });
        }
    }
}

impl Stream {
    /// Notes where the record of a publication is.
    fn written(
        &mut self,
        channel: &Channel,
        offset: u64,
        key: Option<&IdempotencyKey>,
        version: Option<Version>,
        written: Written,
        rows: &mut Rows,
    ) {
        let Written { row, at, bytes } = written;
        if let Some(entry) = self.ring.get_mut(offset) {
            entry.hold = rows.hold(row, bytes);
            entry.at = at;
        }
        if let Some(key) = key {
            let original = self.keys.get_mut(key).filter(|o| o.offset == Some(offset));
            if let Some(original) = original {
                original.hold = rows.hold(row, key_cost(channel, key));
            }
        }
        self.durable.newest = offset;
        self.anchor(channel, row, rows);
        if let Some(version) = version {
            self.version_written(channel, version, Some(offset), row, rows);
        }
    }

    fn removal_written(
        &mut self,
        channel: &Channel,
        upto: u64,
        version: Option<(Version, Option<u64>)>,
        written: Written,
        rows: &mut Rows,
    ) {
        self.durable.removed_upto = upto;
        self.anchor(channel, written.row, rows);
        if let Some((version, offset)) = version {
            self.version_written(channel, version, offset, written.row, rows);
        }
    }

    /// Moves the claim for the position to `row`.
    pub fn anchor(&mut self, channel: &Channel, row: u64, rows: &mut Rows) {
        let mut before =
            std::mem::replace(&mut self.durable.hold, rows.hold(row, stream_cost(channel, None)));
        rows.release(&mut before);
    }

    fn version_written(
        &mut self,
        channel: &Channel,
        version: Version,
        offset: Option<u64>,
        row: u64,
        rows: &mut Rows,
    ) {
        let hold: Hold = rows.hold(row, stream_cost(channel, Some(&version)));
        let before = self.durable.version.replace(DurableVersion { version, offset, hold });
        if let Some(mut before) = before {
            rows.release(&mut before.hold);
        }
    }
}
