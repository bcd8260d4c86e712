use std::{collections::BTreeMap, time::Duration};

use super::{
    expiry::ttl,
    identity::Identity,
    listed::Listed,
    permissions::Grant,
    refusal::Refused,
    registry::Entry,
    run::{Carrier, Session},
    subscribe::{Joined, Wanted},
    subscription::Origin,
};
use crate::{
    auth::ConnectionToken,
    model::{Disconnect, SessionSecret},
    outbound::Ending,
    telemetry::metrics::Command,
    wire::{
        self, ConnectRequest, ConnectResult, REPLY_BUDGET_BYTES, ReplyResult, SubscribeRequest,
    },
};

/// What an entry of `subs` or `sub_errors` takes beside its name, its
/// publications and its words.
const SUB_OVERHEAD_BYTES: usize = 96;

/// Bit 2 of `SubscribeRequest.flag`: for what the server subscribes to by itself.
const FLAG_RECOVER_ONLY: i64 = 1 << 2;

/// How long a session that is replaced gets to leave its channels.
const REPLACED_WITHIN: Duration = Duration::from_secs(1);

/// Most bytes of a client library's name and version that are kept.
const MAX_NAME_BYTES: usize = 64;

impl Session {
    /// The first command: opens the session.
    pub(super) async fn connect(&mut self, id: u32, request: ConnectRequest) {
        if let Err(refused) = self.sessions.admit() {
            return self.disconnect(refused);
        }
        let token = match self.authenticate(&request.token).await {
            Ok(token) => token,
            Err(Refused::Disconnect(disconnect)) => {
                tracing::debug!(client = %self.client, reason = %disconnect.reason, "connect refused");
                return self.disconnect(disconnect);
            }
            Err(Refused::Error(error)) => {
                tracing::debug!(client = %self.client, reason = %error, "connect refused");
                self.refuse(id, Command::Connect, &error);
                self.outbound.end(Ending::Refused(error), None);
                return;
            }
        };
        let server_side = self.identify(token);
        let previous = self.previous(&request.previous_session);
        let replaces = match &previous {
            Some(previous) => replace(previous).await,
            None => false,
        };
        self.replaces = previous.map(|previous| previous.client);
        match self.sessions.enter(replaces) {
            Ok(connected) => self.connected = Some(connected),
            Err(refused) => return self.disconnect(refused),
        }
        if let Err(refused) = self.list(&request) {
            return self.disconnect(refused);
        }
        self.heartbeat.connected();
        self.gap_support = request.gap_support;
        let mut result = self.connect_result();
        let Some(joined) = self.subscribe_all(server_side, request.subs, &mut result).await else {
            return;
        };
        self.push(wire::reply(id, ReplyResult::Connect(result)));
        for joined in joined {
            self.activate(joined);
        }
    }

    /// The session that this one replaces, if it is still there.
    fn previous(&self, secret: &str) -> Option<Entry> {
        let registry = &self.sessions.registry;
        (!secret.is_empty()).then(|| registry.get(&SessionSecret::from(secret))).flatten()
    }

    /// Takes over what the token says. Returns the server-side subscriptions.
    fn identify(&mut self, token: Option<ConnectionToken>) -> Vec<(String, Grant)> {
        let mut server_side = Vec::new();
        if let Some(token) = token {
            let subs = token.subs.into_iter();
            server_side.extend(subs.map(|(channel, sub)| (channel, Grant::from(sub))));
            self.identity = Identity {
                user: token.user,
                info: token.info,
                meta: token.meta,
                capabilities: token.capabilities,
                expire_at: None,
            };
            self.connection_expires(token.expire_at);
        }
        let personal = self.sessions.node.namespaces().personal_channel(&self.identity.user);
        // First, so that it is not the one for which there is no more room.
        if let Some(personal) = personal
            && !server_side.iter().any(|(channel, _)| *channel == personal)
        {
            server_side.insert(0, (personal, Grant::default()));
        }
        server_side
    }

