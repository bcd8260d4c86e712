//! What comes when, and of which rows.

use super::{
    super::{postgres::Postgres, story::Follower},
    scene::{ACTIVE, confirmed, consumer, replication_schema, streaming},
};
use crate::crash::server::Server;

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
    // A stop confirms what is done.
    first.write(0, 16..17).await;
    follower.expect(16..17).await;
    assert!(server.terminate().await.success());
    first.reaches(ACTIVE, 0).await;
    let inserts = "SELECT count(*) FROM pg_logical_slot_peek_binary_changes('fanwire_orders', \
                   NULL, NULL, 'proto_version', '1', 'publication_names', 'fanwire_outbox') \
                   WHERE get_byte(data, 0) = ascii('I')";
    assert_eq!(first.number(inserts).await, 0);
}

/// More rows than a batch has, in one transaction that a kill interrupts.
#[tokio::test]
async fn a_big_transaction_goes_on_where_it_was_interrupted() {
    let (postgres, mut server, mut follower) = streaming().await;
    let database = postgres.connect().await;
    database.write(0, 0..5_000).await;
    follower.expect(0..1).await;
    server.kill().await;
    server.up().await;
    follower.expect(1..5_000).await;
    confirmed(&database).await;
}

/// A rolled-back row never was; one that is deleted in its own transaction was;
/// changes and rows of other tables are none.
#[tokio::test]
async fn only_inserts_that_were_committed_count() {
    let (postgres, server, mut follower) = streaming().await;
    let database = postgres.connect().await;
    database
        .run(
            "CREATE TABLE other (method text, payload jsonb); \
             ALTER PUBLICATION fanwire_outbox SET (publish = 'insert, update, delete, truncate'); \
             ALTER PUBLICATION fanwire_outbox ADD TABLE other",
        )
        .await;
    database.run("ALTER TABLE outbox DISABLE TRIGGER ALL").await;
    database.run("BEGIN").await;
    database.write(0, 7..9).await;
    database.run("ROLLBACK").await;
    database.run("BEGIN").await;
    database.write(0, 0..1).await;
    database.run("DELETE FROM outbox; SAVEPOINT s").await;
    database.write(0, 8..9).await;
    database.run("ROLLBACK TO s").await;
    database.write(0, 1..2).await;
    database.run("COMMIT").await;
    database.run("UPDATE outbox SET payload = '{}'; DELETE FROM outbox").await;
    database.write(0, 2..3).await;
    database.run("TRUNCATE outbox").await;
    database.run("INSERT INTO other VALUES ('publish', '{\"channel\": \"sync:0\"}')").await;
    database.write(0, 3..4).await;
    follower.expect(0..4).await;
    confirmed(&database).await;
    let node = server.api().info().await.unwrap().node.unwrap();
    assert_eq!((node.consumers[0].processed, node.consumers[0].failed), (4, 0));
}

/// Columns come and go while rows come.
#[tokio::test]
async fn the_table_may_be_altered_at_any_time() {
    let (postgres, _server, mut follower) = streaming().await;
    let (database, late) = (postgres.connect().await, postgres.connect().await);
    database.write(0, 0..2).await;
    database.run("ALTER TABLE outbox ADD COLUMN tenant text DEFAULT 'x'").await;
    database.write(0, 2..4).await;
    late.run("BEGIN").await;
    late.write(0, 5..6).await;
    database.write(0, 4..5).await;
    late.run("COMMIT").await;
    // The payload moves to the end, and becomes text.
    late.run(
        "BEGIN; ALTER TABLE outbox DROP COLUMN payload; ALTER TABLE outbox DROP COLUMN partition; \
         ALTER TABLE outbox ADD COLUMN partition int; ALTER TABLE outbox ADD COLUMN payload json",
    )
    .await;
    late.write(0, 6..8).await;
    late.run("ALTER TABLE outbox ALTER COLUMN payload TYPE text").await;
    late.write(0, 8..9).await;
    late.run("COMMIT").await;
    database.write(0, 9..10).await;
    follower.expect(0..10).await;
    confirmed(&database).await;
}

/// Names of one's own, another schema, and payloads as protobuf.
#[tokio::test]
async fn payloads_may_be_protobuf_and_names_any() {
    let postgres = Postgres::start().await;
    let schema = replication_schema(&[
        "--table",
        "app.\"Out\"",
        "--protobuf",
        "--publication",
        "it's a \"name\"",
    ]);
    postgres.run(&format!("CREATE SCHEMA app; {}", schema.await)).await;
    let more = "publication_name = 'it''s'\nslot_name = \"mine_1\"";
    let more = more.replace("'it''s'", "\"it's a \\\"name\\\"\"");
    let config = consumer(&postgres.dsn(), &more).replace("\"outbox\"", r#"'app."Out"'"#);
    let mut server = Server::configured(&config);
    server.up().await;
    let mut follower = Follower::of(&server, "sync:p").await;
    let database = postgres.connect().await;
    database.reaches("SELECT count(*) FROM pg_replication_slots WHERE active", 1).await;
    database.write_protobuf("app.\"Out\"", "sync:p", 5).await;
    follower.expect(0..5).await;
    let slots = "SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'mine_1'";
    assert_eq!(database.number(slots).await, 1);
}
