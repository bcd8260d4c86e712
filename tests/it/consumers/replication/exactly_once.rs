//! Each event arrives exactly once, whatever dies.

use std::time::Duration;

use super::{
    super::{kills, postgres::Postgres, story::Follower},
    scene::{confirmed, consumer, replication_schema, streaming, until_problem},
};
use crate::crash::server::Server;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_is_lost_or_doubled_by_kills() {
    let (postgres, mut server, _) = streaming().await;
    assert!(server.terminate().await.success());
    let postgres = kills::survive(postgres, &mut server).await;
    let database = postgres.connect().await;
    confirmed(&database).await;
    assert_eq!(database.number("SELECT count(*) FROM outbox_dead_letters").await, 0);
}

/// Rows are published and not confirmed when the server is killed; it stays
/// dead for longer than any idempotency key is remembered.
#[tokio::test]
async fn a_crash_between_publish_and_confirmation_doubles_nothing() {
    let postgres = Postgres::start_with(&["wal_sender_timeout=2s"]).await;
    postgres.run(&replication_schema(&[]).await).await;
    let mut server = Server::configured(&consumer(&postgres.dsn(), ""));
    let short = r#"--set=channel.namespaces=[{"name": "sync", "history_size": 1000,
        "history_ttl": "1h", "force_recovery": true, "idempotency_window": "1s"}]"#;
    let (database, holder) = (postgres.connect().await, postgres.connect().await);
    server.try_up(&[short]).await.unwrap();
    let mut follower = Follower::of(&server, "sync:0").await;
    until_problem(&server, "").await;
    confirmed(&database).await;
    // The batch cannot end, because a row of it cannot be put away.
    holder.run("BEGIN; LOCK TABLE outbox_dead_letters").await;
    database.run("BEGIN").await;
    database.write(0, 0..100).await;
    database.insert("nonsense", "{}").await;
    database.write(0, 100..120).await;
    database.run("COMMIT").await;
    follower.expect(0..100).await;
    let written = "SELECT (confirmed_flush_lsn < pg_current_wal_lsn())::int::int8 \
                   FROM pg_replication_slots";
    // The connection stays, though nothing is confirmed.
    let survived = "SELECT count(*) FROM pg_stat_replication \
                    WHERE clock_timestamp() - backend_start > '4 s' \
                    AND clock_timestamp() - reply_time < '2 s'";
    database.reaches(survived, 1).await;
    assert_eq!(database.number(written).await, 1, "nothing is confirmed");

    server.kill().await;
    let waiting = "pg_stat_activity WHERE wait_event_type = 'Lock'";
    database.run(&format!("SELECT pg_terminate_backend(pid) FROM {waiting}")).await;
    database.reaches(&format!("SELECT count(*) FROM {waiting}"), 0).await;
    holder.run("ROLLBACK").await;
    assert_eq!(database.number(written).await, 1, "nothing is confirmed");
    // The scenario itself: nothing is waited for.
    tokio::time::sleep(Duration::from_secs(5)).await;
    server.try_up(&[short]).await.unwrap();
    follower.expect(100..120).await;
    database.write(0, 120..130).await;
    follower.expect(120..130).await;
    database.reaches("SELECT count(*) FROM outbox_dead_letters", 1).await;
    confirmed(&database).await;
}
