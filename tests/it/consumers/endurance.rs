//! Many events, and what happens to those who write, carry and see them.

use std::{sync::Arc, time::Duration};

use fanwire::pb::api::HistoryRequest;
use tokio::{
    sync::{RwLock, watch},
    task::JoinSet,
    time::timeout,
};

use super::{postgres::Postgres, story::Follower};
use crate::crash::server::{POLL, Server};

/// Rows of a transaction.
const ROWS: u64 = 25;
const PATIENCE: Duration = Duration::from_secs(180);

/// More of everything with `tests/run --full`.
pub fn is_full() -> bool {
    std::env::var_os("FANWIRE_TEST_FULL").is_some()
}

/// How many events there are.
pub fn events() -> u64 {
    if is_full() { 100_000 } else { 20_000 }
}

/// A database that is killed while others use it.
pub type Shared = Arc<RwLock<Postgres>>;

/// Applications that write events for partitions.
pub struct Writers(JoinSet<()>);

impl Writers {
    /// One for each partition, which writes `count` events. `also` is done in
    /// the transactions of the events.
    pub async fn start(postgres: &Shared, partitions: u32, count: u64, also: &'static str) -> Self {
        let journal = format!(
            "CREATE TABLE journal AS SELECT n AS partition, 0::int8 AS upto \
             FROM generate_series(0, {}) AS n",
            partitions - 1
        );
        postgres.read().await.run(&journal).await;
        let mut writers = JoinSet::new();
        for partition in 0..partitions {
            writers.spawn(write(postgres.clone(), partition, count, also));
        }
        Self(writers)
    }

    /// Waits until everything is written.
    pub async fn end(mut self) {
        timeout(PATIENCE, all(&mut self.0)).await.expect("not all events are written");
    }
}

/// Writes its own journal and the outbox in one transaction, so that after a
/// failure it knows what is written.
async fn write(postgres: Shared, partition: u32, count: u64, also: &'static str) {
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
                     {partition} FROM generate_series({from}, {to} - 1) AS n ORDER BY n; \
                     {also}; COMMIT"
                );
                database.client.batch_execute(&rows).await?;
            }
        };
        match written.await {
            Ok(()) => return,
            // A database that is killed says nothing, or that it goes.
            Err(error) => {
                let goes = error.code().is_none_or(|code| code.code().starts_with("57"));
                assert!(goes, "{error:?}");
            }
        }
    }
}

/// Subscribers who expect every event once, in the order of its partition.
pub struct Followers {
    partitions: u32,
    count: u64,
    tasks: JoinSet<()>,
    seen: watch::Receiver<u64>,
}

impl Followers {
    /// One for each partition, who expects `count` events.
    pub async fn of(server: &Server, partitions: u32, count: u64) -> Self {
        let (seen, receiver) = watch::channel(0u64);
        let seen = Arc::new(seen);
        let mut tasks = JoinSet::new();
        for partition in 0..partitions {
            let mut follower = Follower::of(server, &format!("sync:{partition}")).await;
            let seen = seen.clone();
            tasks.spawn(async move {
                for number in 0..count {
                    assert_eq!(follower.next().await, number.to_string());
                    seen.send_modify(|seen| *seen += 1);
                }
            });
        }
        Self { partitions, count, tasks, seen: receiver }
    }

    /// Waits until so many events have been seen.
    pub async fn see(&mut self, count: u64) {
        let seen = timeout(PATIENCE, self.seen.wait_for(|seen| *seen >= count));
        tokio::pin!(seen);
        loop {
            tokio::select! {
                seen = &mut seen => break drop(seen.expect("nothing comes any more").unwrap()),
                Some(ended) = self.tasks.join_next() => ended.unwrap(),
            }
        }
    }

    /// Waits until all have seen everything, after which nothing else came.
    pub async fn end(mut self, server: &Server) {
        timeout(PATIENCE, all(&mut self.tasks)).await.expect("not all events came");
        for partition in 0..self.partitions {
            let channel = format!("sync:{partition}");
            let request = HistoryRequest { channel, ..Default::default() };
            assert_eq!(server.api().history(request).await.unwrap().offset, self.count);
        }
    }
}

async fn all(tasks: &mut JoinSet<()>) {
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
}
