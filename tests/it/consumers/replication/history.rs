//! Logs that are not the one of before.

use super::{
    super::{postgres::Postgres, story::Follower},
    scene::{ACTIVE, confirmed, log, replication_schema, streaming, until_problem},
};
use crate::crash::server::Server;

/// A database and a copy of its files; then 100 events that only the original
/// has, which is stopped.
async fn forked() -> (Postgres, Server, Follower) {
    let (mut postgres, mut server, mut follower) = streaming().await;
    let database = postgres.connect().await;
    database.write(0, 0..100).await;
    follower.expect(0..100).await;
    confirmed(&database).await;
    assert!(server.terminate().await.success());
    postgres.stop().await;
    let copy = postgres.copied().await;
    postgres.up().await;
    server.up().await;
    let database = postgres.connect().await;
    // Far from where the copy goes on.
    database.run("SELECT pg_switch_wal()").await;
    database.write(0, 100..200).await;
    follower.expect(100..200).await;
    assert!(server.terminate().await.success());
    postgres.stop().await;
    (copy, server, follower)
}

/// A standby that was behind is promoted: its log has other transactions where
/// the old one had those that are done.
#[tokio::test]
async fn what_a_promoted_standby_writes_is_not_taken_for_done() {
    let (mut copy, mut server, mut follower) = forked().await;
    copy.set("restore_command=false");
    copy.write_file("recovery.signal", "").await;
    copy.up().await;
    let database = copy.connect().await;
    database.reaches("SELECT pg_is_in_recovery()::int::int8", 0).await;
    let timeline = "SELECT timeline_id::int8 FROM pg_control_checkpoint()";
    database.run("CHECKPOINT").await;
    assert_eq!(database.number(timeline).await, 2);
    for number in 200..250 {
        database.write(0, number..number + 1).await;
    }
    server.up().await;
    follower.expect(200..250).await;
    confirmed(&database).await;
    assert!(log(&server).contains("the database went on without"));
    // What is done on the new timeline stays done.
    server.restart_after_kill().await;
    database.write(0, 250..251).await;
    follower.expect(250..251).await;
}

/// Files of an earlier day are put back under the same timeline.
#[tokio::test]
async fn what_a_database_writes_after_it_was_set_back_is_not_taken_for_done() {
    let (mut copy, mut server, mut follower) = forked().await;
    copy.up().await;
    server.up().await;
    let database = copy.connect().await;
    until_set_back(&server).await;
    database.write(0, 200..203).await;
    // What the slot did not know to be done may come again, but in order.
    let mut again = 0;
    let first = loop {
        match follower.next().await {
            number if number == again.to_string() => again += 1,
            number => break number,
        }
    };
    assert_eq!(first, "200");
    follower.expect(201..203).await;
}

/// Waits until the server streams and has told that the log was set back.
async fn until_set_back(server: &Server) {
    let told = async {
        loop {
            let log = log(server);
            let told = log.split_once("set back to an earlier state");
            if told.is_some_and(|(_, then)| then.contains("replication streams")) {
                return;
            }
            tokio::time::sleep(crate::crash::server::POLL).await;
        }
    };
    tokio::time::timeout(crate::crash::server::PATIENCE, told).await.expect("a warning");
}

/// The log that was set back grows beyond what was done of the former one while
/// nobody looks.
#[tokio::test]
async fn a_database_that_was_set_back_is_not_forgotten_to_be_so() {
    let (mut copy, mut server, mut follower) = forked().await;
    copy.up().await;
    let database = copy.connect().await;
    // Nothing comes again, which would set the stored position right.
    let advance = "SELECT pg_replication_slot_advance('fanwire_orders', pg_current_wal_lsn())";
    database.run(advance).await;
    server.up().await;
    until_set_back(&server).await;
    assert!(server.terminate().await.success());
    database.reaches(ACTIVE, 0).await;
    database.write(0, 200..203).await;
    for n in 0..2 {
        database.run("SELECT pg_switch_wal()").await;
        database.run(&format!("CREATE TABLE more_{n} ()")).await;
    }
    server.up().await;
    follower.expect(200..203).await;
    assert_eq!(log(&server).matches("set back to an earlier state").count(), 1);
}

/// Another cluster under the same name, with a log that is shorter.
#[tokio::test]
async fn another_cluster_is_told_and_nothing_of_it_is_skipped() {
    let (mut postgres, mut server, mut follower) = streaming().await;
    let database = postgres.connect().await;
    database.write(0, 0..10).await;
    follower.expect(0..10).await;
    database.run("SELECT pg_switch_wal()").await;
    database.write(0, 10..20).await;
    follower.expect(10..20).await;
    assert!(server.terminate().await.success());
    postgres.stop().await;

    let mut other = Postgres::new_on(postgres.port()).await;
    other.up().await;
    other.run(&replication_schema(&[]).await).await;
    server.up().await;
    until_problem(&server, "another database cluster").await;
    let database = other.connect().await;
    database.run("SELECT pg_create_logical_replication_slot('fanwire_orders', 'pgoutput')").await;
    database.write(0, 20..30).await;
    follower.expect(20..30).await;
    confirmed(&database).await;
    until_problem(&server, "").await;
}
