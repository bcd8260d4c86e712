//! The task behind a client: one connection after the other, and what happens
//! on each.

use std::{
    pin::Pin,
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until},
};
use tonic::transport::Endpoint;

use super::{
    ClientConfig, RequestError, Stopped, SubscribeOptions, Subscription,
    backoff::Backoff,
    commands::{Ask, Commands, ReplyTo, Waiter},
    delivery::{ConnectionEvent, Delivery},
    link::{Ending, Link, dial},
    renewal::ttl_of,
    server_side::ServerSide,
    subscription::{Departures, Ended, Key, Lost, SubscriptionEvent},
    subscriptions::{Phase, Subscriptions},
    tokens::{Holder, Tokens},
};
use crate::pb::client::{
    ConnectRequest, ConnectResult, Reply, UnsubscribeRequest, UnsubscribeResult, command, reply,
};

/// What the application asks of the task.
pub(super) enum Request {
    Subscribe(Box<SubscribeOptions>, oneshot::Sender<Result<Subscription, RequestError>>),
    Unsubscribe(String, ReplyTo),
    Ask(Ask, ReplyTo),
    Close,
}

/// The task's state.
pub(super) struct Connection {
    config: ClientConfig,
    endpoint: Endpoint,
    requests: mpsc::Receiver<Request>,
    departures: Arc<Departures>,
    stopped: Arc<OnceLock<Stopped>>,
    pub(super) delivery: Delivery,
    pub(super) subscriptions: Subscriptions,
    pub(super) server_side: ServerSide,
    pub(super) tokens: Tokens,
    pub(super) commands: Commands,
    pub(super) state: State,
    backoff: Backoff,
    /// Attempts since the last connection.
    attempts: u32,
    /// Secret of the last session; empty before the first.
    session: String,
}

type Dialling = Pin<Box<dyn Future<Output = Result<(Link, ConnectResult), Ending>> + Send>>;

/// Where the connection is.
pub(super) enum State {
    /// Dials then.
    Waiting(Instant),
    /// Dials as soon as there is a token.
    AwaitingToken,
    Dialling(Dialling),
    /// Open since then.
    Open(Box<Link>, Instant),
    /// Ended for good.
    Stopped,
}

/// What the current state brings next.
enum Input {
    Due,
    Dialled(Result<(Link, ConnectResult), Ending>),
    Received(Result<Reply, Ending>),
}

impl State {
    /// Cancelling loses nothing.
    async fn next(&mut self) -> Input {
        match self {
            Self::Waiting(until) => {
                sleep_until(*until).await;
                Input::Due
            }
            Self::Dialling(dialling) => Input::Dialled(dialling.await),
            Self::Open(link, _) => Input::Received(link.next().await),
            Self::AwaitingToken | Self::Stopped => std::future::pending().await,
        }
    }

    pub(super) fn link(&mut self) -> Option<&mut Link> {
        match self {
            Self::Open(link, _) => Some(link),
            _ => None,
        }
    }
}

impl Connection {
    pub(super) fn new(
        config: ClientConfig,
        endpoint: Endpoint,
        requests: mpsc::Receiver<Request>,
        events: mpsc::Sender<ConnectionEvent>,
        stopped: Arc<OnceLock<Stopped>>,
    ) -> Self {
        let departures = Arc::<Departures>::default();
        let mut tokens = Tokens::new(config.backoff, config.request_timeout);
        tokens.add(Holder::Connection, "", &config.token, config.token_source.clone());
        Self {
            endpoint,
            requests,
            stopped,
            delivery: Delivery::new(events),
            subscriptions: Subscriptions::new(
                departures.clone(),
                config.event_buffer,
                config.backoff,
            ),
            departures,
            server_side: ServerSide::new(config.backoff),
            tokens,
            commands: Commands::new(config.max_pending_requests),
            state: State::Stopped,
            backoff: Backoff::new(config.backoff),
            attempts: 0,
            session: String::new(),
            config,
        }
    }

    /// Runs until the client is closed, or the server has ended the connection
    /// for good and everybody has been told.
    pub(super) async fn run(mut self) {
        self.connect_after(Duration::ZERO);
        while self.turn().await {}
    }

