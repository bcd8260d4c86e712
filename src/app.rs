//! The one composition root: a configuration becomes a running server.

use std::{
    io, net::SocketAddr, num::NonZero, sync::Arc, thread::available_parallelism, time::Duration,
};

use axum::Router;
use tokio::{
    runtime::Handle,
    task::JoinHandle,
    time::{Instant, timeout_at},
};
use tokio_util::sync::CancellationToken;

use crate::{
    auth::{ApiKeyError, ApiKeys, Auth, AuthConfigError},
    config::{Config, ShutdownConfig},
    consumers::Consumers,
    engine::{
        Broker, BrokerError, EngineConfig,
        embedded::{EmbeddedBroker, OpenPhase, OpenProgress, StoreError},
        memory::{MemoryBroker, MemoryPresence},
    },
    hub::{Hub, MAX_WORKERS},
    model::Clock,
    node::{Fanout, Node, NodeLimits},
    pb::{
        api::api_service_server::{self, ApiService, ApiServiceServer},
        client::client_service_server,
    },
    policy::{Namespaces, PolicyConfigError},
    session::Sessions,
    telemetry::{metrics::Metrics, readiness::Readiness},
    transport::{
        Exposure, Listener, ServeOptions, Shutdown, TransportError, Workers, add_standard_services,
        api_stack, client_stack, grpc, http_api::http_api, serve,
    },
};

/// What must hold before the server takes traffic.
const ENGINE: &str = "engine";
/// Does not hold any more once the server stops.
const RUNNING: &str = "server";

/// Between two looks at the engine's health.
const ENGINE_WATCH_INTERVAL: Duration = Duration::from_millis(500);

/// The least time that the engine gets to close.
const STORE_CLOSE_MIN: Duration = Duration::from_secs(1);

/// Why a server could not start or stop.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A listener.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The namespaces.
    #[error(transparent)]
    Policy(#[from] PolicyConfigError),
    /// The keys of tokens.
    #[error(transparent)]
    Auth(#[from] AuthConfigError),
    /// The keys of the server API.
    #[error(transparent)]
    ApiKeys(#[from] ApiKeyError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] BrokerError),
    /// The store file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The disk does not answer.
    #[error(
        "the store was not closed within shutdown.timeout: what was acknowledged in \"async\" \
         channels may be lost, check the disk"
    )]
    StoreNotClosed,
    /// A bug.
    #[error("opening the store panicked: report the panic with the store file")]
    OpenerPanicked,
    /// Threads.
    #[error("cannot start the runtime threads: {0}")]
    Threads(io::Error),
}

/// A running server.
pub struct App {
    client_address: SocketAddr,
    api_address: SocketAddr,
    running: Running,
}

/// What must be stopped, in order.
struct Running {
    workers: Workers,
    sessions: Arc<Sessions>,
    consumers: Consumers,
    broker: Arc<dyn Broker>,
    readiness: Readiness,
    client: Serving,
    api: Serving,
    watchers: CancellationToken,
    shutdown: ShutdownConfig,
}

/// One listener at work.
struct Serving {
    shutdown: Shutdown,
    task: JoinHandle<io::Result<()>>,
}

impl Serving {
    /// Ends at once.
    async fn end(self) {
        self.shutdown.stop.cancel();
        self.shutdown.cut.cancel();
        // Whatever became of it, it has ended.
        let _ = self.task.await;
    }
}

