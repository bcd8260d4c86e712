//! Each event arrives exactly once, whatever dies.

use std::time::Duration;

use tokio::{task::JoinSet, time::timeout};

use super::super::{
    postgres::Postgres,
    story::{Follower, with_outbox},
};
use crate::crash::server::POLL;

const PARTITIONS: u32 = 4;
/// A transaction of the writer.
const ROWS: u64 = 25;
const PATIENCE: Duration = Duration::from_secs(120);

fn events() -> u64 {
    if std::env::var_os("FANWIRE_TEST_FULL").is_some() { 100_000 } else { 20_000 }
}

/// An application: writes its own journal and the outbox in one transaction,
/// so that after a failure it knows what is written.
async fn write_all(
    postgres: std::sync::Arc<tokio::sync::RwLock<Postgres>>,
    partition: u32,
    count: u64,
) {
    let journal = format!("SELECT upto FROM journal WHERE partition = {partition}");
    loop {
        let Ok(database) = postgres.read().await.try_connect("writer").await else {
            tokio::time::sleep(POLL).await;
            continue;
        };
        let written = async {
            loop {
                let upto: i64 = database.client.query_one(&journal, &[]).await?.get(0);
                let (from, to) = (upto as u64, (upto as u64 + ROWS).min(count));
                if from == count {
                    return Ok::<(), tokio_postgres::Error>(());
                }
                let rows = format!(
                    "BEGIN; UPDATE journal SET upto = {to} WHERE partition = {partition}; \
                     INSERT INTO outbox (method, payload, partition) \
                     SELECT 'publish', json_build_object('channel', 'sync:{partition}', 'data', n), \
                     {partition} FROM generate_series({from}, {to} - 1) AS n ORDER BY n; COMMIT"
                );
                database.client.batch_execute(&rows).await?;
            }
        };
        if written.await.is_ok() {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_is_lost_or_doubled_by_kills() {
    let (postgres, mut server) = with_outbox(PARTITIONS).await;
    postgres
        .run(&format!(
            "CREATE TABLE journal AS SELECT n AS partition, 0::int8 AS upto \
             FROM generate_series(0, {}) AS n",
            PARTITIONS - 1
        ))
        .await;
    server.up().await;
    let count = events() / u64::from(PARTITIONS);
    let (seen, mut arrived) = tokio::sync::watch::channel(0u64);
    let seen = std::sync::Arc::new(seen);
    let mut followers = JoinSet::new();
    for partition in 0..PARTITIONS {
        let mut follower = Follower::of(&server, &format!("sync:{partition}")).await;
        let seen = seen.clone();
        followers.spawn(async move {
            for number in 0..count {
                assert_eq!(follower.next().await, number.to_string());
                seen.send_modify(|seen| *seen += 1);
            }
        });
    }
    let postgres = std::sync::Arc::new(tokio::sync::RwLock::new(postgres));
    let mut writers = JoinSet::new();
    for partition in 0..PARTITIONS {
        writers.spawn(write_all(postgres.clone(), partition, count));
    }
    let kills = 6;
    for kill in 1..=kills {
        let some = arrived.wait_for(|seen| *seen >= events() * kill / (kills + 1));
        tokio::select! {
            arrived = timeout(PATIENCE, some) => drop(arrived.expect("nothing comes").unwrap()),
            Some(ended) = followers.join_next() => ended.unwrap(),
        }
        if kill % 3 != 0 {
            server.kill().await;
        }
        if kill % 3 != 1 {
            let mut postgres = postgres.write().await;
            postgres.kill().await;
            postgres.up().await;
        }
        if kill % 3 != 0 {
            server.up().await;
        }
    }
    let ended = async {
        while let Some(ended) = writers.join_next().await {
            ended.unwrap();
        }
        while let Some(ended) = followers.join_next().await {
            ended.unwrap();
        }
    };
    timeout(PATIENCE, ended).await.expect("not all events came");
    let database = postgres.read().await.connect().await;
    database.drained().await;
    assert_eq!(database.number("SELECT count(*) FROM outbox_dead_letters").await, 0);
    // Nothing came after the last one either.
    for partition in 0..PARTITIONS {
        let request = fanwire::pb::api::HistoryRequest {
            channel: format!("sync:{partition}"),
            ..Default::default()
        };
        let page = server.api().history(request).await.unwrap();
        assert_eq!(page.offset, count);
    }
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