    async fn turn(&mut self) -> bool {
        let Self {
            requests, departures, delivery, state, subscriptions, server_side, tokens, ..
        } = self;
        let delivered = delivery.is_empty();
        tokio::select! {
            request = requests.recv() => match request {
                None | Some(Request::Close) => return false,
                Some(request) => self.on_request(request),
            },
            () = departures.any() => self.on_departures(),
            () = delivery.deliver_one(), if !delivered => {}
            // Nothing is read while the application is behind.
            input = state.next(), if delivered => self.on_input(input),
            (holder, fetched) = tokens.next(), if delivered => self.on_token(holder, fetched),
            () = server_side.retry_due() => self.retry_server_side(),
            () = subscriptions.retry_due() => {
                for key in self.subscriptions.take_due() {
                    self.subscribe(key);
                }
            }
        }
        !(matches!(self.state, State::Stopped) && self.delivery.is_empty())
    }

    fn on_input(&mut self, input: Input) {
        match input {
            Input::Due => self.dial(),
            Input::Dialled(Ok((link, result))) => self.on_connected(link, result),
            Input::Dialled(Err(ending)) | Input::Received(Err(ending)) => {
                self.on_ended(ending);
            }
            Input::Received(Ok(reply)) => self.on_reply(reply),
        }
    }

    fn connect_after(&mut self, after: Duration) {
        self.attempts = self.attempts.saturating_add(1);
        self.delivery.connection(ConnectionEvent::Connecting { attempt: self.attempts, after });
        self.state = State::Waiting(Instant::now() + after);
    }

    /// Connects, as soon as there is a token.
    pub(super) fn dial(&mut self) {
        let Some(token) = self.tokens.get(Holder::Connection) else {
            self.state = State::AwaitingToken;
            return;
        };
        let connect = ConnectRequest {
            token,
            subs: self.server_side.requests(),
            name: self.config.name.clone(),
            version: self.config.version.clone(),
            previous_session: self.session.clone(),
            gap_support: true,
            ..ConnectRequest::default()
        };
        let dialling = dial(
            self.endpoint.clone(),
            connect,
            self.config.connect_timeout,
            self.config.ping_grace,
        );
        self.state = State::Dialling(Box::pin(dialling));
    }

    fn on_connected(&mut self, link: Link, mut result: ConnectResult) {
        tracing::debug!(client = result.client, node = result.node, "connected");
        self.attempts = 0;
        self.tokens.expires(Holder::Connection, ttl_of(result.expires, result.ttl));
        self.session = std::mem::take(&mut result.session);
        self.state = State::Open(Box::new(link), Instant::now());
        self.delivery.connection(ConnectionEvent::Connected {
            client: (&*result.client).into(),
            node: (&*result.node).into(),
            version: std::mem::take(&mut result.version),
        });
        self.on_server_side(&mut result);
        for key in self.subscriptions.keys() {
            self.subscribe(key);
        }
        for command in self.commands.release() {
            if let Some(link) = self.state.link() {
                link.send(command);
            }
        }
    }

    /// The connection ended, or could not be made.
    pub(super) fn on_ended(&mut self, mut ending: Ending) {
        self.consider_token(&mut ending);
        let Ending { code, reason, reconnect, after } = ending;
        tracing::debug!(code, reason, reconnect, "disconnected");
        if let State::Open(_, since) = &self.state {
            self.backoff.succeeded(since.elapsed());
        }
        self.commands.fail_in_flight();
        self.delivery.connection(ConnectionEvent::Disconnected {
            code,
            reason: reason.clone(),
            reconnect,
        });
        if !reconnect {
            return self.stop(Stopped { code, reason });
        }
        self.interrupt_server_side(code, &reason);
        for (key, entry) in self.subscriptions.interrupt_all() {
            let lost = Lost::Connection { code, reason: reason.clone() };
            self.delivery.subscription(key, &entry.events, SubscriptionEvent::Lost(lost));
        }
        let after = after.unwrap_or_else(|| self.backoff.next());
        self.connect_after(after);
    }

    fn stop(&mut self, stopped: Stopped) {
        self.state = State::Stopped;
        let Stopped { code, reason } = stopped.clone();
        // Set before anybody is told; there is one end only.
        let _ = self.stopped.set(stopped);
        self.commands.drop_waiting();
        self.tokens.remove(Holder::Connection);
        self.stop_server_side(code, &reason);
        for key in self.subscriptions.keys() {
            self.end(key, Ended::Disconnected { code, reason: reason.clone() });
        }
    }

