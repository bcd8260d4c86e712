//! Rows that somebody else has locked, and tables that change under the server.

use super::{
    super::story::{Follower, consumer, schema, with_outbox},
    trouble::until,
};
use crate::crash::server::Server;

/// Ids that begin anew are not taken for those that are done.
#[tokio::test]
async fn a_table_that_is_emptied_or_made_anew_keeps_no_memory() {
    let (postgres, mut server) = with_outbox(1).await;
    let (database, holder) = (postgres.connect().await, postgres.connect().await);
    database.write(0, 0..50).await;
    holder.run("BEGIN; SELECT count(*) FROM (SELECT id FROM outbox FOR UPDATE) AS held").await;
    server.up().await;
    let mut follower = Follower::of(&server, "sync:0").await;
    follower.expect(0..50).await;
    holder.run("TRUNCATE outbox RESTART IDENTITY").await;
    holder.write(0, 100..150).await;
    holder.run("COMMIT").await;
    follower.expect(100..150).await;
    database.drained().await;

    // The locks are those of the table that is there.
    database
        .run("DROP TABLE outbox, outbox_dead_letters; DROP FUNCTION outbox_notify CASCADE")
        .await;
    database.run(&schema(&[]).await).await;
    let present = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' \
        AND objid = 4294967295 AND classid::int8 = 4294967295 & \
          hashtext('fanwire outbox ' || to_regclass('outbox')::oid::text)::int8";
    database.reaches(present, 1).await;
    database.write(0, 150..160).await;
    follower.expect(150..160).await;
}

/// What cannot be deleted is remembered with every position, so there must not
/// be too much of it.
#[tokio::test]
async fn a_partition_waits_for_too_many_locked_rows() {
    let (postgres, _) = with_outbox(2).await;
    let (database, holder) = (postgres.connect().await, postgres.connect().await);
    database.write(0, 0..2500).await;
    let locked = "SELECT count(*) FROM (SELECT id FROM outbox FOR UPDATE) AS held";
    holder.run(&format!("BEGIN; {locked}")).await;
    let mut server = Server::configured(&consumer(&postgres.dsn(), 2, ""));
    server.up().await;
    until(&server, 0, "another transaction has locked rows").await;
    database.write(1, 0..10).await;
    let mut other = Follower::of(&server, "sync:1").await;
    other.expect(0..10).await;
    let done = server.metric("fanwire_consumer_processed_total{consumer=\"orders\"}").await;
    assert!(done < 2000.0, "{done}");
    holder.run("ROLLBACK").await;
    let mut follower = Follower::of(&server, "sync:0").await;
    follower.expect(0..2500).await;
    database.drained().await;
    until(&server, 0, "").await;
}
