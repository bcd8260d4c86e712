//! Who stands between a row and its subscriber.

use super::super::{kafka::KafkaBroker, postgres::Postgres};

/// A running database and a running broker that forgets dead members soon.
pub async fn scene() -> (Postgres, KafkaBroker) {
    let broker = async {
        let mut broker = KafkaBroker::new().with(&[("group.min.session.timeout.ms", "500")]);
        broker.up().await;
        broker
    };
    tokio::join!(Postgres::start(), broker)
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
properties = ["session.timeout.ms=1000", "heartbeat.interval.ms=200"]
{more}
"#
    )
}
