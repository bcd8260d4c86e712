//! What the sweeper may cost.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;

use super::disk::Disk;
use crate::{
    engine::{
        Broker, Durability, Publish, StreamOptions,
        conformance::Recorder,
        embedded::{EmbeddedBroker, OpenProgress, log::Log, shared::Tuning},
        shards::lock,
    },
    model::{Channel, Clock, Tags},
};

const HISTORY_TTL: Duration = Duration::from_secs(60);

fn open(disk: &Disk, clock: &Clock) -> EmbeddedBroker {
    Log::create(disk).unwrap();
    // As in production, but for the bytes that are not worth any effort.
    let tuning = Tuning { slack_bytes: 0, ..Tuning::default() };
    let (medium, events) = (Arc::new(disk.clone()), Arc::new(Recorder::default()));
    EmbeddedBroker::on(medium, None, clock.clone(), events, tuning, &OpenProgress::default())
        .unwrap()
}

fn publication(channel: String, meta_ttl: Duration) -> Publish {
    Publish {
        channel: Channel::trusted(&channel),
        options: StreamOptions {
            history_size: 1000,
            history_ttl: HISTORY_TTL,
            history_meta_ttl: meta_ttl,
            idempotency_window: Duration::ZERO,
            durability: Durability::Sync,
        },
        data: Bytes::from_static(&[b'x'; 300]),
        tags: Tags::new(),
        info: None,
        idempotency_key: None,
        skip_history: false,
        version: None,
    }
}

#[tokio::test]
async fn streams_are_forgotten_together() {
    let (disk, clock) = (Disk::new(1), Clock::manual(1_000_000));
    let broker = open(&disk, &clock);
    let publishing: Vec<_> =
        (0..500).map(|n| broker.publish(publication(format!("c{n}"), HISTORY_TTL))).collect();
    for one in publishing {
        one.await.unwrap();
    }
    clock.advance(2 * HISTORY_TTL);
    let before = disk.syncs();
    broker.sweep();
    assert_eq!(broker.stats().streams, 0);
    assert!(disk.syncs() - before < 50, "{} syncs for 500 streams", disk.syncs() - before);
}

/// Many dead records of one stream in one row: its position is written again
/// once, and the space of the others comes back.
#[tokio::test]
async fn a_burst_that_has_expired_leaves_little_behind() {
    let (disk, clock) = (Disk::new(2), Clock::manual(1_000_000));
    let broker = open(&disk, &clock);
    let meta_ttl = 100 * HISTORY_TTL;
    for channel in ["a", "b", "c"] {
        let publishing: Vec<_> =
            (0..80).map(|_| broker.publish(publication(channel.into(), meta_ttl))).collect();
        for one in publishing {
            one.await.unwrap();
        }
    }
    clock.advance(2 * HISTORY_TTL);
    broker.sweep();
    let (_, bytes) = lock(&broker.shared.rows).totals();
    assert!(bytes < 2_000, "{bytes} bytes of log for three positions");
    assert_eq!((broker.stats().streams, broker.stats().publications), (3, 0));
}