    /// Makes the session known to the node, as one of its user's.
    fn list(&mut self, request: &ConnectRequest) -> Result<(), Disconnect> {
        let hub = self.sessions.node.hub().clone();
        let limit = self.sessions.config.user_connection_limit;
        let (client, user) = (self.client.clone(), self.identity.user.clone());
        // The one that is replaced may still be on its way out.
        let leaving = self.replaces.as_ref().and_then(|old| hub.connections().client(old));
        let leaving = usize::from(limit > 0 && leaving.is_some_and(|old| *old.user() == user));
        let listed = Listed::new(hub, client, user, self.outbound.clone(), limit + leaving);
        self.listed = Some(listed.ok_or_else(|| {
            let reason = format!(
                "connection limit: client.user_connection_limit = {limit} connections of this \
                 user are open"
            );
            Disconnect::CONNECTION_LIMIT.because(reason)
        })?);
        self.library = (bounded(&request.name), bounded(&request.version));
        self.connected_at_ms = self.sessions.node.clock().now_ms();
        Ok(())
    }

    fn connect_result(&self) -> ConnectResult {
        let node = &self.sessions.node;
        let (expires, ttl) = ttl(self.identity.expire_at, self.now_s());
        ConnectResult {
            client: self.client.as_str().to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            expires,
            ttl,
            ping: self.sessions.config.ping_interval.as_secs_f64().ceil() as u32,
            pong: self.heartbeat.expects_pong(),
            session: self.secret.reveal().to_owned(),
            node: node.name().as_str().to_owned(),
            time: node.clock().now_ms() as i64,
            ..Default::default()
        }
    }

    /// Creates the subscriptions that the server wants and those that a Listen
    /// asks for, all within one reply. None when the session has ended instead.
    async fn subscribe_all(
        &mut self,
        server_side: Vec<(String, Grant)>,
        mut asked: BTreeMap<String, SubscribeRequest>,
        result: &mut ConnectResult,
    ) -> Option<Vec<Joined>> {
        let mut all: Vec<_> = server_side
            .into_iter()
            .map(|(channel, grant)| {
                let request = asked.remove(&channel).unwrap_or_default();
                (channel, request, Origin::Token, grant)
            })
            .collect();
        // On Connect, `subs` only recovers what the server subscribes to.
        if self.carrier == Carrier::Listen {
            let asked = asked.into_iter().filter(|(_, sub)| sub.flag & FLAG_RECOVER_ONLY == 0);
            all.extend(asked.map(|(name, sub)| (name, sub, Origin::Connect, Grant::default())));
        }
        let mut joined = Vec::with_capacity(all.len());
        let mut room = REPLY_BUDGET_BYTES;
        for (channel, mut request, origin, grant) in all {
            request.channel = channel.clone();
            room = room.saturating_sub(SUB_OVERHEAD_BYTES + channel.len());
            match self.join(Wanted { request, origin, grant, room }).await {
                Ok(one) => {
                    room = room.saturating_sub(one.weight);
                    result.subs.insert(channel, one.result.clone());
                    joined.push(one);
                }
                Err(Refused::Disconnect(disconnect)) => {
                    self.disconnect(disconnect);
                    return None;
                }
                Err(Refused::Error(mut error)) => {
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
        Some(joined)
    }
}

/// Closes a session that another replaces, and waits until it has left its
/// channels, so that nobody is told of a leave and a join in between. True for
/// the one that closed it: each is replaced once.
async fn replace(previous: &Entry) -> bool {
    let reason = "force disconnect: a newer session of the same client replaces this one";
    let replaces = previous.disconnect(Disconnect::FORCE_DISCONNECT.because(reason));
    // It may have been about to end by itself: it is gone soon either way.
    let _ = tokio::time::timeout(REPLACED_WITHIN, previous.gone.cancelled()).await;
    replaces
}

fn bounded(text: &str) -> String {
    let end = (0..=MAX_NAME_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text[..end.unwrap_or(0)].to_owned()
}
