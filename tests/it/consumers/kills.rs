//! An application, a database and a server that die while events are written.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{RwLock, watch},
    task::JoinSet,
    time::timeout,
};

use super::{postgres::Postgres, story::Follower};
use crate::crash::server::{POLL, Server};

/// Writers, each with a channel and a partition of its own.
pub const WRITERS: u32 = 4;
/// A transaction of the writer.
const ROWS: u64 = 25;
const PATIENCE: Duration = Duration::from_secs(120);

/// Events that are written, and how often something is killed meanwhile.
fn scale() -> (u64, u64) {
    match std::env::var_os("FANWIRE_TEST_FULL") {
        Some(_) => (100_000, 30),
        None => (20_000, 6),
    }
}

/// An application: writes its own journal and the outbox in one transaction,
/// so that after a failure it knows what is written.
async fn write_all(postgres: Arc<RwLock<Postgres>>, partition: u32, count: u64) {
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

/// Writes, kills now the one, now the other, now both, and expects every event
/// once, in the order of its writer. Returns the database.
pub async fn survive(postgres: Postgres, server: &mut Server) -> Postgres {
    postgres
        .run(&format!(
            "CREATE TABLE journal AS SELECT n AS partition, 0::int8 AS upto \
             FROM generate_series(0, {}) AS n",
            WRITERS - 1
        ))
        .await;
    server.up().await;
    let (events, kills) = scale();
    let count = events / u64::from(WRITERS);
    let (seen, mut arrived) = watch::channel(0u64);
    let seen = Arc::new(seen);
    let mut followers = JoinSet::new();
    for partition in 0..WRITERS {
        let mut follower = Follower::of(server, &format!("sync:{partition}")).await;
        let seen = seen.clone();
        followers.spawn(async move {
            for number in 0..count {
                assert_eq!(follower.next().await, number.to_string());
                seen.send_modify(|seen| *seen += 1);
            }
        });
    }
    let postgres = Arc::new(RwLock::new(postgres));
    let mut writers = JoinSet::new();
    for partition in 0..WRITERS {
        writers.spawn(write_all(postgres.clone(), partition, count));
    }
    for kill in 1..=kills {
        let some = arrived.wait_for(|seen| *seen >= events * kill / (kills + 1));
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
    // Nothing came after the last one either.
    for partition in 0..WRITERS {
        let request = fanwire::pb::api::HistoryRequest {
            channel: format!("sync:{partition}"),
            ..Default::default()
        };
        let page = server.api().history(request).await.unwrap();
        assert_eq!(page.offset, count);
    }
    Arc::into_inner(postgres).unwrap().into_inner()
}
