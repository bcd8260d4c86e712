//! Several nodes at one outbox.

use std::time::Duration;

use tokio::time::timeout;

use super::super::story::{Follower, consumer, with_outbox};
use crate::crash::server::{PATIENCE, POLL, Server};

const PARTITIONS: u32 = 8;
const PROCESSED: &str = "fanwire_consumer_processed_total{consumer=\"orders\"}";

/// Waits until the servers have done so many events together.
async fn processed(servers: &[&Server], count: u64) -> Vec<u64> {
    let done = async {
        loop {
            let mut done = Vec::new();
            for server in servers {
                done.push(server.metric(PROCESSED).await as u64);
            }
            if done.iter().sum::<u64>() >= count {
                return done;
            }
            tokio::time::sleep(POLL).await;
        }
    };
    timeout(PATIENCE, done).await.expect("events are not done")
}

#[tokio::test]
async fn nodes_share_partitions_without_double_work() {
    let (postgres, mut first) = with_outbox(PARTITIONS).await;
    let mut second = Server::configured(&consumer(&postgres.dsn(), PARTITIONS, ""));
    let database = postgres.connect().await;
    first.up().await;
    let write = async |numbers: std::ops::Range<u64>| {
        for partition in 0..PARTITIONS {
            database.write(partition, numbers.clone()).await;
        }
    };
    write(0..100).await;
    assert_eq!(processed(&[&first], 800).await, [800]);

    // The second one takes over half of the partitions while events come.
    second.up().await;
    let locks = "SELECT count(*) FROM pg_locks AS held JOIN pg_stat_activity USING (pid) \
                 WHERE locktype = 'advisory' AND objid <> 4294967295";
    let sessions = "SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory' \
                    AND objid = 4294967295";
    database.reaches(sessions, 2).await;
    let mut written = 100;
    let share = async {
        while second.metric(PROCESSED).await < 400.0 {
            write(written..written + 10).await;
            written += 10;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, share).await.expect("the second node gets no partition");
    database.drained().await;
    database.reaches(locks, i64::from(PARTITIONS)).await;
    let total = u64::from(PARTITIONS) * written;
    let done = processed(&[&first, &second], total).await;
    assert_eq!(done.iter().sum::<u64>(), total, "{done:?}");

    // A killed node's partitions are taken over.
    first.kill().await;
    database.reaches(locks, i64::from(PARTITIONS)).await;
    write(written..written + 10).await;
    database.drained().await;
    let mut all = Vec::new();
    for partition in 0..PARTITIONS {
        let mut follower = Follower::of(&second, &format!("sync:{partition}")).await;
        let mut seen = Vec::new();
        loop {
            let number: u64 = follower.next().await.parse().unwrap();
            seen.push(number);
            if number == written + 9 {
                break;
            }
        }
        assert!(seen.is_sorted_by(|a, b| a < b), "{partition}: {seen:?}");
        all.push(seen.len() as u64);
    }
    // What the first had done is in its store, and nowhere else.
    first.up().await;
    let mut of_first = 0;
    for partition in 0..PARTITIONS {
        let request = fanwire::pb::api::HistoryRequest {
            channel: format!("sync:{partition}"),
            ..Default::default()
        };
        of_first += first.api().history(request).await.unwrap().offset;
    }
    assert_eq!(of_first + all.iter().sum::<u64>(), total + u64::from(PARTITIONS) * 10);
}
