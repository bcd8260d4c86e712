//! Records with numbers: who writes them, and what a group has committed.

use std::{collections::BTreeMap, ops::Range, time::Instant};

use rdkafka::{
    ClientConfig, Offset, TopicPartitionList,
    admin::{AdminClient, AdminOptions, NewTopic, TopicReplication},
    client::DefaultClientContext,
    consumer::{BaseConsumer, CommitMode, Consumer},
    message::{BorrowedMessage, Header, Headers, Message, OwnedHeaders},
    producer::{FutureProducer, FutureRecord},
};
use tokio::time::timeout;

use super::super::kafka::KafkaBroker;
use crate::crash::server::{PATIENCE, POLL, Server};

pub const GROUP: &str = "fanwire";
pub const TOPIC: &str = "orders";

/// A broker that forgets dead members soon.
pub fn broker() -> KafkaBroker {
    KafkaBroker::new().with(&[("group.min.session.timeout.ms", "500")])
}

/// A running broker with a topic, and a server that reads it and does not run yet.
pub async fn with_topic(partitions: i32) -> (KafkaBroker, Topics, Server) {
    let mut broker = broker();
    broker.up().await;
    let topics = Topics::of(&broker);
    topics.create(TOPIC, partitions).await;
    let server = Server::configured(&consumer(&broker, ""));
    (broker, topics, server)
}

/// The consumer's part of a configuration.
pub fn consumer(broker: &KafkaBroker, more: &str) -> String {
    consumer_at(&broker.address(), more)
}

/// The same, for another listener.
pub fn consumer_at(address: &str, more: &str) -> String {
    format!(
        r#"
[[consumers]]
name = "orders"
enabled = true
type = "kafka"
[consumers.kafka]
brokers = ["{address}"]
topics = ["{TOPIC}"]
consumer_group = "{GROUP}"
fetch_max_wait = "50ms"
properties = ["session.timeout.ms=1000", "heartbeat.interval.ms=200"]
{more}
"#
    )
}

/// Somebody who writes and looks after topics.
#[derive(Clone)]
pub struct Topics {
    config: ClientConfig,
    producer: FutureProducer,
}

impl Topics {
    pub fn of(broker: &KafkaBroker) -> Self {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", broker.address());
        config.set("reconnect.backoff.max.ms", "500");
        // A broker that is killed neither loses nor doubles what it writes.
        let mut writer = config.clone();
        writer.set("enable.idempotence", "true").set("linger.ms", "5");
        Self { producer: writer.create().unwrap(), config }
    }

    fn admin(&self) -> AdminClient<DefaultClientContext> {
        self.config.create().unwrap()
    }

    pub async fn create(&self, topic: &str, partitions: i32) {
        let new = NewTopic::new(topic, partitions, TopicReplication::Fixed(1));
        let created = async {
            // A topic that was just deleted may be there for a moment.
            while self.admin().create_topics([&new], &AdminOptions::new()).await.unwrap()[0]
                .is_err()
            {
                tokio::time::sleep(POLL).await;
            }
        };
        timeout(PATIENCE, created).await.expect("the topic is not created");
    }

    pub async fn delete(&self, topic: &str) {
        let deleted = self.admin().delete_topics(&[topic], &AdminOptions::new()).await.unwrap();
        deleted[0].as_ref().unwrap();
    }

    /// Deletes what a partition has before an offset, as retention does.
    pub async fn truncate(&self, topic: &str, partition: i32, before: Offset) {
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(topic, partition, before).unwrap();
        self.admin().delete_records(&list, &AdminOptions::new()).await.unwrap();
    }

    /// Writes commands `numbers` for the channel of a partition, and waits
    /// until the broker has them.
    pub async fn write(&self, partition: i32, numbers: Range<u64>) {
        let written: Vec<_> =
            numbers.map(|n| self.start(partition, &publish(partition, n))).collect();
        for written in written {
            written.await.unwrap().unwrap();
        }
    }

    fn start(&self, partition: i32, value: &str) -> rdkafka::producer::DeliveryFuture {
        let record = FutureRecord::<(), str>::to(TOPIC).partition(partition).payload(value);
        self.producer.send_result(record).map_err(|(error, _)| error).unwrap()
    }

