//! What the sweeper may cost.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;

use super::disk::Disk;
use crate::{
    engine::{
        Broker, Durability, HistoryQuery, Publish, StreamOptions,
        conformance::Recorder,
        embedded::{EmbeddedBroker, OpenProgress, log::Log, shared::Tuning},
        shards::lock,
    },
    model::{Channel, Clock, Tags},
};

const HISTORY_TTL: Duration = Duration::from_secs(60);

fn create(disk: &Disk, clock: &Clock) -> EmbeddedBroker {
    Log::create(disk).unwrap();
    open(disk, clock)
}

fn open(disk: &Disk, clock: &Clock) -> EmbeddedBroker {
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
    let broker = create(&disk, &clock);
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
    let broker = create(&disk, &clock);
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

/// Published without waiting in between, so that most share a row.
async fn together(broker: &EmbeddedBroker, messages: Vec<(String, usize)>) {
    let publish = |(channel, bytes): (String, usize)| {
        let data = Bytes::from(vec![b'x'; bytes]);
        broker.publish(Publish { data, ..publication(channel, 100 * HISTORY_TTL) })
    };
    let publishing: Vec<_> = messages.into_iter().map(publish).collect();
    for one in publishing {
        one.await.unwrap();
    }
}

/// The removed publications are still in the file, in rows that others keep
/// alive, when the only record that tells of the removal is written again.
#[tokio::test]
async fn what_was_removed_does_not_come_back_after_compaction_and_a_restart() {
    let (disk, clock) = (Disk::new(3), Clock::manual(1_000_000));
    let broker = create(&disk, &clock);
    let options = publication(String::new(), 100 * HISTORY_TTL).options;
    for n in 0..20 {
        let (removed, keeps) = (format!("removed{n}"), format!("keeps{n}"));
        together(&broker, vec![(removed.clone(), 50), (removed.clone(), 50), (keeps, 3000)]).await;
        let removed = Channel::trusted(&removed);
        broker.remove_history(&removed, &options).await.unwrap();
        // The newest shares its row with much that is removed in turn.
        let dead = format!("dead{n}");
        let mut burst = vec![(dead.clone(), 1000); 4];
        burst.insert(2, (removed.to_string(), 50));
        together(&broker, burst).await;
        broker.remove_history(&Channel::trusted(&dead), &options).await.unwrap();
    }
    broker.sweep();
    broker.shutdown().await.unwrap();
    drop(broker);
    let broker = open(&disk, &clock);
    for n in 0..20 {
        let query = HistoryQuery { since: None, limit: 9, reverse: false, max_bytes: 9000 };
        let removed = Channel::trusted(&format!("removed{n}"));
        let page = broker.history(&removed, &options, query).await.unwrap();
        let offsets: Vec<_> = page.publications.iter().map(|p| p.offset).collect();
        assert_eq!(offsets, [3], "{removed}");
    }
}
