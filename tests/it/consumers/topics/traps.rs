//! Where a node goes on when what it has stored and what the group has
//! committed do not agree.

use rdkafka::Offset;

use super::{
    super::{kafka::KafkaBroker, story::Follower},
    story::{TOPIC, Topics, consumer, with_topic},
};
use crate::crash::server::Server;

#[tokio::test]
async fn a_node_goes_on_where_another_one_has_come_to() {
    let (broker, topics, mut first) = with_topic(1).await;
    let mut second = Server::configured(&consumer(&broker, ""));
    topics.write(0, 0..100).await;
    first.up().await;
    let mut follower = Follower::of(&first, "sync:0").await;
    follower.expect(0..100).await;
    assert!(first.terminate().await.success());
    topics.write(0, 100..200).await;
    second.up().await;
    Follower::of(&second, "sync:0").await.expect(100..200).await;
    assert!(second.terminate().await.success());
    topics.write(0, 200..210).await;
    first.up().await;
    follower.expect(200..210).await;
    topics.commits(0, 210).await;

    // The group's offsets are gone, as after a long time: what is stored counts.
    assert!(first.terminate().await.success());
    topics.forget().await;
    assert_eq!(topics.committed(0).await, None);
    topics.write(0, 210..220).await;
    first.up().await;
    follower.expect(210..220).await;
    topics.commits(0, 220).await;
}

/// A server that has done the first hundred records of a topic's only partition.
async fn with_a_hundred_done() -> (KafkaBroker, Topics, Server, Follower) {
    let (broker, topics, mut server) = with_topic(1).await;
    topics.write(0, 0..100).await;
    server.up().await;
    let mut follower = Follower::of(&server, "sync:0").await;
    follower.expect(0..100).await;
    (broker, topics, server, follower)
}

#[tokio::test]
async fn a_reset_of_the_offsets_is_obeyed_once() {
    let (_broker, topics, mut server, mut follower) = with_a_hundred_done().await;
    assert!(server.terminate().await.success());

    topics.reset(0, 40).await;
    server.up().await;
    follower.expect(40..100).await;
    server.kill().await;
    topics.write(0, 100..110).await;
    server.up().await;
    follower.expect(100..110).await;
    topics.commits(0, 110).await;
    assert!(server.terminate().await.success());

    topics.write(0, 110..150).await;
    topics.reset(0, 140).await;
    server.up().await;
    follower.expect(140..150).await;
}

#[tokio::test]
async fn a_topic_that_was_made_anew_is_read_from_its_start() {
    let (_broker, topics, mut server, mut follower) = with_a_hundred_done().await;
    // With fewer records, as many, and more than were done of it.
    for (round, done, count) in [(1, 100, 30), (2, 30, 29), (3, 29, 100)] {
        topics.commits(0, done).await;
        assert!(server.terminate().await.success());
        topics.delete(TOPIC).await;
        topics.create(TOPIC, 1).await;
        let first = round * 1000;
        topics.write(0, first..first + count).await;
        server.up().await;
        follower.expect(first..first + count).await;
    }
    // While it is read.
    topics.commits(0, 100).await;
    topics.delete(TOPIC).await;
    topics.create(TOPIC, 1).await;
    topics.write(0, 5000..5010).await;
    follower.expect(5000..5010).await;
}

#[tokio::test]
async fn records_that_retention_took_are_told() {
    let (_broker, topics, mut server, mut follower) = with_a_hundred_done().await;
    assert!(server.terminate().await.success());
    topics.write(0, 100..200).await;
    topics.truncate(TOPIC, 0, Offset::Offset(150)).await;
    server.up().await;
    follower.expect(150..200).await;
    let log = std::fs::read_to_string(server.path().join("stderr.log")).unwrap();
    let told = log.lines().find(|line| line.contains("records were deleted before"));
    assert!(told.is_some_and(|line| line.contains("\"count\":50")), "{told:?} in {log}");
}
