//! Events with numbers: who writes them and who sees them.

use fanwire::{
    client::{Client, Subscription, SubscriptionEvent},
    pb::api::PublishRequest,
};
use prost::Message as _;
use tokio::time::timeout;

use super::postgres::{Connection, Postgres};
use crate::crash::server::{PATIENCE, Server, fanwire};

/// The consumer's part of a configuration.
pub fn consumer(dsn: &str, partitions: u32, more: &str) -> String {
    format!(
        r#"
[[consumers]]
name = "orders"
enabled = true
type = "postgresql"
[consumers.postgresql]
dsn = "{dsn}"
outbox_table_name = "outbox"
num_partitions = {partitions}
partition_notification_channel = "fanwire_outbox"
{more}
"#
    )
}

/// What `fanwire outbox schema` prints.
pub async fn schema(arguments: &[&str]) -> String {
    let output = fanwire().args(["outbox", "schema"]).args(arguments).output().await.unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A database with an outbox, and a server that reads it and does not run yet.
pub async fn with_outbox(partitions: u32) -> (Postgres, Server) {
    let postgres = Postgres::start().await;
    postgres.run(&schema(&[]).await).await;
    let server = Server::configured(&consumer(&postgres.dsn(), partitions, ""));
    (postgres, server)
}

impl Server {
    /// The value of one series of /metrics; 0 if it is not there.
    pub async fn metric(&self, series: &str) -> f64 {
        let text = timeout(PATIENCE, self.get("/metrics")).await.expect("no answer").unwrap();
        let value = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        value.map_or(0.0, |value| value.trim().parse().unwrap())
    }
}

impl Connection {
    /// Writes events `numbers` of a partition in one transaction.
    pub async fn write(&self, partition: u32, numbers: std::ops::Range<u64>) {
        let (from, to) = (numbers.start, numbers.end as i64 - 1);
        self.run(&format!(
            "INSERT INTO outbox (method, payload, partition) \
             SELECT 'publish', json_build_object('channel', 'sync:{partition}', 'data', n), \
                    {partition} FROM generate_series({from}, {to}) AS n ORDER BY n"
        ))
        .await;
    }

    /// Writes one event.
    pub async fn insert(&self, method: &str, payload: &str) {
        let sql = "INSERT INTO outbox (method, payload) VALUES ($1, $2::text::jsonb)";
        timeout(PATIENCE, self.client.execute(sql, &[&method, &payload])).await.unwrap().unwrap();
    }

    /// Writes the first `count` numbers as protobuf, one by one.
    pub async fn write_protobuf(&self, table: &str, channel: &str, count: u64) {
        let sql = format!("INSERT INTO {table} (method, payload) VALUES ('publish', $1)");
        for number in 0..count {
            let request = PublishRequest {
                channel: channel.into(),
                data: number.to_string().into(),
                ..Default::default()
            };
            let payload = request.encode_to_vec();
            timeout(PATIENCE, self.client.execute(&sql, &[&payload])).await.unwrap().unwrap();
        }
    }

    /// Waits until nothing is left to be done.
    pub async fn drained(&self) {
        self.reaches("SELECT count(*) FROM outbox", 0).await;
    }
}

/// Somebody who follows a channel from its beginning.
pub struct Follower {
    _client: Client,
    subscription: Subscription,
    offset: u64,
}

impl Follower {
    pub async fn of(server: &Server, channel: &str) -> Self {
        let (client, subscription) = server.follow(channel).await;
        Self { _client: client, subscription, offset: 0 }
    }

    /// The next publication, after however many interruptions.
    pub async fn next(&mut self) -> String {
        let next = async {
            loop {
                match self.subscription.next().await {
                    Some(SubscriptionEvent::Publication(publication)) => break publication,
                    Some(SubscriptionEvent::Ended(ended)) => panic!("{ended:?}"),
                    Some(_) => {}
                    None => panic!("the client is gone"),
                }
            }
        };
        let publication = timeout(PATIENCE, next).await.expect("nothing comes any more");
        self.offset += 1;
        assert_eq!(publication.offset, self.offset, "offsets are dense");
        String::from_utf8(publication.data.to_vec()).unwrap()
    }

    /// Expects exactly these numbers.
    pub async fn expect(&mut self, numbers: std::ops::Range<u64>) {
        for number in numbers {
            assert_eq!(self.next().await, number.to_string());
        }
    }
}
