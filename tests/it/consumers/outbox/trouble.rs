//! What keeps a consumer from working, and how it is told.

use super::super::{
    postgres::Postgres,
    story::{Follower, consumer, schema},
};
use crate::crash::server::{PATIENCE, POLL, Server};

const UP: &str = "fanwire_consumer_up{consumer=\"orders\"}";

/// Waits until the problem of a consumer has this part; none for no problem.
pub async fn until(server: &Server, consumer: usize, part: &str) {
    let mut problem = String::new();
    let told = async {
        loop {
            let node = server.api().info().await.unwrap().node.unwrap();
            problem = node.consumers[consumer].problem.clone();
            if problem.contains(part) && problem.is_empty() == part.is_empty() {
                return;
            }
            tokio::time::sleep(POLL).await;
        }
    };
    let told = tokio::time::timeout(PATIENCE, told).await;
    assert!(told.is_ok(), "{part:?} is not in {problem:?}");
}

async fn until_problem(server: &Server, part: &str) {
    until(server, 0, part).await;
}

#[tokio::test]
async fn a_database_that_is_down_degrades_the_consumer_only() {
    let mut postgres = Postgres::new().await;
    let mut server = Server::configured(&consumer(&postgres.dsn(), 1, ""));
    server.up().await;
    assert_eq!(server.readyz().await.0, 200);
    until_problem(&server, "cannot connect to database").await;
    assert_eq!(server.metric(UP).await, 0.0);

    postgres.up().await;
    until_problem(&server, "there is no table \"outbox\": run what `fanwire outbox schema").await;
    postgres.run(&schema(&[]).await).await;
    until_problem(&server, "").await;
    assert_eq!(server.metric(UP).await, 1.0);
    let mut follower = Follower::of(&server, "sync:0").await;
    postgres.connect().await.write(0, 0..3).await;
    follower.expect(0..3).await;

    postgres.kill().await;
    until_problem(&server, "database").await;
    postgres.up().await;
    until_problem(&server, "").await;
    postgres.connect().await.write(0, 3..6).await;
    follower.expect(3..6).await;
    assert!(server.terminate().await.success());
}

#[tokio::test]
async fn what_holds_one_partition_holds_no_other() {
    let postgres = Postgres::start().await;
    postgres.run(&schema(&[]).await).await;
    let mut server = Server::configured(&consumer(&postgres.dsn(), 2, ""));
    server.up().await;
    let mut other = Follower::of(&server, "sync:1").await;
    let database = postgres.connect().await;
    // A refused row cannot be put away.
    database.run("ALTER TABLE outbox_dead_letters ADD CHECK (reason IS NULL)").await;
    database.insert("nonsense", "{}").await;
    database.write(0, 0..1).await;
    until_problem(&server, "partition 0").await;
    database.write(1, 0..200).await;
    other.expect(0..200).await;
    database
        .run("ALTER TABLE outbox_dead_letters DROP CONSTRAINT outbox_dead_letters_reason_check")
        .await;
    let mut held = Follower::of(&server, "sync:0").await;
    held.expect(0..1).await;
    until_problem(&server, "").await;

    // Rows that no partition of the configuration reaches are told.
    database.write(7, 0..1).await;
    until_problem(&server, "partition 7").await;
    database.run("DELETE FROM outbox").await;
    until_problem(&server, "").await;
}
