//! What keeps a consumer from working, and how it is told.

use super::{
    super::{outbox::trouble::until, story::Follower},
    story::{TOPIC, Topics, broker, consumer},
};
use crate::crash::server::Server;

const UP: &str = "fanwire_consumer_up{consumer=\"orders\"}";

#[tokio::test]
async fn a_broker_that_is_down_degrades_the_consumer_only() {
    let mut broker = broker();
    let mut server = Server::configured(&consumer(&broker, ""));
    server.up().await;
    assert_eq!(server.readyz().await.0, 200);
    until(&server, 0, "cannot reach Kafka at 127.0.0.1").await;
    assert_eq!(server.metric(UP).await, 0.0);

    broker.up().await;
    until(&server, 0, "there is no topic \"orders\": create it").await;
    let topics = Topics::of(&broker);
    topics.create(TOPIC, 1).await;
    until(&server, 0, "").await;
    assert_eq!(server.metric(UP).await, 1.0);
    let mut follower = Follower::of(&server, "sync:0").await;
    topics.write(0, 0..3).await;
    follower.expect(0..3).await;

    broker.kill().await;
    until(&server, 0, "cannot reach Kafka").await;
    broker.up().await;
    until(&server, 0, "").await;
    topics.write(0, 3..6).await;
    follower.expect(3..6).await;
    broker.kill().await;
    assert!(server.terminate().await.success());
}

#[tokio::test]
async fn what_holds_one_partition_holds_no_other() {
    let mut broker = broker();
    broker.up().await;
    let topics = Topics::of(&broker);
    topics.create(TOPIC, 2).await;
    let mut server = Server::configured(&consumer(&broker, "dead_letter_topic = \"dead\""));
    server.up().await;
    let (mut held, mut other) =
        (Follower::of(&server, "sync:0").await, Follower::of(&server, "sync:1").await);
    topics.write(0, 0..5).await;
    topics.send(Some(b"nonsense"), &[]).await;
    topics.write(0, 5..10).await;
    held.expect(0..5).await;
    until(&server, 0, "partition orders/0: record 5 was refused").await;
    until(&server, 0, "topic \"dead\"").await;
    until(&server, 0, "create it").await;
    topics.write(1, 0..200).await;
    other.expect(0..200).await;
    topics.create("dead", 1).await;
    held.expect(5..10).await;
    until(&server, 0, "").await;
    topics.commits(0, 11).await;
    assert_eq!(topics.read("dead", 1).await[0].payload.as_deref(), Some(&b"nonsense"[..]));
}
