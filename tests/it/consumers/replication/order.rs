//! What comes when.

use super::scene::streaming;

/// Transactions that overlap are done in the order in which they commit.
#[tokio::test]
async fn rows_are_done_in_the_order_of_the_commits() {
    let (postgres, mut server, mut follower) = streaming().await;
    let (first, second) = (postgres.connect().await, postgres.connect().await);
    first.run("BEGIN").await;
    first.write(0, 10..13).await;
    second.run("BEGIN").await;
    second.write(0, 0..2).await;
    first.write(0, 13..15).await;
    second.write(0, 2..10).await;
    second.run("COMMIT").await;
    first.run("COMMIT").await;
    first.write(0, 15..16).await;
    follower.expect(0..16).await;
    assert_eq!(first.number("SELECT count(*) FROM outbox").await, 0);
    let node = server.api().info().await.unwrap().node.unwrap();
    let [consumer] = node.consumers.as_slice() else { panic!("{:?}", node.consumers) };
    let told = (&*consumer.name, &*consumer.r#type, &*consumer.problem);
    assert_eq!(told, ("orders", "postgresql_replication", ""));
    assert_eq!((consumer.processed, consumer.failed, consumer.dead_lettered), (16, 0, 0));
    assert!(server.terminate().await.success());
}