impl App {
    /// Binds both listeners, opens the engine and serves. The API listener
    /// answers health and readiness while the engine still opens.
    ///
    /// # Errors
    /// [`AppError`] names the cause and the fix; nothing is left running.
    pub async fn start(config: Config) -> Result<Self, AppError> {
        let namespaces = Namespaces::new(config.channel)?;
        let api_keys = Arc::new(ApiKeys::new(&config.api.keys)?);
        let client_listener = Listener::bind("listen.client", &config.transport.client)?;
        let api_listener = Listener::bind("listen.api", &config.transport.api)?;
        let (client_address, api_address) =
            (client_listener.local_addr(), api_listener.local_addr());

        let metrics = Arc::new(Metrics::new());
        let readiness = Readiness::new(&[ENGINE, RUNNING]);
        let node_cell = grpc::NodeCell::default();
        let workers = Workers::start(worker_count()).map_err(AppError::Threads)?;
        let api = serve_api(
            api_listener,
            grpc::api_service(node_cell.clone(), api_keys.clone(), metrics.clone()),
            http_api(node_cell.clone(), api_keys.clone(), metrics.clone()),
            Exposure::new(&config.transport.api, !api_keys.is_empty()),
            metrics.clone(),
            readiness.clone(),
            workers.handles(),
        );
        let hub = Arc::new(Hub::new(workers.handles().len(), metrics.clone()));
        let events = Arc::new(Fanout::new(hub.clone(), metrics.clone()));
        let broker = match open_engine(config.engine, events, readiness.clone()).await {
            Ok(broker) => broker,
            Err(error) => {
                api.end().await;
                join(workers).await;
                return Err(error);
            }
        };
        let limits = NodeLimits {
            history_max_publications: config.client.history_max_publication_limit,
            recovery_max_publications: config.client.recovery_max_publication_limit,
        };
        let presence = Arc::new(MemoryPresence::default());
        let node =
            Node::new(namespaces, broker.clone(), presence, hub, metrics, limits, Clock::system());
        let node = Arc::new(node);
        let watchers = CancellationToken::new();
        let position_check = config.client.channel_position_check_delay;
        watch(&node, &workers, position_check, &readiness, &watchers);

        let auth = Auth::new(&config.auth, Clock::system())?;
        let sessions = Sessions::new(node.clone(), auth, config.client);
        let client = serve_clients(
            client_listener,
            sessions.clone(),
            &config.transport.allowed_origins,
            readiness.clone(),
            workers.handles(),
        );
        let consumers = Consumers::start(config.consumers, &node);
        // Nobody else sets it.
        let _ = node_cell.set(node);
        readiness.ready(RUNNING);
        let shutdown = config.shutdown;
        let running = Running {
            workers,
            sessions,
            consumers,
            broker,
            readiness,
            client,
            api,
            watchers,
            shutdown,
        };
        Ok(Self { client_address, api_address, running })
    }

    /// Where clients connect.
    pub fn client_address(&self) -> SocketAddr {
        self.client_address
    }

    /// Where backends connect.
    pub fn api_address(&self) -> SocketAddr {
        self.api_address
    }

    /// Runs until `stop` resolves, then stops in order: no new connections,
    /// every stream ended with `shutdown`, consumers and calls under way finished, what was
    /// acknowledged flushed. Takes `shutdown.timeout` at most.
    ///
    /// # Errors
    /// When the engine could not be closed cleanly.
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), AppError> {
        stop.await;
        self.running.stop().await
    }
}

impl Running {
    async fn stop(self) -> Result<(), AppError> {
        tracing::info!("stopping");
        self.readiness.not_ready(RUNNING, "shutting down");
        let cuts = [self.client.shutdown.cut.clone(), self.api.shutdown.cut.clone()];
        let deadline = Instant::now() + self.shutdown.timeout;
        let cutter = tokio::spawn(async move {
            tokio::time::sleep_until(deadline).await;
            cuts.iter().for_each(CancellationToken::cancel);
        });
        self.client.shutdown.stop.cancel();
        let drained = timeout_at(deadline, self.sessions.drain(self.shutdown.reconnect_spread));
        let consumed = timeout_at(deadline, self.consumers.stop());
        let (drained, consumed) = tokio::join!(drained, consumed);
        if drained.is_err() {
            tracing::warn!("some streams did not end within shutdown.timeout: cut");
        }
        if consumed.is_err() {
            tracing::warn!("some consumers did not end within shutdown.timeout: abandoned");
        }
        self.api.shutdown.stop.cancel();
        for serving in [self.client, self.api] {
            // Whatever became of a listener, the engine must be closed.
            match serving.task.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "a listener broke"),
                Err(error) => tracing::error!(%error, "a listener panicked"),
            }
        }
        cutter.abort();
        self.watchers.cancel();
        // The engine gets a moment even when the streams took all the time.
        let deadline = deadline.max(Instant::now() + STORE_CLOSE_MIN);
        let Ok(closed) = timeout_at(deadline, self.broker.shutdown()).await else {
            // Its drop would wait for the disk as well.
            std::mem::forget(self.broker);
            return Err(AppError::StoreNotClosed);
        };
        // Joins threads.
        join(self.workers).await;
        closed?;
        tracing::info!("stopped");
        Ok(())
    }
}

/// Joins the threads, which blocks.
async fn join(workers: Workers) {
    // A thread that panicked has said so.
    let _ = tokio::task::spawn_blocking(move || drop(workers)).await;
}

