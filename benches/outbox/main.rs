//! `cargo bench --bench outbox [latency] [drain] [live] [cdc-latency] [cdc-drain]
//! [cdc-live]`: an outbox in a PostgreSQL of its own, which syncs, as the server
//! does; both on the disk of the temporary folder (`TMPDIR` chooses it). The
//! parts that begin with `cdc-` read it from the log.
//!
//! - `latency`: 500 events per second, each a transaction of its own, until a
//!   subscriber has them.
//! - `drain`: how quickly 1,000,000 events that wait are done in 8 partitions,
//!   and how much memory that takes. `ROWS` chooses another number.
//! - `live`: events per second while they are written, in transactions of 50.

#[path = "../../tests/it/consumers/ports.rs"]
mod ports;
#[allow(dead_code)] // the tests use all of it
#[path = "../../tests/it/consumers/postgres.rs"]
mod postgres;
#[path = "../common/server.rs"]
mod server;

use std::time::{Duration, Instant};

use fanwire::{
    client::{Api, ApiConfig, Client, ClientConfig, SubscribeOptions, SubscriptionEvent},
    consumers::postgresql::{TableName, publication_name, replication_schema, schema},
};
use postgres::{Connection, Postgres};
use server::Server;
use tokio::time::{MissedTickBehavior, interval, sleep};

const PARTITIONS: u32 = 8;
const RATE: u32 = 500;
const LATENCY_EVENTS: usize = 10_000;
const LIVE: Duration = Duration::from_secs(20);
/// Transactions of the writers of `live`.
const WRITERS: usize = 4;

/// As in production, but for the port.
const DURABLE: &[&str] = &["fsync=on", "shared_buffers=256MB", "max_wal_size=4GB"];

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    if !std::env::args().any(|arg| arg == "--bench") {
        return; // under `cargo test` there is nothing to check
    }
    let only: Vec<_> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |part: &str| only.is_empty() || only.iter().any(|only| only == part);
    for way in [Way::Polled, Way::Cdc] {
        let prefix = way.prefix();
        if wanted(&format!("{prefix}latency")) {
            latency(way).await;
        }
        if wanted(&format!("{prefix}drain")) {
            drain(way).await;
        }
        if wanted(&format!("{prefix}live")) {
            live(way).await;
        }
    }
}

/// How the outbox is read.
#[derive(Clone, Copy)]
enum Way {
    Polled,
    Cdc,
}

impl Way {
    fn prefix(self) -> &'static str {
        match self {
            Self::Polled => "",
            Self::Cdc => "cdc-",
        }
    }

    fn consumer(self, dsn: &str) -> serde_json::Value {
        match self {
            Self::Polled => serde_json::json!({
                "name": "bench", "enabled": true, "type": "postgresql",
                "postgresql": {
                    "dsn": dsn, "outbox_table_name": "outbox", "num_partitions": PARTITIONS,
                    "partition_notification_channel": "fanwire_outbox",
                },
            }),
            Self::Cdc => serde_json::json!({
                "name": "bench", "enabled": true, "type": "postgresql_replication",
                "postgresql_replication": { "dsn": dsn, "outbox_table_name": "outbox" },
            }),
        }
    }
}

async fn outbox(way: Way) -> (Postgres, Connection) {
    let postgres = Postgres::start_with(DURABLE).await;
    let table: TableName = "outbox".parse().expect("a name");
    let connection = postgres.connect().await;
    match way {
        Way::Polled => connection.run(&schema(&table, "fanwire_outbox", false)).await,
        Way::Cdc => {
            connection.run(&replication_schema(&table, &publication_name(&table), false)).await;
            let slot = "SELECT pg_create_logical_replication_slot('fanwire_bench', 'pgoutput')";
            connection.run(slot).await;
        }
    }
    (postgres, connection)
}

fn start(way: Way, postgres: &Postgres, folder: &tempfile::TempDir) -> Server {
    let store = folder.path().join("store.redb");
    let consumers = serde_json::json!([way.consumer(&postgres.dsn())]);
    Server::start(&[
        &format!("engine.embedded.path={}", store.display()),
        r#"channel.namespaces=[{"name": "ev", "history_size": 100, "history_ttl": "10m"}]"#,
        &format!("consumers={consumers}"),
    ])
}

/// Milliseconds since the start, as the payload has it.
fn payload(channel: u32, ms: f64) -> String {
    serde_json::json!({ "channel": format!("ev:{channel}"), "data": ms }).to_string()
}

const INSERT: &str =
    "INSERT INTO outbox (method, payload, partition) VALUES ('publish', $1::text::jsonb, $2)";

