//! Subscriptions that the server made.

use std::{collections::BTreeMap, time::Duration};

use tokio::time::{Instant, sleep_until};

use super::{
    backoff::{Backoff, BackoffConfig},
    connection::Connection,
    convert,
    delivery::ConnectionEvent,
    link::Ending,
    position::{Continues, Start, Tracker},
    subscription::{Ended, Lost, Subscribed, SubscriptionEvent},
};
use crate::{
    model::{RecoveryOutcome, StreamPosition},
    pb::client::{self as pb, ConnectResult, Publication, SubscribeRequest, SubscribeResult, push},
};

/// The server-side subscriptions of one connection, and of the one before until
/// it is known which of them go on.
pub(super) struct ServerSide {
    entries: BTreeMap<String, Entry>,
    /// Between connections with subscriptions that failed for a while.
    config: BackoffConfig,
    backoff: Backoff,
    retry_at: Option<Instant>,
}

struct Entry {
    tracker: Tracker,
    recoverable: bool,
    active: bool,
}

impl ServerSide {
    pub(super) fn new(config: BackoffConfig) -> Self {
        let backoff = Backoff::new(config);
        Self { entries: BTreeMap::new(), config, backoff, retry_at: None }
    }

    /// Resolves when subscriptions that failed for a while are to be tried
    /// again. Cancelling loses nothing.
    pub(super) async fn retry_due(&self) {
        match self.retry_at {
            Some(retry_at) => sleep_until(retry_at).await,
            None => std::future::pending().await,
        }
    }

    /// Some of them failed for a while, or none.
    fn failed(&mut self, some: bool) {
        if some {
            self.retry_at = Some(Instant::now() + self.backoff.next());
        } else {
            self.backoff = Backoff::new(self.config);
        }
    }

    pub(super) fn contains(&self, channel: &str) -> bool {
        self.entries.contains_key(channel)
    }

    /// Positions to recover from, for the connect command.
    pub(super) fn requests(&self) -> BTreeMap<String, SubscribeRequest> {
        let recoverable = self.entries.iter().filter(|(_, entry)| entry.recoverable);
        let request = |(channel, entry): (&String, &Entry)| {
            let since = entry.tracker.since()?;
            let request = SubscribeRequest {
                channel: channel.clone(),
                recover: true,
                epoch: since.epoch.to_string(),
                offset: since.offset,
                ..SubscribeRequest::default()
            };
            Some((channel.clone(), request))
        };
        recoverable.filter_map(request).collect()
    }

    /// The connection ended. Gives the channels that had been active.
    fn interrupt(&mut self) -> Vec<String> {
        self.retry_at = None;
        let active = self.entries.iter_mut().filter(|(_, entry)| entry.active);
        let interrupt = |(channel, entry): (&String, &mut Entry)| {
            entry.active = false;
            channel.clone()
        };
        active.map(interrupt).collect()
    }
}

impl Connection {
    /// Takes what a new connection says about server-side subscriptions.
    pub(super) fn on_server_side(&mut self, result: &mut ConnectResult) {
        let subs = std::mem::take(&mut result.subs);
        let errors = std::mem::take(&mut result.sub_errors);
        let (failed, refused): (BTreeMap<_, _>, BTreeMap<_, _>) =
            errors.into_iter().partition(|(_, error)| error.temporary);
        for (channel, error) in refused {
            self.server_side.entries.remove(&channel);
            let ended = Ended::Refused(convert::error(error));
            self.server_event(&channel, SubscriptionEvent::Ended(ended));
        }
        for (channel, error) in &failed {
            tracing::warn!(
                channel,
                code = error.code,
                message = error.message,
                "the server could not subscribe this connection: trying again with a new one"
            );
        }
        self.server_side.failed(!failed.is_empty());
        let goes_on = |channel: &String| subs.contains_key(channel) || failed.contains_key(channel);
        let over = self.server_side.entries.keys().filter(|channel| !goes_on(channel));
        for channel in over.cloned().collect::<Vec<_>>() {
            let reason = "the server subscribes this connection to it no more".into();
            self.end_server_side(&channel, Ended::Unsubscribed { code: 2000, reason });
        }
        for (channel, result) in subs {
            self.server_subscribed(&channel, result);
        }
    }

    /// Only a new connection can ask for those that failed for a while. It goes
    /// on from where they were.
    pub(super) fn retry_server_side(&mut self) {
        let reason = "to ask again for subscriptions that the server could not make";
        let ending = Ending { after: Some(Duration::ZERO), ..Ending::transport(reason) };
        self.on_ended(ending);
    }

    fn server_subscribed(&mut self, channel: &str, result: SubscribeResult) {
        let entry = self.server_side.entries.entry(channel.to_owned()).or_insert_with(|| Entry {
            tracker: Tracker::new(None, false),
            recoverable: false,
            active: false,
        });
        (entry.recoverable, entry.active) = (result.recoverable, true);
        let start = entry.tracker.subscribed(&result);
        self.tell_subscribed(channel, start, result);
    }

