//! Rows arrive in whatever form Debezium is told to write them.

use fanwire::pb::{Message as _, api};

use super::{
    super::{
        connect::Connect,
        postgres::Connection,
        story::{Follower, schema},
        topics::Topics,
    },
    scene::{consumer, scene},
};
use crate::crash::server::Server;

/// A connector for each form and the table that it reads. Each table's events
/// go to the channel of its connector.
const CONNECTORS: [(&str, &str, &[&str]); 5] = [
    (
        "plain",
        "outbox_plain",
        &[
            "value.converter.schemas.enable=false",
            "provide.transaction.metadata=true",
            "heartbeat.interval.ms=100",
        ],
    ),
    ("enveloped", "outbox_enveloped", &["value.converter.schemas.enable=true"]),
    ("bytes", "outbox_bytes", &["value.converter.schemas.enable=true"]),
    (
        "rows",
        "outbox_rows",
        &[
            "value.converter.schemas.enable=false",
            "transforms=unwrap",
            "transforms.unwrap.type=io.debezium.transforms.ExtractNewRecordState",
            "transforms.unwrap.add.fields=op",
            "transforms.unwrap.delete.tombstone.handling.mode=rewrite",
        ],
    ),
    (
        "routed",
        "events",
        &[
            "value.converter.schemas.enable=false",
            "transforms=outbox",
            "transforms.outbox.type=io.debezium.transforms.outbox.EventRouter",
            "transforms.outbox.table.expand.json.payload=true",
            "transforms.outbox.route.topic.replacement=events",
            "transforms.outbox.table.fields.additional.placement=channel:header:channel",
        ],
    ),
];

const EVENTS: &str = "CREATE TABLE events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    aggregatetype text NOT NULL, aggregateid text NOT NULL,
    channel text NOT NULL, payload jsonb NOT NULL)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_arrive_in_whatever_form_debezium_writes_them() {
    let (postgres, broker) = scene().await;
    // It forgets all that it did.
    let mut connect = Connect::new(&broker, 3_600_000);
    for (name, table, settings) in CONNECTORS {
        let tables = format!("table.include.list=public.{table}");
        connect.connector(name, &postgres, &[settings, &[&*tables]].concat());
        postgres.run(&create(table).await).await;
    }
    postgres.run("CREATE PUBLICATION debezium FOR ALL TABLES").await;
    connect.up();
    let commands = [
        "plain.public.outbox_plain",
        "plain.transaction",
        "__debezium-heartbeat.plain",
        "enveloped.public.outbox_enveloped",
        "bytes.public.outbox_bytes",
        "rows.public.outbox_rows",
    ];
    let topics = Topics::of(&broker);
    for topic in commands.into_iter().chain(["events"]) {
        topics.create(topic, 1).await;
    }
    let mode = r#"publication_data_mode = { enabled = true, channels_header = "channel", idempotency_key_header = "id" }"#;
    let consumers = [
        consumer(&broker, "commands", &commands, ""),
        consumer(&broker, "data", &["events"], mode),
    ];
    let mut server = Server::configured(&consumers.concat());
    server.up().await;
    let database = postgres.connect().await;
    connect.reads(&database).await;
    let mut followers = Vec::new();
    for (name, ..) in CONNECTORS {
        followers.push(Follower::of(&server, &format!("sync:{name}")).await);
    }
    write(&database, &mut followers, 0).await;
    // Everything is written to Kafka once more, and seen no more.
    connect.kill().await;
    connect.up();
    write(&database, &mut followers, 30).await;
    let node = server.api().info().await.unwrap().node.unwrap();
    for consumer in node.consumers {
        assert_eq!((consumer.failed, &*consumer.problem), (0, ""), "{}", consumer.name);
        assert!(consumer.processed > 0);
    }
}

/// Writes events to every table and waits until they have come.
async fn write(database: &Connection, followers: &mut [Follower], from: u64) {
    for (name, table, _) in CONNECTORS {
        write_to(database, name, table, from).await;
    }
    for ((name, ..), follower) in CONNECTORS.iter().zip(followers) {
        for n in from..from + 30 {
            assert_eq!(follower.next().await, data(name, n), "{name}");
        }
    }
}

async fn create(table: &str) -> String {
    match table {
        "events" => EVENTS.to_owned(),
        "outbox_bytes" => schema(&["--table", table, "--protobuf"]).await,
        _ => schema(&["--table", table]).await,
    }
}

/// Rows that stay, rows that are gone before they were ever seen, rows that
/// change.
async fn write_to(database: &Connection, name: &str, table: &str, from: u64) {
    for n in from..from + 10 {
        database.run(&insert(name, table, n)).await;
    }
    database.run(&format!("DELETE FROM {table}")).await;
    for n in from + 10..from + 20 {
        database
            .run(&format!("BEGIN; {}; DELETE FROM {table}; COMMIT", insert(name, table, n)))
            .await;
    }
    for n in from + 20..from + 30 {
        database.run(&insert(name, table, n)).await;
        if table != "events" {
            database.run(&format!("UPDATE {table} SET payload = payload")).await;
            // Part of the primary key: Debezium says that the row was deleted
            // and another one inserted.
            database.run(&format!("UPDATE {table} SET partition = partition + 1")).await;
        }
    }
}

/// What the subscriber gets.
fn data(name: &str, n: u64) -> String {
    match name {
        // The only one that Kafka Connect has read as JSON and written again.
        "routed" => format!("{{\"n\":{n}}}"),
        _ => format!("{{\"n\": {n}}}"),
    }
}

fn insert(name: &str, table: &str, n: u64) -> String {
    let (channel, data) = (format!("sync:{name}"), data(name, n));
    match table {
        "events" => format!(
            "INSERT INTO events (aggregatetype, aggregateid, channel, payload) \
             VALUES ('number', 'one', '{channel}', '{data}')"
        ),
        "outbox_bytes" => {
            let request = api::PublishRequest { channel, data: data.into(), ..Default::default() };
            let hex: String =
                request.encode_to_vec().iter().map(|byte| format!("{byte:02x}")).collect();
            format!("INSERT INTO {table} (method, payload) VALUES ('publish', '\\x{hex}')")
        }
        _ => format!(
            "INSERT INTO {table} (method, payload) \
             VALUES ('publish', '{{\"channel\": \"{channel}\", \"data\": {data}}}')"
        ),
    }
}
