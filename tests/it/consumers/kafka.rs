use std::path::Path;

use tempfile::TempDir;

use super::{java::Jvm, ports::free_port};

/// One node that is broker and controller, for tests only.
const SETTINGS: [(&str, &str); 16] = [
    ("process.roles", "broker,controller"),
    ("node.id", "1"),
    ("controller.listener.names", "CONTROLLER"),
    ("inter.broker.listener.name", "PLAINTEXT"),
    ("offsets.topic.replication.factor", "1"),
    ("offsets.topic.num.partitions", "1"),
    ("transaction.state.log.replication.factor", "1"),
    ("transaction.state.log.min.isr", "1"),
    ("transaction.state.log.num.partitions", "1"),
    ("share.coordinator.state.topic.replication.factor", "1"),
    ("share.coordinator.state.topic.min.isr", "1"),
    ("group.initial.rebalance.delay.ms", "0"),
    ("auto.create.topics.enable", "false"),
    ("log.cleaner.dedupe.buffer.size", "2097152"),
    // It is back in seconds after kill -9.
    ("broker.session.timeout.ms", "1000"),
    ("broker.heartbeat.interval.ms", "200"),
];

/// A Kafka broker of its own, whether it runs or not. Killed when dropped.
pub struct KafkaBroker {
    jvm: Option<Jvm>,
    directory: TempDir,
    /// Security protocols and their ports, the plain one first.
    listeners: Vec<(String, u16)>,
    controller_port: u16,
    more: Vec<(String, String)>,
}

impl KafkaBroker {
    /// A running broker.
    #[allow(dead_code)]
    pub async fn start() -> Self {
        let mut broker = Self::new();
        broker.up().await;
        broker
    }

    /// A broker that does not run yet.
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        format(&directory.path().join("data"));
        Self {
            directory,
            listeners: vec![("PLAINTEXT".into(), free_port())],
            controller_port: free_port(),
            more: Vec::new(),
            jvm: None,
        }
    }

    /// From the next start on it has these settings too.
    #[allow(dead_code)]
    pub fn with(mut self, settings: &[(&str, &str)]) -> Self {
        let settings = settings.iter().map(|(key, value)| (key.to_string(), value.to_string()));
        self.more.extend(settings);
        self
    }

    /// From the next start on it listens with one more protocol, such as
    /// SASL_SSL, whose settings begin with `listener.name.sasl_ssl.`. Returns
    /// the address.
    #[allow(dead_code)]
    pub fn listen(&mut self, protocol: &str) -> String {
        let port = free_port();
        self.listeners.push((protocol.to_owned(), port));
        address(port)
    }

    /// Starts it, on the same ports and with the same data as ever.
    pub async fn up(&mut self) {
        let file = self.directory.path().join("server.properties");
        std::fs::write(&file, self.properties()).unwrap();
        let file = file.to_str().unwrap();
        let mut jvm = Jvm::start("kafka", self.directory.path(), &["kafka.Kafka", file]);
        for (_, port) in &self.listeners {
            jvm.accepts(*port).await;
        }
        self.jvm = Some(jvm);
    }

    /// kill -9.
    #[allow(dead_code)]
    pub async fn kill(&mut self) {
        self.jvm.take().expect("it runs").kill().await;
    }

    /// Where a client begins, without TLS or SASL.
    pub fn address(&self) -> String {
        address(self.listeners[0].1)
    }

    fn properties(&self) -> String {
        let urls: Vec<_> = self.listeners.iter().map(url).collect();
        let controller = ("CONTROLLER".to_owned(), self.controller_port);
        let maps: Vec<_> =
            self.listeners.iter().map(|(name, _)| format!("{name}:{name}")).collect();
        let quorum = format!("1@{}", address(self.controller_port));
        let own = [
            ("listeners", format!("{},{}", urls.join(","), url(&controller))),
            ("advertised.listeners", urls.join(",")),
            ("listener.security.protocol.map", format!("{},CONTROLLER:PLAINTEXT", maps.join(","))),
            ("controller.quorum.voters", quorum),
            ("log.dirs", self.directory.path().join("data").display().to_string()),
        ];
        let own = own.iter().map(|(key, value)| (*key, &**value));
        let more = self.more.iter().map(|(key, value)| (&**key, &**value));
        let lines = SETTINGS.into_iter().chain(own).chain(more);
        // A line of a properties file may not break, as PEM does.
        lines.map(|(key, value)| format!("{key}={}\n", value.replace('\n', "\\n"))).collect()
    }
}

fn address(port: u16) -> String {
    format!("127.0.0.1:{port}")
}

fn url((name, port): &(String, u16)) -> String {
    format!("{name}://{}", address(*port))
}

/// What `kafka-storage format` writes, without the second that Java takes.
fn format(directory: &Path) {
    std::fs::create_dir(directory).unwrap();
    let lines = "version=1\ncluster.id=AAAAAAAAAAAAAAAAAAAAAQ\nnode.id=1\n";
    std::fs::write(directory.join("meta.properties"), lines).unwrap();
}
