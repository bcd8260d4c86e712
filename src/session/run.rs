use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::DropGuard;

use super::{
    Sessions, Uplink, UplinkError,
    backlog::Backlog,
    command,
    expiry::Expiry,
    heartbeat::{Due, Heartbeat},
    identity::Identity,
    listed::Listed,
    rate::RateLimit,
    sessions::Connected,
    subscription::{Origin, Subscription},
    uplink::Incoming,
};
use crate::{
    engine::PublishOutcome,
    hub::{Losses, Order, Subscriber},
    model::{Channel, ClientError, ClientId, ClientInfo, Disconnect, SessionSecret, Unsubscribe},
    node::NodeError,
    outbound::{Ending, Outbound, Pushed},
    telemetry::metrics::{Command, QueueDrop},
    wire::{self, ConnectRequest},
};

/// Publishes of one session that may be under way at once.
const MAX_PUBLISHING: usize = 256;

/// What carries a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    Connect,
    Listen,
}

pub(super) type Publishing = BoxFuture<'static, (u32, Result<PublishOutcome, NodeError>)>;

/// The state of one logical client.
pub(super) struct Session {
    pub(super) sessions: Arc<Sessions>,
    pub(super) carrier: Carrier,
    pub(super) worker: usize,
    pub(super) secret: SessionSecret,
    pub(super) client: ClientId,
    /// Anonymous until its connect command says more.
    pub(super) identity: Identity,
    pub(super) expiry: Expiry,
    /// The client's earlier connection, which this one replaces.
    pub(super) replaces: Option<ClientId>,
    /// Name and version of the client library, as it says itself.
    pub(super) library: (String, String),
    pub(super) connected_at_ms: u64,
    /// Known to the rest of the node from its connect command on.
    pub(super) listed: Option<Listed>,
    /// Counts as a connection from its connect command on.
    pub(super) connected: Option<Connected>,
    /// The client understands gaps.
    pub(super) gap_support: bool,
    pub(super) outbound: Arc<Outbound>,
    pub(super) losses: Arc<Losses>,
    pub(super) heartbeat: Heartbeat,
    pub(super) commands: RateLimit,
    pub(super) subscriptions: HashMap<Channel, Subscription>,
    pub(super) publishing: FuturesUnordered<Publishing>,
    reading: bool,
    backlog: Backlog,
    /// The last field, so that all else is gone when it tells.
    _gone: DropGuard,
}

impl Session {
    pub(super) fn new(
        sessions: Arc<Sessions>,
        carrier: Carrier,
        worker: usize,
        secret: SessionSecret,
        client: ClientId,
        outbound: Arc<Outbound>,
        gone: DropGuard,
    ) -> Self {
        let config = &sessions.config;
        let heartbeat = Heartbeat::new(
            config.stale_close_delay,
            config.ping_interval,
            config.pong_timeout,
            carrier == Carrier::Connect,
        );
        let commands = RateLimit::new(config.command_rate_limit);
        Self {
            sessions,
            carrier,
            worker,
            secret,
            client,
            identity: Identity::anonymous(),
            expiry: Expiry::default(),
            replaces: None,
            library: Default::default(),
            connected_at_ms: 0,
            listed: None,
            connected: None,
            gap_support: false,
            outbound,
            losses: Arc::default(),
            heartbeat,
            commands,
            subscriptions: HashMap::new(),
            publishing: FuturesUnordered::new(),
            reading: true,
            backlog: Backlog::default(),
            _gone: gone,
        }
    }

