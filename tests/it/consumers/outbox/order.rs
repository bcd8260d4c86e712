//! What comes when, within one partition.

use super::super::{
    postgres::Postgres,
    story::{Follower, consumer, schema, with_outbox},
};
use crate::crash::server::Server;

#[tokio::test]
async fn rows_are_done_in_order_and_deleted() {
    let (postgres, mut server) = with_outbox(2).await;
    let database = postgres.connect().await;
    database.write(0, 0..250).await;
    server.up().await;
    let mut first = Follower::of(&server, "sync:0").await;
    first.expect(0..250).await;
    let mut second = Follower::of(&server, "sync:1").await;
    database.write(1, 0..3).await;
    database.write(0, 250..260).await;
    second.expect(0..3).await;
    first.expect(250..260).await;
    database.drained().await;
    let node = server.api().info().await.unwrap().node.unwrap();
    let [consumer] = node.consumers.as_slice() else { panic!("{:?}", node.consumers) };
    assert_eq!(
        (&*consumer.name, &*consumer.r#type, &*consumer.problem),
        ("orders", "postgresql", "")
    );
    assert_eq!((consumer.processed, consumer.failed, consumer.dead_lettered), (263, 0, 0));
    assert_eq!(server.metric("fanwire_consumer_processed_total{consumer=\"orders\"}").await, 263.0);
    assert!(server.terminate().await.success());
}

/// Other methods than publish take their turn among the publications.
#[tokio::test]
async fn commands_and_publications_keep_their_order() {
    let (postgres, mut server) = with_outbox(1).await;
    let database = postgres.connect().await;
    let channel = r#"{"channel": "sync:a"}"#;
    for (method, payload) in [
        ("publish", r#"{"channel": "sync:a", "data": 1}"#),
        ("broadcast", r#"{"channels": ["sync:a", "sync:b"], "data": 2}"#),
        ("history_remove", channel),
        ("publish", r#"{"channel": "sync:a", "data": 3}"#),
        ("disconnect", r#"{"user": "nobody"}"#),
        ("publish", r#"{"channel": "sync:b", "data": 4}"#),
        ("history_remove", r#"{"channel": "sync:b"}"#),
    ] {
        database.insert(method, payload).await;
    }
    server.up().await;
    database.drained().await;
    let history = async |channel: &str| {
        let request = fanwire::pb::api::HistoryRequest {
            channel: channel.into(),
            limit: 100,
            ..Default::default()
        };
        let page = server.api().history(request).await.unwrap();
        let kept: Vec<_> = page.publications.iter().map(|p| p.offset).collect();
        (kept, page.offset)
    };
    assert_eq!(history("sync:a").await, (vec![3], 3));
    assert_eq!(history("sync:b").await, (vec![], 2));
}

/// A transaction that commits late has smaller ids than what is done already.
#[tokio::test]
async fn a_late_commit_is_not_skipped() {
    let (postgres, mut server) = with_outbox(1).await;
    server.up().await;
    let mut follower = Follower::of(&server, "sync:0").await;
    let (late, database) = (postgres.connect().await, postgres.connect().await);
    late.run("BEGIN").await;
    late.write(0, 1000..1003).await;
    database.write(0, 0..500).await;
    follower.expect(0..500).await;
    late.run("COMMIT").await;
    follower.expect(1000..1003).await;

    // The same, with a crash of the server in between.
    late.run("BEGIN").await;
    late.write(0, 2000..2003).await;
    database.write(0, 500..700).await;
    follower.expect(500..700).await;
    server.kill().await;
    late.run("COMMIT").await;
    database.write(0, 700..710).await;
    server.up().await;
    follower.expect(2000..2003).await;
    follower.expect(700..710).await;
    database.drained().await;
}

/// A transaction that begins when a late one has committed comes after it.
#[tokio::test]
async fn a_late_commit_is_not_overtaken_by_its_successor() {
    let (postgres, _) = with_outbox(1).await;
    let more = "partition_poll_interval = \"1h\"";
    let mut server = Server::configured(&consumer(&postgres.dsn(), 1, more));
    server.up().await;
    let mut follower = Follower::of(&server, "sync:0").await;
    let (late, database) = (postgres.connect().await, postgres.connect().await);
    for round in 0..15 {
        let first = round * 3;
        late.run("BEGIN").await;
        late.write(0, first + 1..first + 2).await;
        database.write(0, first..first + 1).await;
        follower.expect(first..first + 1).await;
        late.run("COMMIT").await;
        database.write(0, first + 2..first + 3).await;
        follower.expect(first + 1..first + 3).await;
    }
    // An id that was taken long ago is found too.
    database
        .run(
            "INSERT INTO outbox (id, method, payload) \
             VALUES (-5, 'publish', '{\"channel\": \"sync:0\", \"data\": 45}')",
        )
        .await;
    follower.expect(45..46).await;
}

/// Without a trigger rows are found by polling; payloads may be protobuf.
#[tokio::test]
async fn rows_are_found_by_polling_and_may_be_protobuf() {
    let postgres = Postgres::start().await;
    postgres
        .run(&schema(&["--table", "app.\"Out\"", "--protobuf"]).await.replace(
            "CREATE TABLE \"app\".\"Out\" (",
            "CREATE SCHEMA app; CREATE TABLE \"app\".\"Out\" (",
        ))
        .await;
    postgres.run("ALTER TABLE app.\"Out\" DISABLE TRIGGER ALL").await;
    let more = "partition_poll_interval = \"20ms\"\npartition_select_limit = 2";
    let config = consumer(&postgres.dsn(), 1, more);
    let config = config
        .replace("\"outbox\"", r#"'app."Out"'"#)
        .replace("partition_notification_channel = \"fanwire_outbox\"\n", "");
    let mut server = Server::configured(&config);
    server.up().await;
    let mut follower = Follower::of(&server, "sync:p").await;
    let database = postgres.connect().await;
    database.write_protobuf("app.\"Out\"", "sync:p", 5).await;
    follower.expect(0..5).await;
    database.reaches("SELECT count(*) FROM app.\"Out\"", 0).await;
}
