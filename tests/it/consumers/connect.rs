use tempfile::TempDir;

use super::{
    java::Jvm,
    kafka::KafkaBroker,
    postgres::{Connection, Postgres},
};

const WORKER: [&str; 4] = [
    "listeners=http://127.0.0.1:0",
    "key.converter=org.apache.kafka.connect.json.JsonConverter",
    "value.converter=org.apache.kafka.connect.json.JsonConverter",
    "plugin.discovery=only_scan",
];

/// Of a connector that does not wait long for a database that is down.
const CONNECTOR: [&str; 17] = [
    "connector.class=io.debezium.connector.postgresql.PostgresConnector",
    "tasks.max=1",
    // Settings of a converter count where the converter is named.
    "key.converter=org.apache.kafka.connect.json.JsonConverter",
    "key.converter.schemas.enable=false",
    "value.converter=org.apache.kafka.connect.json.JsonConverter",
    "plugin.name=pgoutput",
    "database.hostname=127.0.0.1",
    "database.user=postgres",
    "database.dbname=postgres",
    "publication.name=debezium",
    "publication.autocreate.mode=disabled",
    "snapshot.mode=no_data",
    "errors.max.retries=-1",
    "retriable.restart.connector.wait.ms=200",
    "slot.retry.delay.ms=200",
    "slot.max.retries=100",
    "poll.interval.ms=20",
];

/// Kafka Connect with connectors of Debezium, whether it runs or not. Killed
/// when dropped.
pub struct Connect {
    jvm: Option<Jvm>,
    directory: TempDir,
    /// Files of properties, the worker's first.
    files: Vec<String>,
}

impl Connect {
    /// A worker without connectors, that does not run yet. It stores how far
    /// it came every `flush_ms`; what came since then it writes again after a
    /// kill.
    pub fn new(broker: &KafkaBroker, flush_ms: u32) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let offsets = directory.path().join("offsets");
        let own = [
            format!("bootstrap.servers={}", broker.address()),
            format!("offset.flush.interval.ms={flush_ms}"),
            format!("offset.storage.file.filename={}", offsets.display()),
        ];
        let mut connect = Self { directory, files: Vec::new(), jvm: None };
        connect.file("worker", WORKER.into_iter().chain(own.iter().map(|line| &**line)));
        connect
    }

    /// From the next start on it reads tables too: `name` is the connector, its
    /// slot and what its topics begin with.
    pub fn connector(&mut self, name: &str, postgres: &Postgres, settings: &[&str]) {
        let own = [
            format!("name={name}"),
            format!("topic.prefix={name}"),
            format!("slot.name={name}"),
            format!("database.port={}", postgres.port()),
        ];
        let lines = CONNECTOR.into_iter().chain(own.iter().map(|line| &**line));
        self.file(name, lines.chain(settings.iter().copied()));
    }

    fn file<'a>(&mut self, name: &str, lines: impl Iterator<Item = &'a str>) {
        let file = self.directory.path().join(format!("{name}.properties"));
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        std::fs::write(&file, text).unwrap();
        self.files.push(file.to_str().unwrap().to_owned());
    }

    /// Starts it, where it was when it was killed.
    pub fn up(&mut self) {
        let mut arguments = vec!["org.apache.kafka.connect.cli.ConnectStandalone"];
        arguments.extend(self.files.iter().map(|file| &**file));
        self.jvm = Some(Jvm::start("connect", self.directory.path(), &arguments));
    }

    /// Waits until every connector reads the database: what is written from
    /// now on, it finds.
    pub async fn reads(&mut self, database: &Connection) {
        let connectors = self.files.len() as i64 - 1;
        let jvm = self.jvm.as_mut().expect("it runs");
        jvm.until("it does not read the database", async || {
            let active = "SELECT count(*) FROM pg_replication_slots WHERE active";
            database.number(active).await == connectors
        })
        .await;
    }

    /// kill -9.
    pub async fn kill(&mut self) {
        self.jvm.take().expect("it runs").kill().await;
    }
}
