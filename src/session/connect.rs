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

/// What an entry of `subs` or `sub_errors` takes beside its name, its
/// publications and its words.
const SUB_OVERHEAD_BYTES: usize = 96;

impl Session {
    /// The first command: opens the session.
    pub(super) async fn connect(&mut self, id: u32, request: ConnectRequest) {
        let replaces = self.replace(&request.previous_session);
        match self.sessions.enter(replaces) {
            Ok(connected) => self.connected = Some(connected),
            Err(refused) => return self.disconnect(refused),
        }
        self.heartbeat.connected();
        self.gap_support = request.gap_support;
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

    /// Closes the session that this one replaces; true if there is one.
    fn replace(&self, previous: &str) -> bool {
        let registry = &self.sessions.registry;
        let previous =
            (!previous.is_empty()).then(|| registry.get(&SessionSecret::from(previous))).flatten();
        previous.is_some_and(|entry| {
            let reason = "force disconnect: a newer session of the same client replaces this one";
            entry.disconnect(Disconnect::FORCE_DISCONNECT.because(reason))
        })
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
            room = room.saturating_sub(SUB_OVERHEAD_BYTES + channel.len());
            match self.join(request, Origin::Connect, room).await {
                Ok(one) => {
                    room = room.saturating_sub(one.weight);
                    result.subs.insert(channel, one.result.clone());
                    joined.push(one);
                }
                Err(mut error) => {
                    // Without room for its words an error has its code only.
                    if error.message.len() > room {
                        error.message = "".into();
                    }
                    room = room.saturating_sub(error.message.len());
                    self.sessions.node.metrics().command_error(Command::Connect, error.code);
                    result.sub_errors.insert(channel, wire::error_to_pb(&error));
                }
            }
        }
        joined
    }
}
