//! The subscriptions of one client, as its connection sees them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until},
};

use super::{
    BackoffConfig, RequestError, SubscribeOptions, Subscription,
    backoff::Backoff,
    position::Tracker,
    subscription::{Departures, Key, SubscriptionEvent},
};
use crate::pb::client::SubscribeRequest;

/// One subscription.
pub(super) struct Entry {
    options: SubscribeOptions,
    pub(super) events: mpsc::Sender<SubscriptionEvent>,
    pub(super) phase: Phase,
    pub(super) tracker: Tracker,
    pub(super) backoff: Backoff,
}

/// How far a subscription is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Subscribed as soon as there is a connection.
    Idle,
    /// Subscribed again then.
    Waiting(Instant),
    /// Subscribed as soon as its token is there.
    AwaitingToken,
    /// The command is under way.
    Subscribing,
    /// Active since then.
    Active(Instant),
}

impl Entry {
    pub(super) fn channel(&self) -> &str {
        &self.options.channel
    }

    /// True when the server knows of it.
    pub(super) fn on_server(&self) -> bool {
        matches!(self.phase, Phase::Subscribing | Phase::Active(_))
    }

    /// The command that starts it or brings it back.
    pub(super) fn request(&self, token: String) -> SubscribeRequest {
        let since = self.tracker.since();
        SubscribeRequest {
            channel: self.options.channel.clone(),
            token,
            recover: since.is_some(),
            epoch: since.map(|since| since.epoch.to_string()).unwrap_or_default(),
            offset: since.map(|since| since.offset).unwrap_or_default(),
            data: self.options.data.clone(),
            positioned: self.options.positioned,
            recoverable: self.options.recoverable,
            join_leave: self.options.join_leave,
            tf: self.options.filter.clone(),
            ..SubscribeRequest::default()
        }
    }

    /// It is interrupted; true when it had been active.
    fn interrupt(&mut self) -> bool {
        let was = std::mem::replace(&mut self.phase, Phase::Idle);
        let Phase::Active(since) = was else { return false };
        self.backoff.succeeded(since.elapsed());
        if !self.options.recoverable {
            self.tracker.forget();
        }
        true
    }
}

/// All subscriptions of a client; ordered by age.
pub(super) struct Subscriptions {
    entries: BTreeMap<Key, Entry>,
    by_channel: HashMap<String, Key>,
    retries: BTreeSet<(Instant, Key)>,
    departures: Arc<Departures>,
    next_key: u64,
    event_buffer: usize,
    backoff: BackoffConfig,
}

impl Subscriptions {
    pub(super) fn new(
        departures: Arc<Departures>,
        event_buffer: usize,
        backoff: BackoffConfig,
    ) -> Self {
        Self {
            entries: BTreeMap::new(),
            by_channel: HashMap::new(),
            retries: BTreeSet::new(),
            departures,
            next_key: 0,
            event_buffer,
            backoff,
        }
    }

    /// Registers a subscription and makes its handle.
    pub(super) fn add(
        &mut self,
        options: SubscribeOptions,
    ) -> Result<(Key, Subscription), RequestError> {
        let channel = options.channel.clone();
        if self.by_channel.contains_key(&channel) {
            return Err(RequestError::AlreadySubscribed { channel });
        }
        let key = Key(self.next_key);
        self.next_key += 1;
        let (sender, events) = mpsc::channel(self.event_buffer.max(1));
        self.by_channel.insert(channel.clone(), key);
        self.entries.insert(
            key,
            Entry {
                tracker: Tracker::new(options.since.clone(), options.filter.is_some()),
                options,
                events: sender,
                phase: Phase::Idle,
                backoff: Backoff::new(self.backoff),
            },
        );
        let departures = self.departures.clone();
        Ok((key, Subscription { channel, events, key, departures }))
    }

    pub(super) fn remove(&mut self, key: Key) -> Option<(String, Entry)> {
        let entry = self.entries.remove(&key)?;
        if let Phase::Waiting(until) = entry.phase {
            self.retries.remove(&(until, key));
        }
        let channel = entry.options.channel.clone();
        self.by_channel.remove(&channel);
        Some((channel, entry))
    }

    pub(super) fn get(&mut self, key: Key) -> Option<&mut Entry> {
        self.entries.get_mut(&key)
    }

    pub(super) fn key(&self, channel: &str) -> Option<Key> {
        self.by_channel.get(channel).copied()
    }

    /// The subscription that a push for `channel` belongs to: what was on its
    /// way to one that is over is nobody's.
    pub(super) fn active(&mut self, channel: &str) -> Option<(Key, &mut Entry)> {
        let key = self.key(channel)?;
        let entry = self.entries.get_mut(&key)?;
        matches!(entry.phase, Phase::Active(_)).then_some((key, entry))
    }

    pub(super) fn keys(&self) -> Vec<Key> {
        self.entries.keys().copied().collect()
    }

    /// The connection ended: every subscription waits for the next one. Gives
    /// those that had been active.
    pub(super) fn interrupt_all(&mut self) -> impl Iterator<Item = (Key, &mut Entry)> {
        self.retries.clear();
        self.entries
            .iter_mut()
            .filter_map(|(key, entry)| entry.interrupt().then_some((*key, entry)))
    }

    /// Subscribes again after a back-off; gives how long that is.
    pub(super) fn retry(&mut self, key: Key) -> std::time::Duration {
        let Some(entry) = self.entries.get_mut(&key) else { return std::time::Duration::ZERO };
        entry.interrupt();
        let after = entry.backoff.next();
        let until = Instant::now() + after;
        entry.phase = Phase::Waiting(until);
        self.retries.insert((until, key));
        after
    }

    /// Resolves when a subscription's back-off is over. Cancelling loses
    /// nothing.
    pub(super) async fn retry_due(&self) {
        match self.retries.first() {
            Some((until, _)) => sleep_until(*until).await,
            None => std::future::pending().await,
        }
    }

    /// The subscriptions whose back-off is over.
    pub(super) fn take_due(&mut self) -> Vec<Key> {
        let later = self.retries.split_off(&(Instant::now(), Key(u64::MAX)));
        let due = std::mem::replace(&mut self.retries, later);
        due.into_iter().map(|(_, key)| key).collect()
    }
}