async fn latency(way: Way) {
    let ((postgres, writer), folder) = (outbox(way).await, tempfile::tempdir().expect("a folder"));
    let server = start(way, &postgres, &folder);
    let (client, _events) = Client::new(ClientConfig::new(&server.client)).expect("a client");
    let started = Instant::now();
    let (seen, mut arrivals) = tokio::sync::mpsc::unbounded_channel();
    for partition in 0..PARTITIONS {
        let options = SubscribeOptions::new(format!("ev:{partition}"));
        let mut subscription = client.subscribe(options).await.expect("subscribes");
        let seen = seen.clone();
        let (ready, is_ready) = tokio::sync::oneshot::channel();
        tokio::spawn(async move {
            let mut ready = Some(ready);
            while let Some(event) = subscription.next().await {
                match event {
                    SubscriptionEvent::Subscribed(_) => {
                        ready.take().map(|ready| ready.send(()));
                    }
                    SubscriptionEvent::Publication(publication) => {
                        let text = std::str::from_utf8(&publication.data).expect("a number");
                        let sent_ms: f64 = text.parse().expect("a number");
                        let now_ms = started.elapsed().as_secs_f64() * 1e3;
                        let _ = seen.send((sent_ms, now_ms));
                    }
                    other => panic!("{other:?}"),
                }
            }
        });
        is_ready.await.expect("subscribed");
    }
    let insert = writer.client.prepare(INSERT).await.expect("prepared");
    let mut ticks = interval(Duration::from_secs(1) / RATE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut committed = std::collections::HashMap::new();
    for n in 0..LATENCY_EVENTS {
        ticks.tick().await;
        let sent_ms = started.elapsed().as_secs_f64() * 1e3;
        let partition = n as u32 % PARTITIONS;
        let payload = payload(partition, sent_ms);
        let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 2] =
            [&payload, &partition.cast_signed()];
        writer.client.execute(&insert, &parameters).await.expect("inserted");
        committed.insert(sent_ms.to_bits(), started.elapsed().as_secs_f64() * 1e3);
    }
    let took = started.elapsed().as_secs_f64();
    let (mut since_commit, mut since_insert) = (Vec::new(), Vec::new());
    while since_commit.len() < LATENCY_EVENTS {
        let arrival = tokio::time::timeout(Duration::from_secs(10), arrivals.recv()).await;
        let (sent_ms, seen_ms) = arrival.expect("all arrive").expect("subscribers live");
        let committed_ms = committed[&sent_ms.to_bits()];
        since_commit.push((seen_ms - committed_ms).max(0.0));
        since_insert.push(seen_ms - sent_ms);
    }
    let prefix = way.prefix();
    println!("{prefix}latency at {:.0} events/s", LATENCY_EVENTS as f64 / took);
    quantiles("  commit answered to subscriber, ms", since_commit);
    quantiles("  insert sent to subscriber, ms", since_insert);
}

fn quantiles(name: &str, mut values: Vec<f64>) {
    values.sort_by(f64::total_cmp);
    let at = |part: f64| values[((values.len() - 1) as f64 * part) as usize];
    let (p50, p99, max) = (at(0.5), at(0.99), at(1.0));
    println!("{name:<40} p50 {p50:>7.2}  p99 {p99:>7.2}  max {max:>7.2}");
}

async fn processed(api: &Api) -> u64 {
    let node = api.info().await.expect("info").node.expect("a node");
    node.consumers[0].processed
}

fn api(server: &Server) -> Api {
    Api::new(ApiConfig::new(&server.api)).expect("an API")
}

async fn drain(way: Way) {
    let rows: u64 = match std::env::var("ROWS") {
        Ok(rows) => rows.parse().expect("ROWS is a number"),
        Err(_) => 1_000_000,
    };
    let ((postgres, writer), folder) = (outbox(way).await, tempfile::tempdir().expect("a folder"));
    for part in 0..rows.div_ceil(50_000) {
        let (from, to) = (part * 50_000, (part * 50_000 + 49_999).min(rows - 1));
        writer
            .run(&format!(
                "INSERT INTO outbox (method, payload, partition) \
                 SELECT 'publish', json_build_object('channel', 'ev:' || n % 1000, 'data', \
                 repeat('x', 100)), n % {PARTITIONS} FROM generate_series({from}, {to}) AS n"
            ))
            .await;
    }
    let server = start(way, &postgres, &folder);
    let (api, started) = (api(&server), Instant::now());
    println!("{}drain of {rows} events", way.prefix());
    let mut next = rows / 10;
    loop {
        let done = processed(&api).await;
        if done >= next {
            let (s, mib) = (started.elapsed().as_secs_f64(), server.resident_kib() / 1024);
            println!("  {done:>9} done  {:>9.0} events/s  {mib:>5} MiB", done as f64 / s);
            next = next.max(done) + rows / 10;
        }
        if done >= rows {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    let rate = rows as f64 / started.elapsed().as_secs_f64();
    let cpu_us = server.cpu_seconds() * 1e6 / rows as f64;
    println!("  {rate:.0} events/s, {cpu_us:.1} us of the server's CPU per event");
}

async fn live(way: Way) {
    let ((postgres, _writer), folder) = (outbox(way).await, tempfile::tempdir().expect("a folder"));
    let server = start(way, &postgres, &folder);
    let (api, started) = (api(&server), Instant::now());
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let connection = postgres.connect().await;
        writers.spawn(async move {
            let mut written = 0u64;
            while started.elapsed() < LIVE {
                let from = written * WRITERS as u64 + writer as u64;
                let rows = format!(
                    "INSERT INTO outbox (method, payload, partition) \
                     SELECT 'publish', json_build_object('channel', 'ev:' || n % 1000, 'data', n), \
                     n % {PARTITIONS} FROM generate_series({from}, {from} + 49) AS n"
                );
                connection.run(&rows).await;
                written += 50;
            }
            written
        });
    }
    let mut written = 0;
    while let Some(ended) = writers.join_next().await {
        written += ended.expect("writes");
    }
    let done = processed(&api).await;
    let s = started.elapsed().as_secs_f64();
    println!(
        "{}live: {:.0} events/s written, {:.0} events/s done, {} left behind",
        way.prefix(),
        written as f64 / s,
        done as f64 / s,
        written.saturating_sub(done)
    );
}
