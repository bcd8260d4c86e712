use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use hyper_util::{rt::TokioExecutor, server::conn::auto};
use tokio::{
    net::{TcpListener, TcpStream},
    runtime::Handle,
    time::{Instant, sleep, timeout_at},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tokio_util::{
    sync::CancellationToken,
    task::{TaskTracker, task_tracker::TaskTrackerToken},
};
use tracing::{debug, info, warn};

use super::{
    Listener, ServeOptions,
    accept_errors::{AcceptErrors, Verdict},
    connection::ConnectionHandle,
    drive::{End, drive},
    edge::Edge,
    registry::{Registered, Registry},
};

#[cfg(any(target_os = "linux", target_os = "android"))]
/// How long written bytes may stay unacknowledged before the peer counts as
/// gone.
const TCP_USER_TIMEOUT: Duration = Duration::from_secs(30);

/// How [`serve`] is told to end.
#[derive(Debug, Clone, Default)]
pub struct Shutdown {
    /// Closes the listener. Connections refuse new streams (HTTP/2: GOAWAY)
    /// and end after the open ones.
    pub stop: CancellationToken,
    /// Cuts what is still open: the hard deadline.
    pub cut: CancellationToken,
}

/// Accepts connections and serves `router` on them. Each lives on one of
/// `workers`, current-thread runtimes, for its life: the one with the fewest
/// connections. The [`ConnectionHandle`] in a request's extensions knows which.
///
/// Resolves when the listener is closed and every connection has ended. Must
/// be polled in a runtime with I/O and time. Dropping it cuts all connections.
///
/// # Panics
/// When `workers` is empty.
///
/// # Errors
/// When the socket cannot be registered with the runtime.
pub async fn serve(
    listener: Listener,
    router: Router,
    options: ServeOptions,
    workers: Vec<Handle>,
    shutdown: Shutdown,
) -> io::Result<()> {
    assert!(!workers.is_empty(), "serve needs at least one worker");
    let socket = TcpListener::from_std(listener.socket)?;
    let server = Server {
        option: listener.option,
        registry: Registry::new(workers.len()),
        tracker: TaskTracker::new(),
        shared: Arc::new(Settings {
            http: options.http(),
            tls: listener.tls,
            router: router.with_state(()),
            handshake_timeout: options.handshake_timeout,
            idle_timeout: options.idle_timeout,
        }),
        max_connections: options.max_connections,
        workers,
    };
    server.accept_until(&shutdown.stop, socket).await;
    server.registry.drain_all();
    server.tracker.close();
    tokio::select! {
        () = server.tracker.wait() => return Ok(()),
        () = shutdown.cut.cancelled() => {}
    }
    let open = server.registry.len();
    warn!(listener = server.option, open, "cutting connections that did not end in time");
    server.registry.abort_all();
    server.tracker.wait().await;
    Ok(())
}

struct Server {
    option: &'static str,
    registry: Arc<Registry>,
    tracker: TaskTracker,
    shared: Arc<Settings>,
    max_connections: usize,
    workers: Vec<Handle>,
}

/// What every connection needs.
struct Settings {
    http: auto::Builder<TokioExecutor>,
    tls: Option<TlsAcceptor>,
    router: Router,
    handshake_timeout: Duration,
    idle_timeout: Option<Duration>,
}

impl Server {
    /// Takes the socket, so that it is closed on return.
    async fn accept_until(&self, stop: &CancellationToken, socket: TcpListener) {
        let mut errors = AcceptErrors::default();
        let mut full = false;
        for id in 0.. {
            let accepted = tokio::select! {
                biased;
                () = stop.cancelled() => return,
                accepted = socket.accept() => accepted,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => match errors.failed(&error) {
                    Verdict::Retry => continue,
                    Verdict::Wait { pause, report } => {
                        if report {
                            warn!(listener = self.option, %error, "cannot accept connections: raise the limit of open files (ulimit -n) or free memory; trying again");
                        }
                        tokio::select! {
                            () = stop.cancelled() => return,
                            () = sleep(pause) => continue,
                        }
                    }
                },
            };
            if errors.succeeded() {
                info!(listener = self.option, "accepting connections again");
            }
            if self.registry.len() >= self.max_connections {
                if !full {
                    let limit = self.max_connections;
                    warn!(listener = self.option, limit, %peer, "connection limit of the listener reached: closing new connections");
                }
                full = true;
                continue;
            }
            // Not at each coming and going around the limit.
            full &= self.registry.len() > self.max_connections / 10 * 9;
            self.hand_over(id, stream, peer);
        }
    }

    fn hand_over(&self, id: u64, stream: TcpStream, peer: SocketAddr) {
        // The reactor of the worker takes the socket over from ours.
        let stream = match prepare(stream) {
            Ok(stream) => stream,
            Err(error) => {
                debug!(listener = self.option, %peer, %error, "connection lost before it was served");
                return;
            }
        };
        let worker = self.registry.least_loaded();
        let connection = ConnectionHandle::new(worker, peer);
        let task = Task {
            option: self.option,
            deadline: Instant::now() + self.shared.handshake_timeout,
            settings: self.shared.clone(),
            tracker: self.tracker.clone(),
            _registered: self.registry.add(id, connection.clone()),
            _token: self.tracker.token(),
            connection,
        };
        self.workers[worker].spawn(task.run(stream));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.registry.abort_all();
    }
}

fn prepare(stream: TcpStream) -> io::Result<std::net::TcpStream> {
    stream.set_nodelay(true)?;
    #[cfg(any(target_os = "linux", target_os = "android"))]
    socket2::SockRef::from(&stream).set_tcp_user_timeout(Some(TCP_USER_TIMEOUT))?;
    stream.into_std()
}

/// One connection on its worker.
struct Task {
    option: &'static str,
    settings: Arc<Settings>,
    tracker: TaskTracker,
    connection: ConnectionHandle,
    deadline: Instant,
    _registered: Registered,
    _token: TaskTrackerToken,
}

impl Task {
    async fn run(self, stream: std::net::TcpStream) {
        let peer = self.connection.peer();
        let end = match TcpStream::from_std(stream) {
            Err(error) => End::Closed(Some(error.into())),
            Ok(stream) => match &self.settings.tls {
                None => self.drive(stream).await,
                // Boxed: the handshake's state is larger than what follows.
                Some(tls) => match Box::pin(self.handshake(tls, stream)).await {
                    Some(stream) => self.drive(stream).await,
                    None => return,
                },
            },
        };
        let no_request = self.connection.streams_started() == 0;
        debug!(listener = self.option, %peer, %end, no_request, "connection ended");
    }

    async fn handshake(
        &self,
        tls: &TlsAcceptor,
        stream: TcpStream,
    ) -> Option<TlsStream<TcpStream>> {
        let peer = self.connection.peer();
        let problem = tokio::select! {
            biased;
            () = self.connection.ordered_to_end() => return None,
            outcome = timeout_at(self.deadline, tls.accept(stream)) => match outcome {
                Ok(Ok(stream)) => return Some(stream),
                Ok(Err(error)) => error.to_string(),
                Err(_) => "deadline reached".to_owned(),
            },
        };
        debug!(listener = self.option, %peer, %problem, "tls handshake failed");
        None
    }

    async fn drive<I>(&self, io: I) -> End
    where
        I: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    {
        let edge = Edge {
            router: self.settings.router.clone(),
            connection: self.connection.clone(),
            tracker: self.tracker.clone(),
        };
        drive(io, &self.settings.http, edge, self.deadline, self.settings.idle_timeout).await
    }
}