    /// Writes one record, also one without a value.
    pub async fn send(&self, value: Option<&[u8]>, headers: &[(&str, &str)]) {
        let headers = headers.iter().fold(OwnedHeaders::new(), |headers, (key, value)| {
            headers.insert(Header { key, value: Some(*value) })
        });
        let mut record = FutureRecord::<[u8], [u8]>::to(TOPIC).partition(0).headers(headers);
        (record.key, record.payload) = (Some(&b"key"[..]), value);
        self.producer.send(record, PATIENCE).await.map_err(|(error, _)| error).unwrap();
    }

    /// A client that reads, in the consumer's group without being a member.
    pub fn reader(&self) -> BaseConsumer {
        let mut config = self.config.clone();
        config.set("group.id", GROUP).set("enable.auto.commit", "false");
        config.set("auto.offset.reset", "earliest").create().unwrap()
    }

    /// The first so many records of the only partition of a topic.
    pub async fn read(&self, topic: &str, count: usize) -> Vec<Read> {
        let (reader, mut list) = (self.reader(), TopicPartitionList::new());
        list.add_partition_offset(topic, 0, Offset::Beginning).unwrap();
        let read = tokio::task::spawn_blocking(move || {
            reader.assign(&list).unwrap();
            let deadline = Instant::now() + PATIENCE;
            let mut records = Vec::new();
            while records.len() < count {
                assert!(Instant::now() < deadline, "{} of {count} came", records.len());
                if let Some(record) = reader.poll(POLL) {
                    records.push(Read::of(&record.unwrap()));
                }
            }
            records
        });
        read.await.unwrap()
    }

    /// Kafka forgets what the group has committed, once it has no members.
    pub async fn forget(&self) {
        let forgotten = async {
            loop {
                let forgotten = self.admin().delete_groups(&[GROUP], &AdminOptions::new()).await;
                if forgotten.unwrap()[0].is_ok() {
                    break;
                }
                tokio::time::sleep(POLL).await;
            }
        };
        timeout(PATIENCE, forgotten).await.expect("the group keeps members");
    }

    /// What the group has committed, with its metadata.
    pub async fn committed(&self, partition: i32) -> Option<(i64, String)> {
        let reader = self.reader();
        let answer = tokio::task::spawn_blocking(move || {
            let mut list = TopicPartitionList::new();
            list.add_partition(TOPIC, partition);
            reader.committed_offsets(list, PATIENCE).unwrap()
        });
        let answer = answer.await.unwrap();
        let element = answer.find_partition(TOPIC, partition).unwrap();
        match element.offset() {
            Offset::Offset(next) => Some((next, element.metadata().to_owned())),
            _ => None,
        }
    }

    /// Waits until the group has committed this offset.
    pub async fn commits(&self, partition: i32, next: i64) {
        let committed = async {
            while self.committed(partition).await.is_none_or(|(committed, _)| committed != next) {
                tokio::time::sleep(POLL).await;
            }
        };
        timeout(PATIENCE, committed).await.expect("it is not committed");
    }

    /// What `kafka-consumer-groups --reset-offsets` does, once the group has no
    /// members.
    pub async fn reset(&self, partition: i32, next: i64) {
        let reader = self.reader();
        let reset = tokio::task::spawn_blocking(move || {
            let mut list = TopicPartitionList::new();
            list.add_partition_offset(TOPIC, partition, Offset::Offset(next)).unwrap();
            while reader.commit(&list, CommitMode::Sync).is_err() {
                std::thread::sleep(POLL);
            }
        });
        timeout(PATIENCE, reset).await.expect("the group keeps members").unwrap();
    }
}

/// A record as somebody else reads it.
pub struct Read {
    pub key: Option<Vec<u8>>,
    pub payload: Option<Vec<u8>>,
    pub headers: BTreeMap<String, String>,
}

impl Read {
    fn of(record: &BorrowedMessage<'_>) -> Self {
        let headers = record.headers().map(|headers| {
            let text = |value: &[u8]| String::from_utf8(value.to_vec()).unwrap();
            let all = headers.iter();
            all.map(|h| (h.key.to_owned(), h.value.map(text).unwrap_or_default())).collect()
        });
        Self {
            key: record.key().map(<[u8]>::to_vec),
            payload: record.payload().map(<[u8]>::to_vec),
            headers: headers.unwrap_or_default(),
        }
    }
}

/// A command as the value of a record.
pub fn publish(partition: i32, number: u64) -> String {
    format!(
        r#"{{"method": "publish", "payload": {{"channel": "sync:{partition}", "data": {number}}}}}"#
    )
}
