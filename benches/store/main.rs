//! `cargo bench --bench store [layout] [engine] [api]`: how the log should lie in redb, and what the
//! engine and the server API make of it. Publications of 140 bytes spread over 1,000 channels;
//! every number is the median of three runs, on a file in the temporary folder
//! (`TMPDIR` chooses the disk).

mod api;
#[path = "../common/server.rs"]
mod server;

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use fanwire::{
    engine::{
        Broker, BrokerError, BrokerEvents, Durability, Publish, Publishing, StreamOptions,
        embedded::{EmbeddedBroker, OpenProgress},
    },
    model::{Channel, Clock, Epoch, Publication, Tags},
};
use redb::{Database, TableDefinition};

const CHANNELS: u64 = 1_000;
const PAYLOAD_BYTES: usize = 140;
const RUNS: usize = 3;
const RUN: Duration = Duration::from_millis(1500);

fn main() {
    if !std::env::args().any(|arg| arg == "--bench") {
        return; // under `cargo test` there is nothing to check
    }
    let only: Vec<_> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |part: &str| only.is_empty() || only.iter().any(|only| only == part);
    println!("{:<44} {:>12} {:>12} {:>12}", "publishes/s", "batch 1", "batch 100", "batch 1000");
    if wanted("layout") {
        line("layout: rows by (channel, offset), trimmed", |n| redb_rate(Layout::ByChannel, n));
        line("layout: one row per record", |n| redb_rate(Layout::RowPerRecord, n));
        line("layout: rows of 32 KiB", |n| redb_rate(Layout::Rows(32 << 10), n));
        line("layout: one row per commit", |n| redb_rate(Layout::Rows(usize::MAX), n));
    }
    if wanted("engine") {
        line("engine, Sync: callers in flight", |n| engine_rate(Durability::Sync, n));
        line("engine, Async: callers in flight", |n| engine_rate(Durability::Async, n));
    }
    if wanted("api") {
        line("server API, Sync: callers in flight", |n| api::rate(n).0);
        line("  CPU of the server per publish, us", |n| api::rate(n).1);
    }
}

/// Measures with 1, 100 and 1,000 at once.
fn line(name: &str, rate: impl Fn(usize) -> f64) {
    let rates = [1, 100, 1_000].map(|n| median(|| rate(n)));
    println!("{name:<44} {:>12.0} {:>12.0} {:>12.0}", rates[0], rates[1], rates[2]);
}

fn median(run: impl Fn() -> f64) -> f64 {
    let mut rates: Vec<f64> = (0..RUNS).map(|_| run()).collect();
    rates.sort_by(f64::total_cmp);
    rates[RUNS / 2]
}

#[derive(Clone, Copy)]
enum Layout {
    ByChannel,
    RowPerRecord,
    /// Rows that take no further record from this size on.
    Rows(usize),
}

const BY_CHANNEL: TableDefinition<(u64, u64), &[u8]> = TableDefinition::new("by_channel");
const LOG: TableDefinition<u64, &[u8]> = TableDefinition::new("log");

/// Kept per channel where rows lie by channel.
const KEPT: u64 = 100;

fn redb_rate(layout: Layout, batch: usize) -> f64 {
    let batch = batch as u64;
    let folder = tempfile::tempdir().expect("a folder");
    let db = Database::create(folder.path().join("bench.redb")).expect("a database");
    let payload = [b'x'; PAYLOAD_BYTES];
    let (started, mut written, mut row) = (Instant::now(), 0u64, 0u64);
    while started.elapsed() < RUN {
        let transaction = db.begin_write().expect("a transaction");
        match layout {
            Layout::ByChannel => {
                let mut table = transaction.open_table(BY_CHANNEL).expect("a table");
                for n in written..written + batch {
                    let (channel, offset) = (n % CHANNELS, n / CHANNELS);
                    table.insert((channel, offset), &payload[..]).expect("inserted");
                    if let Some(trimmed) = offset.checked_sub(KEPT) {
                        table.remove((channel, trimmed)).expect("removed");
                    }
                }
            }
            Layout::RowPerRecord => {
                let mut table = transaction.open_table(LOG).expect("a table");
                for n in written..written + batch {
                    table.insert(n, &payload[..]).expect("inserted");
                }
            }
            Layout::Rows(bytes) => {
                let mut table = transaction.open_table(LOG).expect("a table");
                let mut records = Vec::new();
                for n in 0..batch {
                    records.extend_from_slice(&payload);
                    if records.len() >= bytes || n + 1 == batch {
                        table.insert(row, records.as_slice()).expect("inserted");
                        records.clear();
                        row += 1;
                    }
                }
            }
        }
        transaction.commit().expect("committed");
        written += batch;
    }
    written as f64 / started.elapsed().as_secs_f64()
}

struct Nobody;

impl BrokerEvents for Nobody {
    fn publication(&self, _: &Channel, _: Option<&Epoch>, _: &Arc<Publication>) {}
}

fn engine_rate(durability: Durability, in_flight: usize) -> f64 {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bench.redb");
    let (clock, progress) = (Clock::system(), OpenProgress::default());
    let broker = EmbeddedBroker::open(&path, clock, Arc::new(Nobody), &progress).expect("a store");
    let channels: Vec<_> = (0..CHANNELS).map(|n| Channel::trusted(&format!("chat:{n}"))).collect();
    let payload = Bytes::from_static(&[b'x'; PAYLOAD_BYTES]);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let publish = |n: usize| broker.publish(publication(&channels, &payload, durability, n));
        let mut waiting: VecDeque<Publishing> = VecDeque::with_capacity(in_flight);
        let (started, mut acknowledged, mut published) = (Instant::now(), 0u64, 0);
        while started.elapsed() < RUN {
            while waiting.len() < in_flight {
                waiting.push_back(publish(published));
                published += 1;
            }
            if let Some(oldest) = waiting.pop_front() {
                match oldest.await {
                    Ok(_) => acknowledged += 1,
                    // "async" is answered at once: its callers outrun the disk.
                    Err(BrokerError::Overloaded) => std::thread::yield_now(),
                    Err(error) => panic!("{error}"),
                }
            }
        }
        let rate = acknowledged as f64 / started.elapsed().as_secs_f64();
        for rest in waiting {
            let _ = rest.await;
        }
        broker.shutdown().await.expect("a clean stop");
        rate
    })
}

fn publication(channels: &[Channel], payload: &Bytes, durability: Durability, n: usize) -> Publish {
    Publish {
        channel: channels[n % channels.len()].clone(),
        options: StreamOptions {
            history_size: KEPT,
            history_ttl: Duration::from_secs(3600),
            history_meta_ttl: Duration::from_secs(7200),
            idempotency_window: Duration::from_secs(300),
            durability,
        },
        data: payload.clone(),
        tags: Tags::new(),
        info: None,
        idempotency_key: None,
        skip_history: false,
        version: None,
    }
}
