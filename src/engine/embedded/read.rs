use std::sync::Arc;

use super::{log::Log, record::Record, shared::Shared};
use crate::{
    engine::{
        BrokerError, HistoryPage, HistoryQuery, StreamOptions,
        page::{self, Selected},
        shards::lock,
    },
    model::{Channel, Publication, StreamPosition},
};

/// A record moves when the sweeper copies it forward; it cannot do so this
/// often while one page is read.
const ATTEMPTS: usize = 8;

/// A publication of a page: in memory, or where in the log.
enum Found {
    Cached(Arc<Publication>),
    Stored { row: u64, at: u32, offset: u64 },
}

impl Shared {
    /// Reads a page; what is not in memory is read on a blocking thread.
    pub async fn history(
        &self,
        channel: &Channel,
        options: &StreamOptions,
        query: HistoryQuery,
    ) -> Result<HistoryPage, BrokerError> {
        for _ in 0..ATTEMPTS {
            let page = self.select(channel, options, &query)?;
            if let Some(publications) = cached(&page.entries) {
                return Ok(finish(page, publications));
            }
            let (log, channel) = (self.log()?, channel.clone());
            let read = tokio::task::spawn_blocking(move || {
                let read = load(&log, &channel, &page.entries);
                read.map(|publications| publications.map(|found| finish(page, found)))
            });
            match read.await {
                Ok(Ok(Some(page))) => return Ok(page),
                Ok(Ok(None)) => {}
                Ok(Err(error)) => return Err(BrokerError::Read(error.to_string())),
                Err(_) => return Err(BrokerError::Read("the log could not be decoded".into())),
            }
        }
        Err(BrokerError::Read("the history moved while it was read: try again".into()))
    }

    /// The newest position that was shown.
    pub fn position(
        &self,
        channel: &Channel,
        options: &StreamOptions,
    ) -> Result<StreamPosition, BrokerError> {
        let query = HistoryQuery { since: None, limit: 0, reverse: false, max_bytes: 0 };
        Ok(self.select(channel, options, &query)?.position)
    }

    fn select(
        &self,
        channel: &Channel,
        options: &StreamOptions,
        query: &HistoryQuery,
    ) -> Result<Selected<Found>, BrokerError> {
        let mut shard = self.shards.lock(channel);
        self.status.check_read()?;
        let now_ms = self.clock.now_ms();
        let epochs = self.epochs();
        let selected = shard.with(channel, |stream| {
            stream.expire(now_ms, &mut lock(&self.rows));
            let epoch = stream.epoch(&epochs, options.durability)?;
            Some(page::select(
                &stream.ring,
                &epoch,
                query,
                |entry| entry.weight as usize,
                |offset, entry| match &entry.cached {
                    Some(publication) => Found::Cached(publication.clone()),
                    None => Found::Stored { row: entry.hold.row, at: entry.at, offset },
                },
            ))
        });
        Ok(selected
            .flatten()
            .unwrap_or_else(|| page::empty(&epochs.of(epochs.base, options.durability), query)))
    }
}

fn cached(entries: &[Found]) -> Option<Vec<Arc<Publication>>> {
    let entries = entries.iter().map(|found| match found {
        Found::Cached(publication) => Some(publication.clone()),
        Found::Stored { .. } => None,
    });
    entries.collect()
}

fn finish(page: Selected<Found>, publications: Vec<Arc<Publication>>) -> HistoryPage {
    HistoryPage {
        publications,
        position: page.position,
        continuity: page.continuity,
        truncated: page.truncated,
    }
}

/// Reads what is not in memory; none when a record has moved.
fn load(
    log: &Log,
    channel: &Channel,
    entries: &[Found],
) -> Result<Option<Vec<Arc<Publication>>>, redb::Error> {
    let stored = entries.iter().filter_map(|found| match found {
        Found::Stored { row, at, offset } => Some((*row, (*at, *offset))),
        Found::Cached(_) => None,
    });
    let (rows, mut places): (Vec<u64>, Vec<(u32, u64)>) = stored.unzip();
    places.reverse();
    let (mut loaded, mut broken) = (Vec::with_capacity(rows.len()), None);
    log.read_rows(rows, |_, row| {
        let (at, offset) = places.pop().unwrap_or_default();
        let Some(records) = row.and_then(|records| records.get(at as usize..)) else { return };
        match Record::decode(records) {
            Ok((Record::Publication(record), _))
                if record.offset == offset && record.stream.channel == channel.as_str() =>
            {
                loaded.push(Arc::new(record.to_publication()));
            }
            Ok(_) => broken = Some("another record stands in its place".to_owned()),
            Err(error) => broken = Some(error.to_string()),
        }
    })?;
    if let Some(reason) = broken {
        return Err(redb::Error::Corrupted(reason));
    }
    let mut loaded = loaded.into_iter();
    let publications = entries.iter().map(|found| match found {
        Found::Cached(publication) => Some(publication.clone()),
        Found::Stored { .. } => loaded.next(),
    });
    Ok(publications.collect())
}