    /// Lives until the stream's end is decided. `first` is the connect request
    /// of a Listen.
    pub(super) async fn run(mut self, mut uplink: Uplink, first: Option<ConnectRequest>) {
        let (outbound, losses) = (self.outbound.clone(), self.losses.clone());
        if let Some(request) = first {
            unless_ended(&outbound, self.connect(1, request)).await;
        }
        loop {
            let reads = self.reading && (uplink.is_eager() || self.backlog.is_empty());
            let acts = !self.backlog.is_empty() && self.publishing.len() < MAX_PUBLISHING;
            tokio::select! {
                biased;
                () = outbound.ended() => break,
                lost = losses.next() => self.on_losses(lost),
                order = next_order(self.listed.as_ref()) => {
                    unless_ended(&outbound, self.at_work(async |s| s.obey(order).await)).await;
                }
                () = until(self.heartbeat.next()) => self.on_deadline(),
                () = until(self.expiry.next()) => self.on_expiry(),
                Some((id, outcome)) = self.publishing.next() => self.published(id, outcome),
                incoming = uplink.next(), if reads => self.on_incoming(incoming),
                // A client that does not read its replies gets no more of them.
                () = outbound.has_room(), if acts => {
                    unless_ended(&outbound, self.at_work(async |s| s.act().await)).await;
                }
            }
        }
    }

    /// Does something that may take its time. Meanwhile no pong is read, so that
    /// none is missed either.
    async fn at_work(&mut self, work: impl AsyncFnOnce(&mut Self)) {
        let started = Instant::now();
        work(self).await;
        self.heartbeat.was_away(started.elapsed());
    }

    /// Puts a command in its place behind the others; a pong counts at once.
    fn on_incoming(&mut self, incoming: Incoming) {
        self.reading = matches!(incoming, Incoming::Command(..));
        if let Incoming::Command(command, bytes) = &incoming {
            self.sessions.node.metrics().received_bytes(*bytes as u64);
            if command::is_pong(command) && self.heartbeat.pong() {
                return self.sessions.node.metrics().command(Command::Pong);
            }
        }
        if !self.backlog.put(incoming, self.sessions.config.queue_max_size) {
            let reason = "too many requests: commands come faster than their answers are read";
            self.disconnect_slow(Disconnect::TOO_MANY_REQUESTS.because(reason));
        }
    }

    /// Acts on what has waited longest.
    async fn act(&mut self) {
        let Some(incoming) = self.backlog.take() else { return };
        match incoming {
            Incoming::Command(command, _) => self.handle(*command).await,
            Incoming::HalfClosed if self.connected.is_some() => self.heartbeat.half_closed(),
            Incoming::HalfClosed => {
                let reason = "bad request: the stream was half-closed before a connect command";
                self.disconnect(Disconnect::BAD_REQUEST.because(reason));
            }
            Incoming::Failed(UplinkError::TooLarge(limit)) => {
                self.outbound.end(Ending::MessageTooLarge(limit), None);
            }
            Incoming::Failed(UplinkError::Malformed(error)) => {
                let reason = format!("bad request: malformed protobuf: {error}");
                self.disconnect(Disconnect::BAD_REQUEST.because(reason));
            }
            Incoming::Failed(UplinkError::Lost(error)) => {
                tracing::debug!(client = %self.client, %error, "connection lost");
                self.outbound.end(Ending::Gone, None);
            }
        }
    }

    fn on_deadline(&mut self) {
        match self.heartbeat.due() {
            Some(Due::Stale) => {
                let reason = "stale: no connect command within client.stale_close_delay";
                self.disconnect(Disconnect::STALE.because(reason));
            }
            Some(Due::NoPong) => {
                let reason = "no pong: a ping was not answered within client.pong_timeout";
                self.disconnect(Disconnect::NO_PONG.because(reason));
            }
            Some(Due::Ping) => self.ping(),
            None => {}
        }
    }

    fn on_losses(&mut self, lost: Vec<Arc<Subscriber>>) {
        for subscriber in lost {
            let current = self
                .subscriptions
                .get(subscriber.channel())
                .filter(|subscription| Arc::ptr_eq(&subscription.subscriber, &subscriber))
                .map(|subscription| subscription.origin);
            match current {
                None => {} // of an earlier subscription of the same channel
                Some(Origin::Client) => {
                    self.unsubscribe_by_server(
                        subscriber.channel(),
                        &Unsubscribe::INSUFFICIENT_STATE,
                    );
                }
                Some(Origin::Connect | Origin::Token | Origin::Api) => {
                    self.disconnect(Disconnect::INSUFFICIENT_STATE);
                }
            }
        }
    }