    /// A subscription has ended for good.
    pub(super) fn end(&mut self, key: Key, why: Ended) {
        self.tokens.remove(Holder::Subscription(key));
        if let Some((_, entry)) = self.subscriptions.remove(key) {
            self.delivery.subscription(key, &entry.events, SubscriptionEvent::Ended(why));
        }
    }

    fn on_request(&mut self, request: Request) {
        if matches!(self.state, State::Stopped) {
            return; // the dropped reply tells, see `Client::answer`
        }
        match request {
            Request::Subscribe(options, reply) => {
                // A handle dropped before this request frees its channel.
                self.on_departures();
                let _ = reply.send(self.add(*options));
            }
            Request::Unsubscribe(channel, reply) => {
                let key = self.subscriptions.key(&channel);
                if let Some(channel) = key.and_then(|key| self.remove(key)) {
                    self.ask(Ask::Unsubscribe(UnsubscribeRequest { channel }), reply);
                } else {
                    let _ = reply.send(Ok(reply::Result::Unsubscribe(UnsubscribeResult {})));
                }
            }
            Request::Ask(ask, reply) => self.ask(ask, reply),
            Request::Close => {}
        }
    }

    fn add(&mut self, options: SubscribeOptions) -> Result<Subscription, RequestError> {
        let SubscribeOptions { channel, token, token_source, .. } = options.clone();
        let (key, handle) = self.subscriptions.add(options)?;
        self.tokens.add(Holder::Subscription(key), &channel, &token, token_source);
        self.subscribe(key);
        Ok(handle)
    }

    fn ask(&mut self, ask: Ask, reply: ReplyTo) {
        let Some(reply) = self.commands.admit(reply) else { return };
        match self.state.link() {
            Some(link) => {
                link.send(self.commands.command(ask.into(), Waiter::Application(reply)));
            }
            None => self.commands.wait(ask, reply),
        }
    }

    fn on_departures(&mut self) {
        for key in self.departures.take() {
            if let Some(channel) = self.remove(key) {
                self.unsubscribe(channel);
            }
        }
    }

    /// Forgets a subscription; gives its channel when the server knows of it.
    fn remove(&mut self, key: Key) -> Option<String> {
        self.delivery.discard(key);
        self.tokens.remove(Holder::Subscription(key));
        let (channel, entry) = self.subscriptions.remove(key)?;
        entry.on_server().then_some(channel)
    }

    /// Tells the server that a subscription is over, without waiting.
    pub(super) fn unsubscribe(&mut self, channel: String) {
        if let Some(link) = self.state.link() {
            let request = command::Request::Unsubscribe(UnsubscribeRequest { channel });
            link.send(self.commands.command(request, Waiter::Nobody));
        }
    }

    /// Sends a subscription's command: now, as soon as its token is there, or
    /// with the next connection.
    pub(super) fn subscribe(&mut self, key: Key) {
        let Some(entry) = self.subscriptions.get(key) else { return };
        let Some(link) = self.state.link() else {
            entry.phase = Phase::Idle;
            return;
        };
        let Some(token) = self.tokens.get(Holder::Subscription(key)) else {
            entry.phase = Phase::AwaitingToken;
            return;
        };
        entry.phase = Phase::Subscribing;
        let request = command::Request::Subscribe(entry.request(token));
        link.send(self.commands.command(request, Waiter::Subscription(key)));
    }

    fn on_reply(&mut self, reply: Reply) {
        match reply.result {
            Some(reply::Result::Push(push)) => self.on_push(push),
            None if reply.id == 0 => {
                if let Some(link) = self.state.link() {
                    link.pong();
                }
            }
            result => match (self.commands.take(reply.id), result) {
                (Some(Waiter::Application(to)), Some(result)) => {
                    let _ = to.send(Ok(result));
                }
                (Some(Waiter::Application(to)), None) => {
                    let _ = to.send(Err(RequestError::UnexpectedReply));
                }
                (Some(Waiter::Subscription(key)), result) => self.on_subscribe_reply(key, result),
                (Some(Waiter::Renewal(holder)), result) => self.on_renewal_reply(holder, result),
                (Some(Waiter::Nobody), _) => {}
                (None, _) => tracing::debug!(id = reply.id, "reply to no command"),
            },
        }
    }
}
