//! `cargo bench --bench kafka --features kafka`: how quickly 1,000,000 records
//! that wait in 8 partitions are done, and how much memory that takes. Broker
//! and server run on this machine; the store is in the temporary folder
//! (`TMPDIR` chooses it). `RECORDS` chooses another number.

#[allow(dead_code)] // the tests use all of it
#[path = "../../tests/it/consumers/java.rs"]
mod java;
#[allow(dead_code)]
#[path = "../../tests/it/consumers/kafka.rs"]
mod kafka;
#[path = "../../tests/it/consumers/ports.rs"]
mod ports;
#[path = "../common/server.rs"]
mod server;

use std::time::{Duration, Instant};

use fanwire::client::{Api, ApiConfig};
use kafka::KafkaBroker;
use rdkafka::{
    ClientConfig,
    admin::{AdminClient, AdminOptions, NewTopic, TopicReplication},
    client::DefaultClientContext,
    error::{KafkaError, RDKafkaErrorCode},
    producer::{BaseRecord, DefaultProducerContext, Producer, ThreadedProducer},
};
use server::Server;
use tokio::time::sleep;

const PARTITIONS: i32 = 8;
const TOPIC: &str = "bench";
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    if !std::env::args().any(|arg| arg == "--bench") {
        return; // under `cargo test` there is nothing to check
    }
    let records: u64 = match std::env::var("RECORDS") {
        Ok(records) => records.parse().expect("RECORDS is a number"),
        Err(_) => 1_000_000,
    };
    let (broker, folder) = (KafkaBroker::start().await, tempfile::tempdir().expect("a folder"));
    write(&broker, records).await;
    drain(&broker, &folder, records).await;
}

/// Writes commands with 100 bytes of data for 1000 channels.
async fn write(broker: &KafkaBroker, records: u64) {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", broker.address());
    let admin: AdminClient<DefaultClientContext> = config.create().expect("a client");
    let topic = NewTopic::new(TOPIC, PARTITIONS, TopicReplication::Fixed(1));
    let created = admin.create_topics([&topic], &AdminOptions::new()).await.expect("an answer");
    created[0].as_ref().expect("the topic is made");
    config.set("linger.ms", "20");
    let producer: ThreadedProducer<DefaultProducerContext> = config.create().expect("a client");
    let data = "x".repeat(100);
    let written = tokio::task::spawn_blocking(move || {
        for n in 0..records {
            let channel = format!("ev:{}", n % 1000);
            let payload = serde_json::json!({ "channel": channel, "data": data });
            let value = serde_json::json!({ "method": "publish", "payload": payload }).to_string();
            let partition = (n % PARTITIONS as u64) as i32;
            let mut record = BaseRecord::<(), str>::to(TOPIC).partition(partition).payload(&value);
            while let Err((error, back)) = producer.send(record) {
                let is_full = error == KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull);
                assert!(is_full, "{error}");
                std::thread::sleep(Duration::from_millis(5));
                record = back;
            }
        }
        producer.flush(PATIENCE).expect("all is written");
    });
    written.await.expect("writes");
}

async fn drain(broker: &KafkaBroker, folder: &tempfile::TempDir, records: u64) {
    let store = folder.path().join("store.redb");
    let consumers = serde_json::json!([{
        "name": "bench", "enabled": true, "type": "kafka",
        "kafka": {
            "brokers": [broker.address()], "topics": [TOPIC], "consumer_group": "bench",
        },
    }]);
    let server = Server::start(&[
        &format!("engine.embedded.path={}", store.display()),
        r#"channel.namespaces=[{"name": "ev", "history_size": 100, "history_ttl": "10m"}]"#,
        &format!("consumers={consumers}"),
    ]);
    let api = Api::new(ApiConfig::new(&server.api)).expect("an API");
    let processed = async || {
        let node = api.info().await.expect("info").node.expect("a node");
        node.consumers[0].processed
    };
    // Joining the group is not what is measured.
    while processed().await == 0 {
        sleep(Duration::from_millis(5)).await;
    }
    let (before, started) = (processed().await, Instant::now());
    println!("drain of {records} records, {PARTITIONS} partitions");
    let mut next = records / 10;
    loop {
        let done = processed().await;
        if done >= next {
            let rate = (done - before) as f64 / started.elapsed().as_secs_f64();
            let mib = server.resident_kib() / 1024;
            println!("  {done:>9} done  {rate:>9.0} events/s  {mib:>5} MiB");
            next = next.max(done) + records / 10;
        }
        if done >= records {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    let rate = (records - before) as f64 / started.elapsed().as_secs_f64();
    let cpu_us = server.cpu_seconds() * 1e6 / records as f64;
    println!("  {rate:.0} events/s, {cpu_us:.1} us of the server's CPU per event");
}
