use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard},
};

use fanwire::{
    client::Api,
    pb::api::{HistoryRequest, StreamPosition},
};

/// Everything that anybody was ever told about the channels of a test.
/// Contradictions panic.
#[derive(Default)]
pub struct Ledger(Mutex<Told>);

#[derive(Default)]
struct Told {
    /// (channel, epoch) -> offset -> payload.
    positions: HashMap<(String, String), BTreeMap<u64, String>>,
    /// (channel, epoch, payload) -> offset.
    offsets: HashMap<(String, String, String), u64>,
    acknowledged: Vec<Acknowledged>,
}

/// A publish that was answered OK.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    pub channel: String,
    pub payload: String,
    pub epoch: String,
    pub offset: u64,
}

/// The whole history of a channel.
#[derive(Debug)]
pub struct History {
    pub epoch: String,
    pub newest: u64,
    pub publications: BTreeMap<u64, String>,
}

impl Ledger {
    /// `teller` says that this position names this payload.
    pub fn told(&self, teller: &str, channel: &str, epoch: &str, offset: u64, payload: &str) {
        assert!(!epoch.is_empty() && offset > 0, "{teller}: {channel} {epoch}:{offset}");
        let mut told = self.lock();
        let stream = told.positions.entry((channel.into(), epoch.into())).or_default();
        let known = stream.entry(offset).or_insert_with(|| payload.into());
        assert_eq!(known, payload, "{teller}: {channel} {epoch}:{offset} names two payloads");
        let key = (channel.into(), epoch.into(), payload.into());
        let known = *told.offsets.entry(key).or_insert(offset);
        assert_eq!(known, offset, "{teller}: {payload:?} is twice in {channel} {epoch}");
    }

    /// A publish was answered OK.
    pub fn acknowledged(&self, acknowledged: Acknowledged) {
        let Acknowledged { channel, payload, epoch, offset } = &acknowledged;
        self.told("publisher", channel, epoch, *offset, payload);
        self.lock().acknowledged.push(acknowledged);
    }

    pub fn all_acknowledged(&self) -> Vec<Acknowledged> {
        self.lock().acknowledged.clone()
    }

    /// Reads a channel's history and holds it against what was told: dense,
    /// one copy of each payload, and everything in it that was acknowledged in
    /// the history's epoch before.
    pub async fn check_history(&self, api: &Api, channel: &str) -> History {
        let acknowledged = self.all_acknowledged();
        let history = read_history(api, channel).await;
        let offsets = history.publications.keys().copied();
        assert!(
            offsets.eq(1..=history.publications.len() as u64),
            "{channel}: the history is not dense: {:?}",
            history.publications.keys()
        );
        for (offset, payload) in &history.publications {
            self.told("history", channel, &history.epoch, *offset, payload);
        }
        for acknowledged in acknowledged.iter().filter(|a| a.channel == channel) {
            if acknowledged.epoch == history.epoch {
                let kept = history.publications.get(&acknowledged.offset);
                assert_eq!(kept, Some(&acknowledged.payload), "lost: {acknowledged:?}");
            }
        }
        history
    }

    fn lock(&self) -> MutexGuard<'_, Told> {
        // What a failed check leaves behind is complete.
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// Reads a channel's history, page by page.
pub async fn read_history(api: &Api, channel: &str) -> History {
    let mut publications = BTreeMap::new();
    let mut since = None;
    loop {
        let request = HistoryRequest { channel: channel.into(), limit: -1, since, reverse: false };
        let page = api.history(request).await.unwrap();
        for publication in &page.publications {
            let payload = String::from_utf8(publication.data.to_vec()).unwrap();
            let before = publications.insert(publication.offset, payload);
            assert_eq!(before, None, "{channel}: offset {} came twice", publication.offset);
        }
        let Some(last) = page.publications.last().filter(|_| page.truncated) else {
            return History { epoch: page.epoch, newest: page.offset, publications };
        };
        since = Some(StreamPosition { offset: last.offset, epoch: page.epoch });
    }
}
