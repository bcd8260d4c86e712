//! Each event arrives exactly once, whatever dies.

use std::time::Duration;

use super::super::{
    kills,
    story::{Follower, with_outbox},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_is_lost_or_doubled_by_kills() {
    let (postgres, mut server) = with_outbox(kills::WRITERS).await;
    let postgres = kills::survive(postgres, &mut server).await;
    let database = postgres.connect().await;
    database.drained().await;
    assert_eq!(database.number("SELECT count(*) FROM outbox_dead_letters").await, 0);
}

/// The rows are published and cannot be deleted when the server is killed; it
/// stays dead for longer than any idempotency key is remembered.
#[tokio::test]
async fn a_crash_between_publish_and_delete_doubles_nothing() {
    let (postgres, mut server) = with_outbox(1).await;
    let short = r#"--set=channel.namespaces=[{"name": "sync", "history_size": 1000,
        "history_ttl": "1h", "force_recovery": true, "idempotency_window": "1s"}]"#;
    let (database, holder) = (postgres.connect().await, postgres.connect().await);
    database.write(0, 0..150).await;
    holder.run("BEGIN; SELECT count(*) FROM (SELECT id FROM outbox FOR UPDATE) AS held").await;
    server.try_up(&[short]).await.unwrap();
    let mut follower = Follower::of(&server, "sync:0").await;
    // Rows that are locked hold nobody, over several turns.
    follower.expect(0..150).await;
    server.kill().await;
    let others = "pg_stat_activity WHERE application_name LIKE 'fanwire%'";
    database.reaches(&format!("SELECT count(*) FROM {others}"), 0).await;
    holder.run("ROLLBACK").await;
    assert_eq!(database.number("SELECT count(*) FROM outbox").await, 150);
    // The scenario itself: nothing is waited for.
    tokio::time::sleep(Duration::from_secs(5)).await;
    server.try_up(&[short]).await.unwrap();
    database.write(0, 150..160).await;
    follower.expect(150..160).await;
    database.drained().await;
}
