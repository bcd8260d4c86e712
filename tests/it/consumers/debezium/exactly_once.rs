//! Each event arrives exactly once, whatever dies, although Debezium writes
//! events again after it was killed.

use std::sync::Arc;

use tokio::sync::RwLock;

use super::{
    super::{
        connect::Connect,
        endurance::{Followers, Writers, events, is_full},
        story::schema,
        topics::Topics,
    },
    scene::{consumer, scene},
};
use crate::crash::server::Server;

const PARTITIONS: u32 = 4;
const TOPIC: &str = "shop.public.outbox";

const DATABASE: usize = 1;
const BROKER: usize = 2;
const CONNECT: usize = 4;
const SERVER: usize = 8;

/// Who dies at once, one time after the other.
fn deaths() -> Vec<usize> {
    match is_full() {
        true => (1..=DATABASE | BROKER | CONNECT | SERVER).collect(),
        false => vec![CONNECT, BROKER | SERVER, DATABASE, DATABASE | BROKER | CONNECT | SERVER],
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_is_lost_or_doubled_by_kills() {
    let (postgres, mut broker) = scene().await;
    postgres.run(&schema(&[]).await).await;
    postgres.run("CREATE PUBLICATION debezium FOR TABLE outbox").await;
    let mut connect = Connect::new(&broker, 500);
    let settings = [
        "table.include.list=public.outbox",
        // What has an order goes to one partition of the topic.
        "message.key.columns=public.outbox:partition",
        "value.converter.schemas.enable=false",
        "skipped.operations=u,d,t",
    ];
    connect.connector("shop", &postgres, &settings);
    connect.up();
    Topics::of(&broker).create(TOPIC, 4).await;
    let mut server = Server::configured(&consumer(&broker, "shop", &[TOPIC], ""));
    server.up().await;
    connect.reads(&postgres.connect().await).await;
    let postgres = Arc::new(RwLock::new(postgres));
    let count = events() / u64::from(PARTITIONS);
    let mut followers = Followers::of(&server, PARTITIONS, count).await;
    // The rows are gone at once: nobody but Debezium ever sees them.
    let writers = Writers::start(&postgres, PARTITIONS, count, "DELETE FROM outbox").await;
    let deaths = deaths();
    for (done, who) in deaths.iter().enumerate() {
        followers.see(events() * (done as u64 + 1) / (deaths.len() as u64 + 1)).await;
        let mut postgres = postgres.write().await;
        if who & SERVER != 0 {
            server.kill().await;
        }
        if who & CONNECT != 0 {
            connect.kill().await;
        }
        if who & BROKER != 0 {
            broker.kill().await;
        }
        if who & DATABASE != 0 {
            postgres.kill().await;
            postgres.up().await;
        }
        if who & BROKER != 0 {
            broker.up().await;
        }
        if who & CONNECT != 0 {
            connect.up();
        }
        if who & SERVER != 0 {
            server.up().await;
        }
    }
    writers.end().await;
    followers.end(&server).await;
    let node = server.api().info().await.unwrap().node.unwrap();
    assert_eq!(node.consumers[0].dead_lettered, 0);
}
