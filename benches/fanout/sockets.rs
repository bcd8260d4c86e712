//! CPU time of a real server process per delivery over real sockets.

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use fanwire::pb::{
    api::{PublishRequest, api_service_client::ApiServiceClient},
    client::{
        self as pb, ConnectRequest, SubscribeRequest, client_service_client::ClientServiceClient,
        command::Request, reply::Result as ReplyResult,
    },
};
use tokio::sync::watch;
use tokio_stream::{StreamExt, iter};
use tonic::transport::{Channel, Endpoint};

const ROUNDS: usize = 3;

/// Connections, streams on each, publications per round.
const SHAPES: [(usize, usize, u64); 2] = [(1_000, 1, 300), (100, 100, 30)];

/// A client's first sample waits this long for the last delivery.
const PATIENCE: Duration = Duration::from_secs(120);

/// Prints CPU seconds of the server per million deliveries, the median round.
pub fn measure() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    for (connections, streams, publications) in SHAPES {
        let mut server = Server::start();
        let mut rounds = runtime.block_on(async {
            tokio::time::timeout(PATIENCE, server.run(connections, streams, publications))
                .await
                .expect("the round ends in time")
        });
        rounds.sort_by(f64::total_cmp);
        println!(
            "{connections} connections x {streams} streams, 100 B: {:.2} CPU s per million \
             deliveries (median of {ROUNDS})",
            rounds[ROUNDS / 2]
        );
    }
}

struct Server {
    process: Child,
    client: String,
    api: String,
}

impl Server {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_fanwire"))
            .args(["serve", "--insecure", "--ready-json", "--log-level", "error"])
            .args(["--set", "listen.client.address=127.0.0.1:0"])
            .args(["--set", "listen.api.address=127.0.0.1:0"])
            .args(["--set", "engine.type=memory"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = process.stdout.take().expect("is piped");
        BufReader::new(stdout).read_line(&mut line).expect("a ready line");
        let ready: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let address = |key| format!("http://{}", ready[key].as_str().expect("an address"));
        Self { client: address("client"), api: address("api"), process }
    }

    async fn run(&mut self, connections: usize, streams: usize, publications: u64) -> Vec<f64> {
        let total = (connections * streams) as u64 * publications;
        let (seen, mut progress) = watch::channel(0u64);
        let (ready, mut subscribed) = tokio::sync::mpsc::channel(64);
        for _ in 0..connections {
            let channel = connect(&self.client).await;
            for _ in 0..streams {
                let (seen, ready, channel) = (seen.clone(), ready.clone(), channel.clone());
                tokio::spawn(follow(channel, ready, seen));
            }
        }
        for _ in 0..connections * streams {
            subscribed.recv().await;
        }
        let mut api = ApiServiceClient::new(connect(&self.api).await);
        let mut rounds = Vec::new();
        for round in 1..=ROUNDS as u64 {
            let before = self.cpu_seconds();
            for _ in 0..publications {
                let data = vec![b'x'; 100].into();
                let request = PublishRequest { channel: "live".into(), data, ..Default::default() };
                api.publish(request).await.expect("published");
            }
            progress.wait_for(|seen| *seen >= total * round).await.expect("clients run");
            rounds.push((self.cpu_seconds() - before) / (total as f64 / 1e6));
        }
        rounds
    }

    /// User and system time of the process so far.
    fn cpu_seconds(&self) -> f64 {
        const TICKS_PER_SECOND: f64 = 100.0;
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()));
        let stat = stat.expect("the process lives");
        let after_name = stat.rsplit(')').next().expect("a name in parentheses");
        let field = |n: usize| -> f64 {
            after_name.split_whitespace().nth(n).and_then(|t| t.parse().ok()).expect("a number")
        };
        (field(11) + field(12)) / TICKS_PER_SECOND
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn connect(url: &str) -> Channel {
    let endpoint = Endpoint::from_shared(url.to_owned()).expect("a URL");
    endpoint.connect().await.expect("the server listens")
}

/// One stream that counts what it gets.
async fn follow(channel: Channel, ready: tokio::sync::mpsc::Sender<()>, seen: watch::Sender<u64>) {
    let command = |id, request| pb::Command { id, request: Some(request) };
    let subscribe = SubscribeRequest { channel: "live".into(), ..Default::default() };
    let commands = [
        command(1, Request::Connect(ConnectRequest::default())),
        command(2, Request::Subscribe(subscribe)),
    ];
    // Half-closed: no pong is expected.
    let mut replies = ClientServiceClient::new(channel)
        .connect(iter(commands))
        .await
        .expect("a stream")
        .into_inner();
    while let Some(Ok(reply)) = replies.next().await {
        match reply.result {
            Some(ReplyResult::Subscribe(_)) => ready.send(()).await.expect("the bench waits"),
            Some(ReplyResult::Push(_)) => seen.send_modify(|count| *count += 1),
            _ => {}
        }
    }
}
