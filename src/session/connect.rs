use std::collections::BTreeMap;

use super::{
    run::{Carrier, Session},
    subscription::Origin,
};
use crate::{
    model::{Disconnect, SessionSecret},
    telemetry::metrics::Command,
    wire::{
        self, ConnectRequest, ConnectResult, REPLY_BUDGET_BYTES, ReplyResult, SubscribeRequest,
    },
};

impl Session {
    /// The first command: opens the session.
    pub(super) async fn connect(&mut self, id: u32, request: ConnectRequest) {
        match self.sessions.enter() {
            Ok(connected) => self.connected = Some(connected),
            Err(refused) => return self.disconnect(refused),
        }
        self.heartbeat.connected();
        self.replace(&request.previous_session);
        let mut result = self.connect_result();
        let mut joined = Vec::new();
        // On Connect, `subs` only recovers what the server subscribed to, which
        // needs a token.
        if self.carrier == Carrier::Listen {
            joined = self.subscribe_all(request.subs, &mut result).await;
        }
        self.push(wire::reply(id, ReplyResult::Connect(result)));
        for joined in joined {
            self.activate(joined);
        }
    }

    /// Closes the session that this one replaces.
    fn replace(&self, previous: &str) {
        if previous.is_empty() {
            return;
        }
        let registry = &self.sessions.registry;
        if let Some(entry) = registry.get(&SessionSecret::from(previous)) {
            let reason = "force disconnect: a newer session of the same client replaces this one";
            entry.disconnect(Disconnect::FORCE_DISCONNECT.because(reason));
        }
    }

    fn connect_result(&self) -> ConnectResult {
        let node = &self.sessions.node;
        ConnectResult {
            client: self.client.as_str().to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            ping: self.sessions.config.ping_interval.as_secs_f64().ceil() as u32,
            pong: self.heartbeat.expects_pong(),
            session: self.secret.reveal().to_owned(),
            node: node.name().as_str().to_owned(),
            time: node.clock().now_ms() as i64,
            ..Default::default()
        }
    }

    /// Creates the subscriptions that a Listen asks for, all within one reply.
    async fn subscribe_all(
        &mut self,
        subs: BTreeMap<String, SubscribeRequest>,
        result: &mut ConnectResult,
    ) -> Vec<super::subscribe::Joined> {
        let mut joined = Vec::with_capacity(subs.len());
        let mut room = REPLY_BUDGET_BYTES;
        for (channel, mut request) in subs {
            request.channel = channel.clone();
            match self.join(request, Origin::Connect, room).await {
                Ok(one) => {
                    room = room.saturating_sub(one.weight);
                    result.subs.insert(channel, one.result.clone());
                    joined.push(one);
                }
                Err(error) => {
                    self.sessions.node.metrics().command_error(Command::Connect, error.code);
                    result.sub_errors.insert(channel, wire::error_to_pb(&error));
                }
            }
        }
        joined
    }
}