    /// Ends a subscription and tells the client why. True if there was one.
    pub(super) fn unsubscribe_by_server(
        &mut self,
        channel: &Channel,
        unsubscribe: &Unsubscribe,
    ) -> bool {
        let dropped = self.drop_subscription(channel);
        if dropped {
            self.sessions.node.metrics().unsubscribe(unsubscribe.code);
            self.push(wire::unsubscribe_push(channel, unsubscribe));
        }
        dropped
    }

    /// True if there was one.
    pub(super) fn drop_subscription(&mut self, channel: &Channel) -> bool {
        let Some(subscription) = self.subscriptions.remove(channel) else { return false };
        self.sessions.node.unsubscribe(&subscription.subscriber);
        if subscription.expires_by.is_some() {
            self.subscriptions_expire();
        }
        true
    }

    /// Ends the session behind what is queued.
    pub(super) fn disconnect(&self, disconnect: Disconnect) {
        let farewell = wire::disconnect_push(&disconnect);
        self.outbound.end(Ending::Disconnect(disconnect), Some(farewell));
    }

    /// Queues a reply or a control frame.
    pub(super) fn push(&self, frame: Bytes) {
        if self.outbound.push_control(frame) == Pushed::Overflow {
            let slow = Disconnect::SLOW.because("slow: the client does not read its replies");
            self.disconnect_slow(slow);
        }
    }

    /// Ends the session and drops what is queued, since nobody reads it.
    pub(super) fn disconnect_slow(&self, disconnect: Disconnect) {
        let farewell = wire::disconnect_push(&disconnect);
        if let Some(dropped) = self.outbound.end_slow(Ending::Disconnect(disconnect), farewell) {
            self.sessions.node.metrics().queue_drops(QueueDrop::Connection, dropped as u64);
        }
    }

    pub(super) fn refuse(&self, id: u32, command: Command, error: &ClientError) {
        self.sessions.node.metrics().command_error(command, error.code);
        self.push(wire::error_reply(id, error));
    }

    /// Who this client is to others in `channel`.
    pub(super) fn info(&self, channel: &Channel) -> ClientInfo {
        match self.subscriptions.get(channel) {
            Some(subscription) => (*subscription.info).clone(),
            None => ClientInfo {
                user: self.identity.user.clone(),
                client: self.client.clone(),
                conn_info: self.identity.info.clone(),
                chan_info: Bytes::new(),
            },
        }
    }

    /// What the connection token says of the client has changed.
    pub(super) fn change_info(&mut self, info: Bytes) {
        for subscription in self.subscriptions.values_mut() {
            subscription.change_conn_info(info.clone());
        }
        self.identity.info = info;
    }
}

/// However a session ends, it leaves nothing behind.
impl Drop for Session {
    fn drop(&mut self) {
        // A task that is dropped half-way (a panic, the runtime's end) has not
        // decided how its stream ends.
        self.disconnect(Disconnect::SERVER_ERROR);
        let node = &self.sessions.node;
        for (_, subscription) in self.subscriptions.drain() {
            node.unsubscribe(&subscription.subscriber);
        }
        self.sessions.registry.remove(&self.secret);
        if let Some(Ending::Disconnect(disconnect)) = self.outbound.ending() {
            node.metrics().disconnect(disconnect.code);
        }
    }
}

/// Whatever a session waits for, its end comes first: what was begun is undone
/// with the session.
async fn unless_ended(outbound: &Outbound, work: impl Future<Output = ()>) {
    tokio::select! {
        biased;
        () = outbound.ended() => {}
        () = work => {}
    }
}

/// Nobody gives orders to a session that is not listed.
async fn next_order(listed: Option<&Listed>) -> Order {
    match listed {
        Some(listed) => listed.orders().next().await,
        None => std::future::pending().await,
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
