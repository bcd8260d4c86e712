//! Each event arrives exactly once, whatever dies.

use std::time::Duration;

use tokio::{task::JoinSet, time::timeout};

use super::{
    super::{
        endurance::{Followers, events, is_full},
        story::Follower,
    },
    story::{Topics, with_topic},
};

const PARTITIONS: u32 = 4;
/// Records that the writer sends before it waits for the broker.
const CHUNK: usize = 50;
const PATIENCE: Duration = Duration::from_secs(180);

async fn write_all(topics: Topics, partition: u32, count: u64) {
    for from in (0..count).step_by(CHUNK) {
        topics.write(partition.cast_signed(), from..(from + CHUNK as u64).min(count)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_is_lost_or_doubled_by_kills() {
    let kills = if is_full() { 18 } else { 6 };
    let (mut broker, topics, mut server) = with_topic(PARTITIONS.cast_signed()).await;
    server.up().await;
    let count = events() / u64::from(PARTITIONS);
    let mut followers = Followers::of(&server, PARTITIONS, count).await;
    let mut writers = JoinSet::new();
    for partition in 0..PARTITIONS {
        writers.spawn(write_all(topics.clone(), partition, count));
    }
    for kill in 1..=kills {
        followers.see(events() * kill / (kills + 1)).await;
        // Of the two either one or both.
        if kill % 3 != 0 {
            server.kill().await;
        }
        if kill % 3 != 1 {
            broker.kill().await;
            broker.up().await;
        }
        if kill % 3 != 0 {
            server.up().await;
        }
    }
    let written = async {
        while let Some(ended) = writers.join_next().await {
            ended.unwrap();
        }
    };
    timeout(PATIENCE, written).await.expect("not all events are written");
    followers.end(&server).await;
    for partition in 0..PARTITIONS {
        topics.commits(partition.cast_signed(), count.cast_signed()).await;
    }
}

/// The server is killed before it has committed what it has published, and
/// stays dead for longer than any idempotency key is remembered.
#[tokio::test]
async fn a_crash_between_publish_and_commit_doubles_nothing() {
    let (_broker, topics, mut server) = with_topic(1).await;
    let short = r#"--set=channel.namespaces=[{"name": "sync", "history_size": 1000,
        "history_ttl": "1h", "force_recovery": true, "idempotency_window": "1s"}]"#;
    server.try_up(&[short]).await.unwrap();
    let mut follower = Follower::of(&server, "sync:0").await;
    let mut written = 0;
    // Commits come every second: one may come in between.
    loop {
        topics.write(0, written..written + 100).await;
        follower.expect(written..written + 100).await;
        server.kill().await;
        written += 100;
        let committed = topics.committed(0).await;
        if committed.is_none_or(|(next, _)| next < written.cast_signed()) {
            break;
        }
        assert!(written < 2_000, "what is seen is always committed");
        server.try_up(&[short]).await.unwrap();
    }
    // The scenario itself: nothing is waited for.
    tokio::time::sleep(Duration::from_secs(5)).await;
    server.try_up(&[short]).await.unwrap();
    topics.write(0, written..written + 10).await;
    follower.expect(written..written + 10).await;
    topics.commits(0, written.cast_signed() + 10).await;
}
