//! What the server API asks of a session.

use super::{
    identity::is_past,
    permissions::Grant,
    refusal::Refused,
    run::{Carrier, Session},
    subscribe::{FLAG_REFUSE_UNRECOVERED, Wanted},
    subscription::{Origin, Subscription},
};
use crate::{
    hub::{ConnectionState, Order, ServerSubscribe, SubscriptionState},
    model::{ClientError, code},
    wire::{self, SubscribeRequest},
};

/// What is recovered is pushed beside what the client asked for; the rest waits
/// until it reads.
const RECOVERED_AT_ONCE_BYTES: usize = 64 * 1024;

impl Session {
    pub(super) async fn obey(&mut self, order: Order) {
        if order.is_abandoned() {
            return; // it has been answered as not done
        }
        match order {
            Order::Subscribe(subscribe, done) => {
                let subscribed = self.subscribe_by_server(subscribe).await;
                let _ = done.send(subscribed);
            }
            Order::Unsubscribe(channel, unsubscribe, done) => {
                let _ = done.send(self.unsubscribe_by_server(&channel, &unsubscribe));
            }
            Order::Refresh(refresh, done) => {
                if let Some(info) = refresh.info {
                    self.change_info(info);
                }
                self.refreshed_by_server(refresh.expire_at);
                let _ = done.send(());
            }
            Order::Describe(done) => {
                let _ = done.send(self.describe());
            }
        }
    }

    async fn subscribe_by_server(&mut self, order: ServerSubscribe) -> Result<(), ClientError> {
        if is_past(order.expire_at, self.now_s()) {
            let message = "expire_at has passed: give a time to come, or none";
            return Err(ClientError::new(code::BAD_REQUEST, message));
        }
        let since = order.recover_since;
        let request = SubscribeRequest {
            channel: order.channel,
            recover: since.is_some(),
            recoverable: true,
            positioned: true,
            // A hole that nobody is told of is worse than a refusal.
            flag: if since.is_some() { FLAG_REFUSE_UNRECOVERED } else { 0 },
            offset: since.as_ref().map_or(0, |since| since.offset),
            epoch: since.map_or_else(String::new, |since| since.epoch.as_str().to_owned()),
            ..Default::default()
        };
        let grant = Grant {
            chan_info: order.info,
            data: order.data,
            expire_at: order.expire_at,
            overrides: order.overrides,
            ..Grant::default()
        };
        let wanted = Wanted { request, origin: Origin::Api, grant, room: RECOVERED_AT_ONCE_BYTES };
        let joined = self.join(wanted).await.map_err(|refused| match refused {
            Refused::Error(error) => error,
            Refused::Disconnect(disconnect) => ClientError::internal(disconnect.reason),
        })?;
        self.push(wire::subscribe_push(&joined.channel, &joined.result));
        for publication in &joined.result.publications {
            self.push(wire::recovered_push(&joined.channel, publication));
        }
        self.activate(joined);
        Ok(())
    }

    fn describe(&self) -> ConnectionState {
        let (queued_messages, queued_bytes) = self.outbound.queued();
        let mut subscriptions: Vec<_> =
            self.subscriptions.values().map(Subscription::describe).collect();
        subscriptions.sort_by(|a, b| a.channel.as_str().cmp(b.channel.as_str()));
        ConnectionState {
            client: self.client.clone(),
            user: self.identity.user.clone(),
            connected_at_ms: self.connected_at_ms,
            transport: match self.carrier {
                Carrier::Connect => "connect",
                Carrier::Listen => "listen",
            },
            name: self.library.0.clone(),
            version: self.library.1.clone(),
            expire_at: self.identity.expire_at,
            meta: self.identity.meta.clone(),
            info: self.identity.info.clone(),
            capabilities: self.identity.capabilities.to_texts(),
            queued_bytes,
            queued_messages,
            subscriptions,
        }
    }
}

impl Subscription {
    fn describe(&self) -> SubscriptionState {
        SubscriptionState {
            channel: self.subscriber.channel().clone(),
            origin: self.origin.as_str(),
            position: self.subscriber.position(),
            expire_at: self.expire_at,
            recoverable: self.recoverable,
            positioned: self.subscriber.is_positioned(),
            join_leave: self.subscriber.wants_join_leave(),
            filtered: self.subscriber.filter().is_some(),
            granted: self.granted.iter().map(|action| action.claim()).collect(),
        }
    }
}
