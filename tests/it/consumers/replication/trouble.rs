//! What keeps a consumer from working, and how it is told.

use super::{
    super::{postgres::Postgres, story::Follower},
    scene::{ACTIVE, consumer, replication_schema, streaming, until_problem},
};
use crate::crash::server::Server;

/// A database that comes, goes and comes back.
#[tokio::test]
async fn a_database_that_is_down_degrades_the_consumer_only() {
    let mut postgres = Postgres::new().await;
    let mut server = Server::configured(&consumer(&postgres.dsn(), ""));
    server.up().await;
    assert_eq!(server.readyz().await.0, 200);
    until_problem(&server, "cannot connect to database").await;
    postgres.up().await;
    postgres.run(&replication_schema(&[]).await).await;
    until_problem(&server, "").await;
    let mut follower = Follower::of(&server, "sync:0").await;
    let database = postgres.connect().await;
    database.reaches(ACTIVE, 1).await;
    database.write(0, 0..3).await;
    follower.expect(0..3).await;

    postgres.kill().await;
    until_problem(&server, "database").await;
    postgres.up().await;
    until_problem(&server, "").await;
    postgres.connect().await.write(0, 3..6).await;
    follower.expect(3..6).await;
}

#[tokio::test]
async fn what_is_missing_is_named_with_its_fix() {
    let mut postgres = Postgres::start_with(&["wal_level=replica"]).await;
    let mut server = Server::configured(&consumer(&postgres.dsn(), ""));
    server.up().await;
    until_problem(&server, "wal_level is replica: ALTER SYSTEM SET wal_level = logical").await;
    postgres.stop().await;
    postgres.set("wal_level=logical");
    postgres.up().await;
    let schema = replication_schema(&[]).await;
    let (tables, publication) = schema.split_once("CREATE PUBLICATION").unwrap();
    let anew = format!("DROP PUBLICATION fanwire_outbox; CREATE PUBLICATION{publication}");
    for (problem, fix) in [
        ("there is no table \"outbox\": run what `fanwire outbox schema --replication", tables),
        (
            "there is no publication \"fanwire_outbox\": CREATE PUBLICATION",
            "CREATE PUBLICATION fanwire_outbox WITH (publish = 'update')",
        ),
        (
            "does not have table \"outbox\": ALTER PUBLICATION",
            "ALTER PUBLICATION fanwire_outbox ADD TABLE outbox",
        ),
        ("has no inserts: ALTER PUBLICATION", &anew),
        ("", "SELECT"),
    ] {
        // At once, not after the longest pause.
        server.restart_after_kill().await;
        until_problem(&server, problem).await;
        postgres.run(fix).await;
    }
    postgres.connect().await.reaches(ACTIVE, 1).await;
}

/// Rows of a table that has another name for a while are done, and whoever
/// renamed it is told.
#[tokio::test]
async fn a_table_that_is_renamed_is_told_and_loses_no_rows() {
    let (postgres, mut server, mut follower) = streaming().await;
    let database = postgres.connect().await;
    database.write(0, 0..2).await;
    follower.expect(0..2).await;
    database
        .run("ALTER TABLE outbox DISABLE TRIGGER ALL; ALTER TABLE outbox RENAME TO events")
        .await;
    let write = async |number| {
        let row = format!(
            "INSERT INTO events (method, payload) VALUES ('publish', \
             '{{\"channel\": \"sync:0\", \"data\": {number}}}')"
        );
        database.run(&row).await;
    };
    write(2).await;
    until_problem(&server, "there is no table \"outbox\"").await;
    database.reaches(ACTIVE, 0).await;
    write(3).await;
    database.run("ALTER TABLE events RENAME TO outbox").await;
    server.restart_after_kill().await;
    until_problem(&server, "").await;
    database.write(0, 4..5).await;
    follower.expect(2..5).await;

    database.run("ALTER PUBLICATION fanwire_outbox SET (publish = 'update')").await;
    until_problem(&server, "has no inserts: ALTER PUBLICATION").await;
}

/// The log knows the publications of its time: one that is made anew has a hole.
#[tokio::test]
async fn a_publication_that_was_away_is_told() {
    let (postgres, server, mut follower) = streaming().await;
    let database = postgres.connect().await;
    database.write(0, 0..3).await;
    follower.expect(0..3).await;
    database.run("DROP PUBLICATION fanwire_outbox").await;
    database.write(0, 100..103).await;
    database.run("CREATE PUBLICATION fanwire_outbox FOR TABLE outbox").await;
    until_problem(&server, "it was made after the slot").await;
    let slot = "'fanwire_orders'";
    let drop = format!("SELECT pg_drop_replication_slot({slot})");
    until_problem(&server, &drop).await;
    database.reaches(ACTIVE, 0).await;
    database.run(&drop).await;
    database.run(&format!("SELECT pg_create_logical_replication_slot({slot}, 'pgoutput')")).await;
    until_problem(&server, "").await;
    database.write(0, 3..5).await;
    follower.expect(3..5).await;
}
