//! Several nodes in one group.

use tokio::time::{sleep, timeout};

use super::story::{consumer, with_topic};
use crate::crash::server::{PATIENCE, POLL, Server};

const PARTITIONS: i32 = 8;
const PROCESSED: &str = "fanwire_consumer_processed_total{consumer=\"orders\"}";

/// What a node has of a partition: each number once, in order.
async fn numbers(server: &Server, partition: i32) -> Vec<u64> {
    let request = fanwire::pb::api::HistoryRequest {
        channel: format!("sync:{partition}"),
        limit: -1,
        ..Default::default()
    };
    let page = server.api().history(request).await.unwrap();
    let number = |data: &[u8]| std::str::from_utf8(data).unwrap().parse().unwrap();
    let numbers: Vec<u64> = page.publications.iter().map(|p| number(&p.data)).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "{partition}: {numbers:?}");
    assert_eq!(numbers.len() as u64, page.offset, "the whole history");
    numbers
}

#[tokio::test]
async fn nodes_share_partitions_and_lose_nothing() {
    let (broker, topics, mut first) = with_topic(PARTITIONS).await;
    let mut second = Server::configured(&consumer(&broker, ""));
    first.up().await;
    let mut written = 0;
    // Writes until a node has done its part of the work.
    let mut write_until = async |server: &Server, more: f64| {
        let wanted = server.metric(PROCESSED).await + more;
        let done = async {
            while server.metric(PROCESSED).await < wanted {
                for partition in 0..PARTITIONS {
                    topics.write(partition, written..written + 10).await;
                }
                written += 10;
                sleep(POLL).await;
            }
        };
        timeout(PATIENCE, done).await.expect("a node gets nothing to do");
        written
    };
    write_until(&first, 200.0).await;
    second.up().await;
    write_until(&second, 200.0).await;
    assert!(second.terminate().await.success());
    let written = write_until(&first, 800.0).await;
    for partition in 0..PARTITIONS {
        topics.commits(partition, written as i64).await;
    }
    second.up().await;
    // Who leaves in order leaves nothing to be done twice.
    for partition in 0..PARTITIONS {
        let mut all = numbers(&first, partition).await;
        all.extend(numbers(&second, partition).await);
        all.sort_unstable();
        assert_eq!(all, (0..written).collect::<Vec<_>>(), "{partition}");
    }

    // A killed node's partitions are taken over; what it has done and not
    // committed is done by the other one too.
    let last = written + 100;
    for partition in 0..PARTITIONS {
        topics.write(partition, written..last).await;
    }
    first.kill().await;
    for partition in 0..PARTITIONS {
        topics.commits(partition, last as i64).await;
    }
    first.up().await;
    for partition in 0..PARTITIONS {
        let mut all = numbers(&first, partition).await;
        all.extend(numbers(&second, partition).await);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all, (0..last).collect::<Vec<_>>(), "{partition}");
    }
}
