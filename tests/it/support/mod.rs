//! A real server in this process, and peers that speak the wire's own words:
//! what the client library would hide is what these tests are about.

mod api;
mod peer;
mod raw;
mod token;

use std::time::Duration;

use fanwire::{
    app::{App, AppError},
    config::{Assignment, Config, LoadOptions},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
};
use tonic::transport::{Channel, Endpoint};

pub use api::{error_info, publish_request};
pub use peer::{Peer, command, history, publish, subscribe};
pub use raw::Raw;
pub use token::{SECRET, connection, now_s, signed_with, subscription, token, with};

/// No step of a test takes anywhere near as long.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// `log` keeps and recovers, `short` keeps five, `cache` recovers the newest;
/// channels without a namespace keep nothing.
const NAMESPACES: &str = r#"[
    {"name": "log", "history_size": 1000, "history_ttl": "1h", "allow_recovery": true},
    {"name": "short", "history_size": 5, "history_ttl": "1h", "allow_recovery": true},
    {"name": "kept", "history_size": 100, "history_ttl": "1h"},
    {"name": "cache", "history_size": 10, "history_ttl": "1h", "allow_recovery": true,
     "force_recovery_mode": "cache"},
    {"name": "plain"}
]"#;

/// A server on free ports.
pub struct Server {
    pub client: String,
    pub api: String,
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<(), AppError>>,
}

impl Server {
    pub async fn start(settings: &[(&str, &str)]) -> Self {
        let base = [
            ("client.insecure", "true"),
            ("listen.client.address", "127.0.0.1:0"),
            ("listen.api.address", "127.0.0.1:0"),
            ("engine.type", "memory"),
            ("channel.namespaces", NAMESPACES),
        ];
        let flags = base.iter().chain(settings).map(|(path, value)| Assignment {
            path: (*path).to_owned(),
            value: (*value).to_owned(),
            by: "test",
        });
        let options = LoadOptions { flags: flags.collect(), ..LoadOptions::default() };
        let app = App::start(Config::load(options).unwrap()).await.unwrap();
        let (client, api) = (app.client_address().to_string(), app.api_address().to_string());
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(app.run_until(async { stopped.await.unwrap_or(()) }));
        Self { client, api, stop, running }
    }

    /// A connection of its own.
    pub async fn channel(&self) -> Channel {
        dial(&self.client).await
    }

    /// A stream on a connection of its own; nothing is sent yet.
    pub async fn peer(&self) -> Peer {
        Peer::open(self.channel().await).await
    }

    /// The same, after its connect command.
    pub async fn connected(&self) -> Peer {
        let mut peer = self.peer().await;
        peer.connect().await;
        peer
    }

    /// The value of one series of /metrics; 0 if it is not there.
    pub async fn metric(&self, series: &str) -> f64 {
        let text = self.http_get("/metrics").await;
        let value = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        value.map_or(0.0, |value| value.trim().parse().unwrap())
    }

    /// Waits until a series has this value.
    pub async fn reaches(&self, series: &str, value: f64) {
        let reached = async {
            while self.metric(series).await != value {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, reached).await.is_err() {
            panic!("{series} is {}, not {value}", self.metric(series).await);
        }
    }

    /// All peers are gone: nothing of them may be left. Stops the server.
    pub async fn stop(self) {
        for gauge in ["fanwire_connections", "fanwire_subscriptions", "fanwire_channels"] {
            self.reaches(gauge, 0.0).await;
        }
        self.shut_down().await;
    }

    /// Stops the server, whoever is connected.
    pub async fn shut_down(self) {
        self.stop_unseen().await;
    }

    /// Stops a server whose API listener nobody can ask for what is left.
    pub async fn stop_unseen(self) {
        self.stop.send(()).unwrap();
        within(self.running).await.unwrap().unwrap();
    }

    async fn http_get(&self, path: &str) -> String {
        let mut tcp = TcpStream::connect(&self.api).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        tcp.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        within(tcp.read_to_string(&mut answer)).await.unwrap();
        answer
    }
}

/// An HTTP/2 connection on which a stream that is not read starves no other.
pub async fn dial(address: &str) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
    let endpoint =
        endpoint.initial_stream_window_size(64 * 1024).initial_connection_window_size(8 << 20);
    within(endpoint.connect()).await.unwrap()
}

/// Bounds what a test waits for.
#[track_caller]
pub fn within<T>(step: impl Future<Output = T>) -> impl Future<Output = T> {
    let place = std::panic::Location::caller();
    async move {
        let step = tokio::time::timeout(PATIENCE, step);
        step.await.unwrap_or_else(|_| panic!("nothing came in time, waiting at {place}"))
    }
}
