//! What the slot keeps, and what happens when it is not there.

use super::{
    super::{postgres::Postgres, story::Follower},
    scene::{ACTIVE, confirmed, consumer, log, replication_schema, streaming, until_problem},
};
use crate::crash::server::Server;

const CREATE: &str = "SELECT pg_create_logical_replication_slot('fanwire_orders', 'pgoutput')";
const DROP: &str = "SELECT pg_drop_replication_slot('fanwire_orders')";

/// What others write does not pile up behind the slot, though nothing is done.
#[tokio::test]
async fn an_idle_slot_follows_the_log() {
    let (postgres, server, _) = streaming().await;
    let database = postgres.connect().await;
    database.run("CREATE TABLE other AS SELECT n FROM generate_series(1, 200000) AS n").await;
    confirmed(&database).await;
    database.run("SELECT pg_switch_wal(); CHECKPOINT; UPDATE other SET n = n + 1").await;
    confirmed(&database).await;
    assert!(server.get("/metrics").await.unwrap().contains("fanwire_consumer_lag_bytes{"));
}

/// A slot that is gone is not made anew behind anybody's back, not even before
/// the first event.
#[tokio::test]
async fn a_slot_that_is_gone_is_told() {
    let (postgres, mut server, mut follower) = streaming().await;
    let database = postgres.connect().await;
    assert!(server.terminate().await.success());
    database.reaches(ACTIVE, 0).await;
    database.run(DROP).await;
    server.up().await;
    until_problem(&server, "is gone: events after 0/").await;
    until_problem(&server, CREATE).await;
    assert_eq!(database.number("SELECT count(*) FROM pg_replication_slots").await, 0);
    database.run(CREATE).await;
    until_problem(&server, "").await;
    database.write(0, 0..3).await;
    follower.expect(0..3).await;
}

#[tokio::test]
async fn a_slot_that_has_lost_log_is_told() {
    let more = ["max_slot_wal_keep_size=1MB", "min_wal_size=32MB", "max_wal_size=32MB"];
    let postgres = Postgres::start_with(&more).await;
    postgres.run(&replication_schema(&[]).await).await;
    let mut server = Server::configured(&consumer(&postgres.dsn(), ""));
    server.up().await;
    let mut follower = Follower::of(&server, "sync:0").await;
    let database = postgres.connect().await;
    database.reaches(ACTIVE, 1).await;
    database.write(0, 0..2).await;
    follower.expect(0..2).await;
    server.kill().await;
    database.reaches(ACTIVE, 0).await;
    for n in 0..6 {
        database.run(&format!("CREATE TABLE more_{n} (); SELECT pg_switch_wal()")).await;
        database.run("CHECKPOINT").await;
    }
    server.up().await;
    until_problem(&server, "has lost log that was not read").await;
    until_problem(&server, DROP).await;
    database.run(DROP).await;
    database.run(CREATE).await;
    until_problem(&server, "").await;
    database.write(0, 2..4).await;
    follower.expect(2..4).await;
}

/// Slots of Fanwire that nobody reads are named with the statement that drops
/// them.
#[tokio::test]
async fn a_forgotten_slot_is_warned_about() {
    let postgres = Postgres::start().await;
    postgres.run(&replication_schema(&[]).await).await;
    postgres
        .run(
            "SELECT pg_create_logical_replication_slot('fanwire_former', 'pgoutput'), \
             pg_create_logical_replication_slot('others', 'pgoutput')",
        )
        .await;
    let mut server = Server::configured(&consumer(&postgres.dsn(), ""));
    server.up().await;
    let series = "fanwire_consumer_lag_bytes{consumer=\"orders\"}";
    let told = async {
        while !server.get("/metrics").await.unwrap().contains(series)
            || !log(&server).contains("fanwire_former")
        {
            tokio::time::sleep(crate::crash::server::POLL).await;
        }
    };
    tokio::time::timeout(crate::crash::server::PATIENCE, told).await.expect("a warning");
    let log = log(&server);
    assert!(log.contains("SELECT pg_drop_replication_slot('fanwire_former')"), "{log}");
    assert!(!log.contains("others") && !log.contains("slot('fanwire_orders')"), "{log}");
}
