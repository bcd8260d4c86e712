//! What the server's messages mean for subscriptions.

use super::{
    connection::Connection,
    convert,
    link::Ending,
    position::{Continues, Start},
    renewal::{EXPIRED, ttl_of},
    subscription::{Ended, Key, Lost, Subscribed, SubscriptionEvent},
    subscriptions::Phase,
    tokens::Holder,
};
use crate::{
    model::{ClientError, StreamPosition},
    pb::client::{Gap, Join, Leave, Publication, Push, SubscribeResult, Unsubscribe, push, reply},
};

/// "Subscription expired": another token is wanted.
const SUBSCRIPTION_EXPIRED: u32 = 2501;

/// "State invalidated": what is known about the channel counts no more.
const STATE_INVALIDATED: u32 = 2502;

/// From this code a client subscribes again.
const RESUBSCRIBE_FROM: u32 = 2500;

impl Connection {
    pub(super) fn on_subscribe_reply(&mut self, key: Key, result: Option<reply::Result>) {
        match result {
            Some(reply::Result::Subscribe(result)) => self.on_subscribed(key, result),
            Some(reply::Result::Error(error)) => {
                self.on_subscribe_error(key, convert::error(error));
            }
            _ => {
                let error = "the server's reply is not one to a subscribe command";
                self.end(key, Ended::Refused(ClientError::internal(error)));
            }
        }
    }

    fn on_subscribed(&mut self, key: Key, result: SubscribeResult) {
        let Some(entry) = self.subscriptions.get(key) else { return };
        self.tokens.expires(Holder::Subscription(key), ttl_of(result.expires, result.ttl));
        entry.phase = Phase::Active(tokio::time::Instant::now());
        let Start { position, outcome, recovered } = entry.tracker.subscribed(&result);
        let subscribed = Subscribed {
            position,
            outcome,
            recovered,
            recoverable: result.recoverable,
            positioned: result.positioned,
            data: result.data,
        };
        let events = &entry.events;
        self.delivery.subscription(key, events, SubscriptionEvent::Subscribed(subscribed));
        for publication in result.publications {
            let event = SubscriptionEvent::Publication(convert::publication(publication));
            self.delivery.subscription(key, events, event);
        }
    }

    pub(super) fn on_subscribe_error(&mut self, key: Key, mut error: ClientError) {
        let expired = EXPIRED.contains(&error.code);
        if expired && !self.tokens.invalidate(Holder::Subscription(key)) {
            let fix = "subscribe with a new token, or with a token_source";
            error.message = format!("{}: {fix}", error.message).into();
            return self.end(key, Ended::Refused(error));
        }
        if !error.temporary && !expired {
            return self.end(key, Ended::Refused(error));
        }
        let after = self.subscriptions.retry(key);
        if let Some(entry) = self.subscriptions.get(key) {
            let event = SubscriptionEvent::Retrying { error, after };
            self.delivery.subscription(key, &entry.events, event);
        }
    }

    pub(super) fn on_push(&mut self, push: Push) {
        let Push { channel, event, .. } = push;
        match event {
            Some(event @ push::Event::Subscribe(_)) => self.on_server_push(&channel, event),
            Some(event) if self.server_side.contains(&channel) => {
                self.on_server_push(&channel, event);
            }
            Some(push::Event::Pub(publication)) => self.on_publication(&channel, publication),
            Some(push::Event::Gap(gap)) => self.on_gap(&channel, &gap),
            Some(push::Event::Position(position)) => {
                self.on_position(&channel, convert::position(&position.epoch, position.offset));
            }
            Some(push::Event::Unsubscribe(unsubscribe)) => {
                self.on_unsubscribe(&channel, unsubscribe);
            }
            Some(push::Event::Join(Join { info: Some(info) })) => {
                let join = SubscriptionEvent::Join(convert::client_info(info));
                self.on_membership(&channel, join);
            }
            Some(push::Event::Leave(Leave { info: Some(info) })) => {
                let leave = SubscriptionEvent::Leave(convert::client_info(info));
                self.on_membership(&channel, leave);
            }
            Some(push::Event::Refresh(refresh)) => {
                let ttl = ttl_of(refresh.expires, refresh.ttl);
                self.tokens.expires(Holder::Connection, ttl);
            }
            Some(push::Event::Disconnect(disconnect)) => {
                self.on_ended(Ending::pushed(disconnect));
            }
            _ => tracing::debug!(channel, "push of a kind that is not handled"),
        }
    }

    fn on_publication(&mut self, channel: &str, publication: Publication) {
        let Some((key, entry)) = self.subscriptions.active(channel) else { return };
        match entry.tracker.publication(&publication) {
            Continues::Seamless => {}
            Continues::Skipping { from, to } => {
                let gap = SubscriptionEvent::Gap { from, to, count: to - from + 1 };
                self.delivery.subscription(key, &entry.events, gap);
            }
            Continues::Broken(reason) => {
                tracing::warn!(channel, reason, "continuity broken, recovering");
                self.unsubscribe(channel.to_owned());
                return self.lose(key, Lost::Broken { reason });
            }
        }
        let event = SubscriptionEvent::Publication(convert::publication(publication));
        self.delivery.subscription(key, &entry.events, event);
    }

    fn on_membership(&mut self, channel: &str, event: SubscriptionEvent) {
        if let Some((key, entry)) = self.subscriptions.active(channel) {
            self.delivery.subscription(key, &entry.events, event);
        }
    }

    fn on_gap(&mut self, channel: &str, gap: &Gap) {
        let Some((key, entry)) = self.subscriptions.active(channel) else { return };
        // What is in no history moves no position.
        if gap.to > 0 {
            entry.tracker.moved_to(convert::position(&gap.epoch, gap.to));
        }
        let event = SubscriptionEvent::Gap { from: gap.from, to: gap.to, count: gap.count };
        self.delivery.subscription(key, &entry.events, event);
    }

    fn on_position(&mut self, channel: &str, position: StreamPosition) {
        let Some((key, entry)) = self.subscriptions.active(channel) else { return };
        entry.tracker.moved_to(position.clone());
        let event = SubscriptionEvent::Moved(position);
        self.delivery.subscription(key, &entry.events, event);
    }

    fn on_unsubscribe(&mut self, channel: &str, unsubscribe: Unsubscribe) {
        let Some((key, entry)) = self.subscriptions.active(channel) else { return };
        let Unsubscribe { code, reason } = unsubscribe;
        if code < RESUBSCRIBE_FROM {
            return self.end(key, Ended::Unsubscribed { code, reason });
        }
        if code == STATE_INVALIDATED {
            entry.tracker.forget();
        }
        if matches!(code, SUBSCRIPTION_EXPIRED | STATE_INVALIDATED) {
            self.tokens.invalidate(Holder::Subscription(key));
        }
        self.lose(key, Lost::Unsubscribed { code, reason });
    }

    /// Tells that a subscription is interrupted, and brings it back later.
    fn lose(&mut self, key: Key, lost: Lost) {
        self.tokens.rest(Holder::Subscription(key));
        self.subscriptions.retry(key);
        if let Some(entry) = self.subscriptions.get(key) {
            self.delivery.subscription(key, &entry.events, SubscriptionEvent::Lost(lost));
        }
    }
}
