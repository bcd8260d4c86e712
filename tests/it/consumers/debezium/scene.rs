//! Who stands between a row and its subscriber.

use super::super::{connect::Connect, kafka::KafkaBroker, postgres::Postgres};

/// A running database and broker, and a worker that does not run yet.
pub async fn scene() -> (Postgres, KafkaBroker, Connect) {
    let (postgres, broker) = tokio::join!(Postgres::start(), KafkaBroker::start());
    postgres.run("CREATE PUBLICATION debezium FOR ALL TABLES").await;
    let connect = Connect::new(&broker);
    (postgres, broker, connect)
}

/// A consumer of topics.
pub fn consumer(broker: &KafkaBroker, name: &str, topics: &[&str], more: &str) -> String {
    let address = broker.address();
    format!(
        r#"
[[consumers]]
name = "{name}"
enabled = true
type = "kafka"
[consumers.kafka]
brokers = ["{address}"]
topics = {topics:?}
consumer_group = "{name}"
fetch_max_wait = "50ms"
properties = ["session.timeout.ms=6000", "heartbeat.interval.ms=200"]
{more}
"#
    )
}
