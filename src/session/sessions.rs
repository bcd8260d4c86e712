use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Link, SendError, SessionConfig, Uplink,
    inbox::Inbox,
    rate::RateLimit,
    registry::{Entry, Registry},
    run::{Carrier, Session},
};
use crate::{
    auth::Auth,
    model::{ClientId, Disconnect, SessionSecret},
    node::Node,
    outbound::Outbound,
    telemetry::metrics::GaugeGuard,
    wire::{ConnectRequest, MAX_REPLY_BYTES, SendRequest},
};

/// How long a peer gets to read the end of its stream.
const STUCK_AFTER: Duration = Duration::from_secs(5);

/// Waits for a peer that does not read the end of its stream: it costs no
/// memory, and no connection on which nobody else lives.
async fn stuck(ended: Arc<Outbound>, link: Arc<dyn Link>) {
    ended.abandon();
    link.stuck();
    loop {
        link.cut_if_all_stuck();
        if tokio::time::timeout(STUCK_AFTER, ended.detached()).await.is_ok() {
            return link.unstuck();
        }
    }
}

/// Opens sessions and finds them again.
pub struct Sessions {
    pub(super) node: Arc<Node>,
    pub(super) auth: Auth,
    pub(super) config: SessionConfig,
    pub(super) registry: Registry,
    connected: Arc<AtomicUsize>,
    arrivals: Mutex<RateLimit>,
    draining: AtomicBool,
    reconnect_spread_ms: AtomicU32,
    tasks: TaskTracker,
}

impl Sessions {
    /// Sessions on `node`, of clients whose tokens `auth` verifies.
    pub fn new(node: Arc<Node>, auth: Auth, config: SessionConfig) -> Arc<Self> {
        let arrivals = Mutex::new(RateLimit::new(config.connection_rate_limit));
        Arc::new(Self {
            node,
            auth,
            config,
            registry: Registry::new(),
            connected: Arc::default(),
            arrivals,
            draining: AtomicBool::new(false),
            reconnect_spread_ms: AtomicU32::new(0),
            tasks: TaskTracker::new(),
        })
    }

    /// What sessions are configured with.
    pub fn config(&self) -> &SessionConfig {
        &self.config
    }

    /// The node that sessions act on.
    pub fn node(&self) -> &Arc<Node> {
        &self.node
    }

    /// Opens a session whose commands come out of `uplink`. It runs on the
    /// current runtime, whose thread the hub knows as `worker`; it ends when
    /// the returned queue is detached.
    pub fn connect(
        self: &Arc<Self>,
        worker: usize,
        link: Arc<dyn Link>,
        uplink: Uplink,
    ) -> Arc<Outbound> {
        self.open(
            worker,
            link,
            Opening { carrier: Carrier::Connect, uplink, inbox: None, first: None },
        )
    }

    /// Opens a browser's session: `request` is its connect command, further
    /// commands come by [`Sessions::send`].
    pub fn listen(
        self: &Arc<Self>,
        worker: usize,
        link: Arc<dyn Link>,
        request: ConnectRequest,
    ) -> Arc<Outbound> {
        // Four messages of the largest size may wait beside the one at work.
        let inbox = Arc::new(Inbox::new(4 * self.config.message_size_limit));
        let uplink = Uplink::Inbox(inbox.clone());
        let opening =
            Opening { carrier: Carrier::Listen, uplink, inbox: Some(inbox), first: Some(request) };
        self.open(worker, link, opening)
    }

    /// Hands commands to a session that [`Sessions::listen`] opened.
    ///
    /// # Errors
    /// [`SendError`]: nothing was accepted.
    pub fn send(&self, request: SendRequest) -> Result<(), SendError> {
        if !request.node.is_empty() && request.node != self.node.name().as_str() {
            return Err(SendError::NotFound);
        }
        let secret = SessionSecret::from(request.session.as_str());
        let inbox = self.registry.get(&secret).and_then(|entry| entry.inbox);
        inbox.ok_or(SendError::NotFound)?.put(request.seq, request.commands)
    }

    /// Ends every session with `shutdown`, each client told to come back after
    /// a random part of `spread`; new ones get the same answer. Resolves when
    /// all have ended.
    pub async fn drain(&self, spread: Duration) {
        let spread = u32::try_from(spread.as_millis()).unwrap_or(u32::MAX);
        self.reconnect_spread_ms.store(spread, Ordering::Relaxed);
        self.draining.store(true, Ordering::SeqCst);
        for entry in self.registry.all() {
            entry.disconnect(self.shutdown());
        }
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Whether one more client may try to connect.
    pub(super) fn admit(&self) -> Result<(), Disconnect> {
        if self.draining.load(Ordering::SeqCst) {
            return Err(self.shutdown());
        }
        if !self.arrivals.lock().unwrap_or_else(PoisonError::into_inner).allow() {
            let reason = "too many requests: the node takes client.connection_rate_limit new \
                          connections per second";
            return Err(Disconnect::TOO_MANY_REQUESTS.because(reason));
        }
        Ok(())
    }

    /// Counts a session whose client is known, until it is dropped, if there
    /// may be one more. One that `replaces` another may always: that one is
    /// leaving, and none else takes its place.
    pub(super) fn enter(&self, replaces: bool) -> Result<Connected, Disconnect> {
        let limit = self.config.connection_limit;
        let before = self.connected.fetch_add(1, Ordering::SeqCst);
        let _counted = self.node.metrics().open_connection();
        let connected = Connected { count: self.connected.clone(), _counted };
        if limit > 0 && before >= limit && !replaces {
            let reason = format!("connection limit: client.connection_limit = {limit} is reached");
            return Err(Disconnect::CONNECTION_LIMIT.because(reason));
        }
        Ok(connected)
    }

    fn shutdown(&self) -> Disconnect {
        let spread = self.reconnect_spread_ms.load(Ordering::Relaxed);
        Disconnect { reconnect_after_ms: rand::random_range(0..=spread), ..Disconnect::SHUTDOWN }
    }

    fn open(
        self: &Arc<Self>,
        worker: usize,
        link: Arc<dyn Link>,
        Opening { carrier, uplink, inbox, first }: Opening,
    ) -> Arc<Outbound> {
        let outbound = Arc::new(Outbound::new(self.config.queue_max_size, 2 * MAX_REPLY_BYTES));
        let (secret, client) = (SessionSecret::random(), ClientId::random());
        let gone = CancellationToken::new();
        let told = gone.clone().drop_guard();
        let entry = Entry { client: client.clone(), outbound: outbound.clone(), gone, inbox };
        self.registry.insert(secret.clone(), entry.clone());
        if self.draining.load(Ordering::SeqCst) {
            entry.disconnect(self.shutdown());
        }
        let session =
            Session::new(self.clone(), carrier, worker, secret, client, outbound.clone(), told);
        let ended = outbound.clone();
        self.tasks.spawn(async move {
            session.run(uplink, first).await;
            if tokio::time::timeout(STUCK_AFTER, ended.detached()).await.is_err() {
                // No part of a drain: the connection's own deadline ends it.
                tokio::spawn(stuck(ended, link));
            }
        });
        outbound
    }
}

/// Counts a session as connected.
pub(super) struct Connected {
    count: Arc<AtomicUsize>,
    _counted: GaugeGuard,
}

impl Drop for Connected {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What a new session starts with.
struct Opening {
    carrier: Carrier,
    uplink: Uplink,
    inbox: Option<Arc<Inbox>>,
    first: Option<ConnectRequest>,
}