fn worker_count() -> usize {
    available_parallelism().map_or(1, NonZero::get).min(MAX_WORKERS)
}

fn serve_api(
    listener: Listener,
    service: ApiServiceServer<impl ApiService>,
    http_api: Router,
    exposure: Exposure,
    metrics: Arc<Metrics>,
    readiness: Readiness,
    workers: Vec<Handle>,
) -> Serving {
    const SERVICES: &[&str] = &[api_service_server::SERVICE_NAME];
    let shutdown = Shutdown::default();
    let service = tonic::service::Routes::new(service).into_axum_router();
    let stop = shutdown.stop.clone();
    let services = add_standard_services(service, SERVICES, readiness.clone(), stop);
    let router = api_stack(services, http_api, metrics, readiness, exposure);
    let serving = serve(listener, router, ServeOptions::api(), workers, shutdown.clone());
    Serving { shutdown, task: tokio::spawn(serving) }
}

fn serve_clients(
    listener: Listener,
    sessions: Arc<Sessions>,
    allowed_origins: &[String],
    readiness: Readiness,
    workers: Vec<Handle>,
) -> Serving {
    const SERVICES: &[&str] = &[client_service_server::SERVICE_NAME];
    let shutdown = Shutdown::default();
    let service = grpc::client_service(sessions);
    let services = add_standard_services(service, SERVICES, readiness, shutdown.stop.clone());
    let router = client_stack(services, allowed_origins);
    let serving = serve(listener, router, ServeOptions::client(), workers, shutdown.clone());
    Serving { shutdown, task: tokio::spawn(serving) }
}

/// Opening may take seconds after a crash; readiness tells how far it is.
async fn open_engine(
    config: EngineConfig,
    events: Arc<Fanout>,
    readiness: Readiness,
) -> Result<Arc<dyn Broker>, AppError> {
    let broker: Arc<dyn Broker> = match config {
        EngineConfig::Memory => Arc::new(MemoryBroker::new(Clock::system(), events)),
        EngineConfig::Embedded { path } => {
            let progress = OpenProgress::default();
            let told = progress.clone();
            let mut opening = tokio::task::spawn_blocking(move || {
                EmbeddedBroker::open(&path, Clock::system(), events, &told)
            });
            let mut interval = tokio::time::interval(ENGINE_WATCH_INTERVAL);
            loop {
                tokio::select! {
                    opened = &mut opening => {
                        break Arc::new(opened.map_err(|_| AppError::OpenerPanicked)??);
                    }
                    _ = interval.tick() => readiness.not_ready(ENGINE, opening_phase(&progress)),
                }
            }
        }
    };
    readiness.ready(ENGINE);
    Ok(broker)
}

fn opening_phase(progress: &OpenProgress) -> String {
    match progress.phase() {
        OpenPhase::Opening => "opening the store".to_owned(),
        OpenPhase::Repairing(percent) => {
            format!("repairing the store after an unclean stop, {percent} %")
        }
        OpenPhase::Reading | OpenPhase::Open => "reading the store".to_owned(),
    }
}

/// Starts what runs beside the requests, until `stop`.
fn watch(
    node: &Arc<Node>,
    workers: &Workers,
    position_check: Duration,
    readiness: &Readiness,
    stop: &CancellationToken,
) {
    for (index, worker) in workers.handles().into_iter().enumerate() {
        let (hub, stop) = (node.hub().clone(), stop.clone());
        worker.spawn(async move { stop.run_until_cancelled(hub.run_worker(index)).await });
    }
    if !position_check.is_zero() {
        let (node, stop) = (node.clone(), stop.clone());
        tokio::spawn(async move {
            stop.run_until_cancelled(node.watch_positions(position_check)).await
        });
    }
    let (members, stop_leaves) = (node.clone(), stop.clone());
    tokio::spawn(async move { stop_leaves.run_until_cancelled(members.push_leaves()).await });
    let (broker, readiness, stop) = (node.broker().clone(), readiness.clone(), stop.clone());
    tokio::spawn(async move { stop.run_until_cancelled(watch_engine(&*broker, &readiness)).await });
}

/// Keeps readiness in step with what the engine says of itself.
async fn watch_engine(broker: &dyn Broker, readiness: &Readiness) {
    let mut interval = tokio::time::interval(ENGINE_WATCH_INTERVAL);
    loop {
        interval.tick().await;
        match broker.stats().problem {
            Some(problem) => readiness.not_ready(ENGINE, problem),
            None => readiness.ready(ENGINE),
        }
    }
}
