//! SIGTERM to the real process.

use std::{process::Stdio, time::Duration};

use fanwire::pb::api::api_service_client::ApiServiceClient;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};
use tonic::Code;

use crate::support::{Peer, dial, publish_request, within};

/// A `fanwire serve`, killed when the test ends before it does.
struct Process {
    child: Child,
    client: String,
    api: String,
}

fn is_ours(name: &std::ffi::OsStr) -> bool {
    name.to_string_lossy().starts_with("FANWIRE_")
}

impl Process {
    async fn start(settings: &[&str]) -> Self {
        let base = [
            "listen.client.address=127.0.0.1:0",
            "listen.api.address=127.0.0.1:0",
            "shutdown.timeout=2s",
            "shutdown.reconnect_spread=3s",
        ];
        let mut command = Command::new(env!("CARGO_BIN_EXE_fanwire"));
        command.args(["serve", "--insecure", "--ready-json", "--log-level", "error"]);
        // The tests' own variables are none of the server's.
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_ours(name)) {
            command.env_remove(name);
        }
        for setting in base.iter().chain(settings) {
            command.args(["--set", setting]);
        }
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = within(lines.next_line()).await.unwrap().expect("a ready line");
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
        let address = |key: &str| ready[key].as_str().unwrap().to_owned();
        Self { client: address("client"), api: address("api"), child }
    }

    async fn connected(&self) -> Peer {
        let mut peer = Peer::open(dial(&self.client).await).await;
        peer.connect().await;
        peer
    }

    async fn terminate(&self) {
        let pid = self.child.id().expect("it runs").to_string();
        assert!(within(Command::new("kill").arg(pid).status()).await.unwrap().success());
    }

    /// The exit code; the process must be gone long before a test gives up.
    async fn exit_code(mut self) -> Option<i32> {
        within(self.child.wait()).await.unwrap().code()
    }
}

#[tokio::test]
async fn every_stream_is_told_to_come_back_later() {
    let process = Process::start(&["engine.type=memory"]).await;
    let mut connected = Vec::new();
    for _ in 0..8 {
        let mut peer = process.connected().await;
        peer.subscribe("news").await;
        connected.push(peer);
    }
    // One that has not connected yet.
    connected.push(Peer::open(dial(&process.client).await).await);
    process.terminate().await;
    let mut waits = Vec::new();
    for mut peer in connected {
        let (farewell, status) = peer.end().await;
        assert_eq!((farewell.code, status.code()), (3001, Code::Unavailable));
        assert!(farewell.reconnect);
        waits.push(farewell.reconnect_after_ms);
    }
    assert!(waits.iter().all(|wait| *wait <= 3000), "{waits:?}");
    assert!(waits.iter().any(|wait| *wait != waits[0]), "no jitter: {waits:?}");
    assert_eq!(process.exit_code().await, Some(0));
}

#[tokio::test]
async fn publishes_under_way_are_answered_and_kept() {
    let directory = tempfile::tempdir().unwrap();
    let store = format!("engine.embedded.path={}", directory.path().join("store").display());
    let settings = [
        "channel.without_namespace.history_size=100000",
        "channel.without_namespace.history_ttl=1h",
        &store,
    ];
    let process = Process::start(&settings).await;
    let mut publishers = Vec::new();
    for number in 0..4 {
        let mut api = ApiServiceClient::new(dial(&process.api).await);
        publishers.push(tokio::spawn(async move {
            let mut acknowledged = 0;
            let channel = format!("news{number}");
            loop {
                match within(api.publish(publish_request(&channel, "x"))).await {
                    Ok(answer) => acknowledged = answer.into_inner().offset,
                    Err(status) => return (channel, acknowledged, status),
                }
            }
        }));
    }
    let mut watching = process.connected().await;
    watching.subscribe("news0").await;
    watching.publication().await;
    process.terminate().await;
    assert_eq!(watching.end_codes().await, (3001, Code::Unavailable));
    let mut acknowledged = Vec::new();
    for publisher in publishers {
        let (channel, offset, status) = publisher.await.unwrap();
        // Whatever was not acknowledged may be tried again.
        assert_eq!(status.code(), Code::Unavailable, "{status:?}");
        acknowledged.push((channel, offset));
    }
    assert_eq!(process.exit_code().await, Some(0));

    let process = Process::start(&settings).await;
    let mut peer = process.connected().await;
    for (channel, offset) in acknowledged {
        let kept = peer.subscribe(&channel).await.offset;
        assert!(kept >= offset, "{channel}: {offset} was acknowledged, {kept} is kept");
        // One more may have been on its way, and no more: none was lost from sight.
        assert!(kept <= offset + 1, "{channel}: {offset} was acknowledged, {kept} is kept");
    }
    drop(peer);
    process.terminate().await;
    assert_eq!(process.exit_code().await, Some(0));
}

#[tokio::test]
async fn a_peer_that_never_reads_does_not_hold_the_exit_up() {
    let process = Process::start(&["engine.type=memory"]).await;
    let mut deaf = process.connected().await;
    deaf.subscribe("flood").await;
    let mut api = ApiServiceClient::new(dial(&process.api).await);
    // More than the stream's window takes, less than makes it slow.
    for _ in 0..10 {
        within(api.publish(publish_request("flood", vec![b'x'; 60_000]))).await.unwrap();
    }
    let half_spoken = tokio::net::TcpStream::connect(&process.client).await.unwrap();
    process.terminate().await;
    // `shutdown.timeout` is 2 s; the default would be 30.
    let exit = tokio::time::timeout(Duration::from_secs(15), process.exit_code()).await;
    assert_eq!(exit.expect("the exit is held up"), Some(0));
    drop((deaf, half_spoken));
}