    /// The server may recover for it what it likes: offsets up to the push's
    /// follow then, and where they begin is not said.
    fn on_subscribe_push(&mut self, channel: &str, push: pb::Subscribe) {
        let mut tracker = Tracker::new(Some(StreamPosition::default()), false);
        let result = SubscribeResult {
            recoverable: push.recoverable,
            epoch: push.epoch,
            offset: push.offset,
            positioned: push.positioned,
            data: push.data,
            recovery: pb::RecoveryOutcome::Recovered.into(),
            ..SubscribeResult::default()
        };
        let start = Start { outcome: RecoveryOutcome::NotRequested, ..tracker.subscribed(&result) };
        let entry = Entry { tracker, recoverable: result.recoverable, active: true };
        self.server_side.entries.insert(channel.to_owned(), entry);
        self.tell_subscribed(channel, start, result);
    }

    fn tell_subscribed(&mut self, channel: &str, start: Start, result: SubscribeResult) {
        let Start { position, outcome, recovered } = start;
        let subscribed = Subscribed {
            position,
            outcome,
            recovered,
            recoverable: result.recoverable,
            positioned: result.positioned,
            data: result.data,
        };
        self.server_event(channel, SubscriptionEvent::Subscribed(subscribed));
        for publication in result.publications {
            let publication = convert::publication(publication);
            self.server_event(channel, SubscriptionEvent::Publication(publication));
        }
    }

    /// Takes a push for a channel that the server has subscribed, or subscribes
    /// with it.
    pub(super) fn on_server_push(&mut self, channel: &str, event: push::Event) {
        match event {
            push::Event::Subscribe(push) => self.on_subscribe_push(channel, push),
            push::Event::Pub(publication) => self.on_server_publication(channel, publication),
            push::Event::Gap(gap) => {
                // What is in no history moves no position.
                if gap.to > 0 {
                    self.move_server_side(channel, &gap.epoch, gap.to);
                }
                let gap = SubscriptionEvent::Gap { from: gap.from, to: gap.to, count: gap.count };
                self.server_event(channel, gap);
            }
            push::Event::Position(at) => self.move_server_side(channel, &at.epoch, at.offset),
            push::Event::Join(pb::Join { info: Some(info) }) => {
                self.server_event(channel, SubscriptionEvent::Join(convert::client_info(info)));
            }
            push::Event::Leave(pb::Leave { info: Some(info) }) => {
                self.server_event(channel, SubscriptionEvent::Leave(convert::client_info(info)));
            }
            push::Event::Unsubscribe(pb::Unsubscribe { code, reason }) => {
                self.end_server_side(channel, Ended::Unsubscribed { code, reason });
            }
            _ => tracing::debug!(channel, "push of a kind that is not handled"),
        }
    }

    fn on_server_publication(&mut self, channel: &str, publication: Publication) {
        let Some(entry) = self.server_side.entries.get_mut(channel) else { return };
        match entry.tracker.publication(&publication) {
            Continues::Seamless => {}
            Continues::Skipping { from, to } => {
                let count = to - from + 1;
                self.server_event(channel, SubscriptionEvent::Gap { from, to, count });
            }
            // Only a new connection can recover it.
            Continues::Broken(reason) => {
                tracing::warn!(channel, reason, "continuity broken, recovering");
                let reason = format!("the server broke continuity of {channel}: {reason}");
                return self.on_ended(Ending::transport(reason));
            }
        }
        let publication = convert::publication(publication);
        self.server_event(channel, SubscriptionEvent::Publication(publication));
    }

    fn move_server_side(&mut self, channel: &str, epoch: &str, offset: u64) {
        if let Some(entry) = self.server_side.entries.get_mut(channel) {
            entry.tracker.moved_to(convert::position(epoch, offset));
        }
    }

    /// The connection ended, and comes back.
    pub(super) fn interrupt_server_side(&mut self, code: u32, reason: &str) {
        for channel in self.server_side.interrupt() {
            let lost = Lost::Connection { code, reason: reason.to_owned() };
            self.server_event(&channel, SubscriptionEvent::Lost(lost));
        }
    }

    /// The connection ended for good.
    pub(super) fn stop_server_side(&mut self, code: u32, reason: &str) {
        self.server_side.retry_at = None;
        for (channel, _) in std::mem::take(&mut self.server_side.entries) {
            let ended = Ended::Disconnected { code, reason: reason.to_owned() };
            self.server_event(&channel, SubscriptionEvent::Ended(ended));
        }
    }

    fn end_server_side(&mut self, channel: &str, why: Ended) {
        if self.server_side.entries.remove(channel).is_some() {
            self.server_event(channel, SubscriptionEvent::Ended(why));
        }
    }

    fn server_event(&mut self, channel: &str, event: SubscriptionEvent) {
        let channel = channel.to_owned();
        self.delivery.connection(ConnectionEvent::ServerSubscription { channel, event });
    }
}
