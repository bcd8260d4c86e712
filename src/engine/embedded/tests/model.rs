//! What a store must be held to, whatever the disk does: promises 1, 3 and 4.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};

use bytes::Bytes;

use crate::{
    engine::{BrokerEvents, HistoryPage, PublishOutcome},
    model::{Channel, Epoch, Publication, StreamPosition},
};

/// A promise that was broken.
pub type Broken = String;

/// Everything that was seen of a store, over all its lives. Collects what
/// hand-overs show; answers and reads are told to it.
#[derive(Default)]
pub struct Model {
    channels: Mutex<HashMap<Channel, Seen>>,
}

#[derive(Default)]
struct Seen {
    /// Promise 1: what each position names.
    named: HashMap<StreamPosition, Bytes>,
    /// Promise 3: what must be there, by offset. Of the epoch in `epoch`.
    kept: BTreeMap<u64, Bytes>,
    epoch: Option<Epoch>,
    /// Promise 4: what was answered for each key.
    keys: HashMap<u64, StreamPosition>,
    /// The newest offset handed over, per epoch.
    handed: HashMap<Epoch, u64>,
    /// Offsets up to this may be gone.
    gone_upto: u64,
    broken: Option<Broken>,
}

impl Model {
    /// A publish was answered OK. `durable` when the answer promises that it
    /// survives.
    pub fn acknowledged(
        &self,
        channel: &Channel,
        data: &Bytes,
        key: Option<u64>,
        outcome: &PublishOutcome,
        durable: bool,
    ) -> Result<(), Broken> {
        self.with(channel, |seen| {
            let position = outcome.position.clone().ok_or("no position")?;
            let before = key.and_then(|key| seen.keys.get(&key)).cloned();
            if durable && let Some(before) = &before {
                if *before != position || !outcome.duplicate {
                    return Err(format!("key answered {before} and then {outcome:?}"));
                }
                return Ok(());
            }
            if let Some(key) = key {
                seen.keys.insert(key, position.clone());
            }
            if outcome.duplicate {
                return Ok(());
            }
            seen.name(&position, data)?;
            if durable {
                seen.keep(&position, data);
            }
            Ok(())
        })
    }

    /// Some of the history was let go on purpose.
    pub fn let_go(&self, channel: &Channel, upto: u64) {
        let result = self.with(channel, |seen| {
            seen.gone_upto = seen.gone_upto.max(upto);
            Ok(())
        });
        debug_assert!(result.is_ok());
    }

    /// The whole history was read; `size` publications are kept at most.
    pub fn read(&self, channel: &Channel, page: &HistoryPage, size: u64) -> Result<(), Broken> {
        self.with(channel, |seen| {
            let newest = page.position.offset;
            let first = newest + 1 - page.publications.len() as u64;
            for (expected, publication) in (first..).zip(&page.publications) {
                if publication.offset != expected {
                    return Err(format!("offset {} instead of {expected}", publication.offset));
                }
                let position = StreamPosition::new(&page.position.epoch, expected);
                seen.name(&position, &publication.data)?;
            }
            let Some(epoch) = &seen.epoch else { return Ok(()) };
            if *epoch != page.position.epoch {
                return Err(format!("epoch {epoch} became {}", page.position.epoch));
            }
            let let_go = seen.gone_upto.max(newest.saturating_sub(size));
            for (offset, data) in seen.kept.range(let_go + 1..) {
                let there = page.publications.iter().find(|p| p.offset == *offset);
                if there.map(|publication| &publication.data) != Some(data) {
                    return Err(format!("acknowledged offset {offset} is gone: {page:?}"));
                }
            }
            Ok(())
        })
    }

    /// What a hand-over has broken, if anything.
    pub fn check(&self) -> Result<(), Broken> {
        let channels = self.channels.lock().unwrap();
        channels.values().find_map(|seen| seen.broken.clone()).map_or(Ok(()), Err)
    }

    fn with(
        &self,
        channel: &Channel,
        act: impl FnOnce(&mut Seen) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        let mut channels = self.channels.lock().unwrap();
        act(channels.entry(channel.clone()).or_default()).map_err(|b| format!("{channel}: {b}"))
    }
}

impl Seen {
    fn name(&mut self, position: &StreamPosition, data: &Bytes) -> Result<(), Broken> {
        match self.named.insert(position.clone(), data.clone()) {
            Some(before) if before != *data => {
                Err(format!("{position} named {before:?} and {data:?}"))
            }
            _ => Ok(()),
        }
    }

    fn keep(&mut self, position: &StreamPosition, data: &Bytes) {
        self.epoch = Some(position.epoch.clone());
        self.kept.insert(position.offset, data.clone());
    }
}

impl BrokerEvents for Model {
    fn publication(
        &self,
        channel: &Channel,
        epoch: Option<&Epoch>,
        publication: &Arc<Publication>,
    ) {
        let epoch = epoch.expect("every channel here keeps history").clone();
        let mut channels = self.channels.lock().unwrap();
        let seen = channels.entry(channel.clone()).or_default();
        let position = StreamPosition::new(&epoch, publication.offset);
        let handed = seen.handed.entry(epoch).or_default();
        let result = if publication.offset <= *handed {
            Err(format!("{position} was handed over after {handed}"))
        } else {
            *handed = publication.offset;
            seen.name(&position, &publication.data)
        };
        if let Err(broken) = result {
            seen.broken.get_or_insert(format!("{channel}: {broken}"));
        }
    }
}
