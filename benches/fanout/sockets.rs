//! CPU time of a real server process per delivery over real sockets.

use std::time::Duration;

use fanwire::pb::{
    api::{PublishRequest, api_service_client::ApiServiceClient},
    client::{
        self as pb, ConnectRequest, SubscribeRequest, client_service_client::ClientServiceClient,
        command::Request, reply::Result as ReplyResult,
    },
};
use tokio::sync::watch;
use tokio_stream::{StreamExt, iter};
use tonic::transport::Channel;

use crate::server::{Server, connect};

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
        let server = Server::start(&["engine.type=memory"]);
        let mut rounds = runtime.block_on(async {
            tokio::time::timeout(PATIENCE, rounds(&server, connections, streams, publications))
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

async fn rounds(
    server: &Server,
    connections: usize,
    streams: usize,
    publications: u64,
) -> Vec<f64> {
    let total = (connections * streams) as u64 * publications;
    let empty_kib = server.resident_kib();
    let (seen, mut progress) = watch::channel(0u64);
    let (ready, mut subscribed) = tokio::sync::mpsc::channel(64);
    for _ in 0..connections {
        let channel = connect(&server.client).await;
        for _ in 0..streams {
            let (seen, ready, channel) = (seen.clone(), ready.clone(), channel.clone());
            tokio::spawn(follow(channel, ready, seen));
        }
    }
    for _ in 0..connections * streams {
        subscribed.recv().await;
    }
    let kib = server.resident_kib() - empty_kib;
    println!(
        "{connections} connections x {streams} streams, subscribed and idle: {:.1} KiB of memory \
         per stream",
        kib as f64 / (connections * streams) as f64
    );
    let mut api = ApiServiceClient::new(connect(&server.api).await);
    let mut rounds = Vec::new();
    for round in 1..=ROUNDS as u64 {
        let before = server.cpu_seconds();
        for _ in 0..publications {
            let data = vec![b'x'; 100].into();
            let request = PublishRequest { channel: "live".into(), data, ..Default::default() };
            api.publish(request).await.expect("published");
        }
        progress.wait_for(|seen| *seen >= total * round).await.expect("clients run");
        rounds.push((server.cpu_seconds() - before) / (total as f64 / 1e6));
    }
    rounds
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
