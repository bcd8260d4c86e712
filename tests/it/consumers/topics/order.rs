//! What comes when.

use super::{super::story::Follower, story::with_topic};

#[tokio::test]
async fn records_are_done_in_order_and_committed() {
    let (broker, topics, mut server) = with_topic(2).await;
    topics.write(0, 0..250).await;
    server.up().await;
    let mut first = Follower::of(&server, "sync:0").await;
    first.expect(0..250).await;
    let mut second = Follower::of(&server, "sync:1").await;
    topics.write(1, 0..3).await;
    topics.write(0, 250..260).await;
    second.expect(0..3).await;
    first.expect(250..260).await;
    topics.commits(0, 260).await;
    topics.commits(1, 3).await;
    let node = server.api().info().await.unwrap().node.unwrap();
    let [consumer] = node.consumers.as_slice() else { panic!("{:?}", node.consumers) };
    assert_eq!((&*consumer.name, &*consumer.r#type, &*consumer.problem), ("orders", "kafka", ""));
    assert_eq!((consumer.processed, consumer.failed, consumer.dead_lettered), (263, 0, 0));
    assert!(server.terminate().await.success());
    drop(broker);
}
