//! How librdkafka is set up.

use rdkafka::{ClientConfig, error::KafkaError};

use crate::consumers::{KafkaConfig, SourceError};

/// Bytes of one partition that wait in memory, in KiB, beside the answer to
/// one fetch.
const QUEUE_KIB: u32 = 4096;

/// A dead member's partitions are given to others after this, milliseconds.
const SESSION_TIMEOUT_MS: u32 = 10_000;

/// What other options say, what the consumer relies on, and what would load
/// code.
const OURS: [&str; 33] = [
    "acks",
    "auto.commit.enable",
    "auto.commit.interval.ms",
    "auto.offset.reset",
    "bootstrap.servers",
    "enable.auto.commit",
    "enable.auto.offset.store",
    "enable.idempotence",
    "enable.partition.eof",
    "enabled_events",
    "fetch.wait.max.ms",
    "group.id",
    "group.protocol",
    "group.protocol.type",
    "group.remote.assignor",
    "linger.ms",
    "log.queue",
    "max.poll.records",
    "message.max.bytes",
    "message.timeout.ms",
    "metadata.broker.list",
    "opaque",
    "partition.assignment.strategy",
    "plugin.library.paths",
    "queued.min.messages",
    "sasl.mechanism",
    "sasl.mechanisms",
    "sasl.username",
    "security.protocol",
    "ssl.ca.location",
    "ssl.certificate.location",
    "ssl.key.location",
    "topic.metadata.propagation.max.ms",
];

/// What the names of properties with secrets end with.
const SECRETS: [&str; 4] = ["password", ".pem", "secret", "passphrase"];

/// What is wrong with one of `kafka.properties`, if anything.
///
/// # Errors
/// The cause and the fix.
pub fn check_property(name: &str, value: &str) -> Result<(), String> {
    if OURS.contains(&name) {
        return Err(format!("{name} is set by Fanwire itself: remove it"));
    }
    if SECRETS.iter().any(|end| name.ends_with(end)) {
        return Err(format!("{name} is a secret, which would be shown here: remove it"));
    }
    match ClientConfig::new().set(name, value).create_native_config() {
        Ok(_) => Ok(()),
        Err(KafkaError::ClientConfig(_, problem, ..)) => Err(format!(
            "{name}={value} is refused by librdkafka ({problem}): see its CONFIGURATION.md"
        )),
        Err(error) => Err(format!("{name}: {error}: remove it")),
    }
}

/// librdkafka does not say which file it cannot read.
pub(super) fn check_files(config: &KafkaConfig) -> Result<(), SourceError> {
    let Some(tls) = &config.tls else { return Ok(()) };
    let files = [
        ("server_ca_pem_file", &tls.server_ca_pem_file),
        ("cert_pem_file", &tls.cert_pem_file),
        ("key_pem_file", &tls.key_pem_file),
    ];
    for (option, file) in files {
        let Some(file) = file else { continue };
        std::fs::File::open(file).map_err(|error| {
            let file = file.display();
            SourceError::new(format!(
                "kafka.tls.{option} {file}: {error}: name a file that this process may read"
            ))
        })?;
    }
    Ok(())
}

/// What consumers and producers have in common.
fn client(config: &KafkaConfig) -> ClientConfig {
    let mut client = ClientConfig::new();
    client.set("client.id", "fanwire");
    client.set("bootstrap.servers", config.brokers.join(","));
    client.set(
        "security.protocol",
        match (&config.tls, &config.sasl) {
            (None, None) => "plaintext",
            (Some(_), None) => "ssl",
            (None, Some(_)) => "sasl_plaintext",
            (Some(_), Some(_)) => "sasl_ssl",
        },
    );
    if let Some(tls) = &config.tls {
        for (name, file) in [
            ("ssl.ca.location", &tls.server_ca_pem_file),
            ("ssl.certificate.location", &tls.cert_pem_file),
            ("ssl.key.location", &tls.key_pem_file),
        ] {
            if let Some(file) = file {
                client.set(name, file.to_string_lossy());
            }
        }
    }
    if let Some(sasl) = &config.sasl {
        client.set("sasl.mechanism", sasl.mechanism);
        client.set("sasl.username", &sasl.user);
        client.set("sasl.password", sasl.password.as_ref().map_or("", |secret| secret.reveal()));
    }
    // A broker that was away for long is back for us soon after.
    client.set("reconnect.backoff.max.ms", "2000");
    client.set("socket.keepalive.enable", "true");
    client
}

/// A member of the group.
pub(super) fn consumer(config: &KafkaConfig) -> ClientConfig {
    let mut client = client(config);
    client.set("session.timeout.ms", SESSION_TIMEOUT_MS.to_string());
    client.set("heartbeat.interval.ms", (SESSION_TIMEOUT_MS / 5).to_string());
    // Topics that were made after the start are found.
    client.set("topic.metadata.refresh.interval.ms", "10000");
    client.set("queued.max.messages.kbytes", QUEUE_KIB.to_string());
    // A full queue is looked at again after this; by default after a second.
    client.set("fetch.queue.backoff.ms", "10");
    add(&mut client, config);
    client.set("group.id", &config.consumer_group);
    client.set("partition.assignment.strategy", "cooperative-sticky");
    client.set("enable.auto.commit", "false");
    client.set("enable.auto.offset.store", "false");
    // When what comes next is gone. The worker notices; where a group begins
    // that has committed nothing is decided elsewhere.
    client.set("auto.offset.reset", "earliest");
    client.set("fetch.wait.max.ms", config.fetch_max_wait.as_millis().to_string());
    client.set("queued.min.messages", config.partition_queue_max_size.to_string());
    client
}

/// Writes dead letters.
pub(super) fn producer(config: &KafkaConfig) -> ClientConfig {
    let mut client = client(config);
    add(&mut client, config);
    client.set("enable.idempotence", "true");
    client.set("acks", "all");
    client.set("linger.ms", "0");
    // The topic's own limit is the one that counts.
    client.set("message.max.bytes", "1000000000");
    client.set("message.timeout.ms", "10000");
    client.set("topic.metadata.propagation.max.ms", "1000");
    client
}

fn add(client: &mut ClientConfig, config: &KafkaConfig) {
    for (name, value) in &config.properties {
        client.set(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::check_property;

    #[test]
    fn properties_are_checked() {
        assert_eq!(check_property("client.rack", "eu-1"), Ok(()));
        for (name, value, part) in [
            ("group.id", "x", "Fanwire itself"),
            ("enable.auto.commit", "true", "Fanwire itself"),
            ("message.max.bytes", "5", "Fanwire itself"),
            ("ssl.key.password", "x", "secret"),
            ("client.rock", "x", "client.rock=x"),
            ("session.timeout.ms", "soon", "session.timeout.ms=soon"),
        ] {
            let problem = check_property(name, value).unwrap_err();
            assert!(problem.contains(part) && problem.contains(": "), "{problem}");
        }
    }
}
