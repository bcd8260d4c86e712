//! `[[consumers]]`.

use std::time::Duration;

use super::reader::Reader;
#[cfg(feature = "postgresql")]
use crate::auth::Secret;
use crate::consumers::{
    ConsumerConfig, DataHeaders, KafkaConfig, KafkaRecords, KafkaSaslConfig, KafkaTlsConfig,
    OffsetReset, PostgresqlConfig, PostgresqlReplicationConfig, SourceConfig, SourceKind,
};

const MILLISECOND: Duration = Duration::from_millis(1);

/// Longest name of a consumer, in bytes.
const MAX_NAME_BYTES: usize = 64;

/// Reads the consumers; keeps those that are enabled.
pub(super) fn consumers(r: &mut Reader<'_>) -> Vec<ConsumerConfig> {
    let mut consumers: Vec<ConsumerConfig> = Vec::new();
    for entry in r.entries("consumers") {
        let (consumer, enabled) = consumer(r, &entry);
        if !enabled {
            continue;
        }
        check(r, &entry, &consumer);
        if consumers.iter().any(|earlier| earlier.name == consumer.name) {
            let message = format!("{:?} is there twice: rename one", consumer.name);
            r.problem(&format!("{entry}.name"), message);
        }
        if let Some(earlier) = consumers.iter().find(|earlier| earlier.source == consumer.source) {
            let message = format!("reads the same as {:?}: remove one of them", earlier.name);
            r.problem(&format!("{entry}.name"), message);
        } else if let Some(earlier) =
            consumers.iter().find(|earlier| shares_slot(earlier, &consumer))
        {
            let message = format!(
                "{:?} reads the same replication slot: give one of them another slot_name",
                earlier.name
            );
            r.problem(&format!("{entry}.postgresql_replication.slot_name"), message);
        }
        consumers.push(consumer);
    }
    consumers
}

fn consumer(r: &mut Reader<'_>, entry: &str) -> (ConsumerConfig, bool) {
    let path = |option: &str| format!("{entry}.{option}");
    let name = r.text(&path("name"), "");
    let enabled = r.flag(&path("enabled"), false);
    let kinds = [SourceKind::Postgresql, SourceKind::PostgresqlReplication, SourceKind::Kafka];
    let kind = r.choice(&path("type"), &kinds.map(|kind| (kind.name(), kind)));
    let postgresql = postgresql(r, &path("postgresql"));
    let replication = postgresql_replication(r, &path("postgresql_replication"));
    let kafka = kafka(r, &path("kafka"));
    let source = match kind {
        SourceKind::Postgresql => SourceConfig::Postgresql(postgresql),
        SourceKind::PostgresqlReplication => SourceConfig::PostgresqlReplication(replication),
        SourceKind::Kafka => SourceConfig::Kafka(Box::new(kafka)),
    };
    (ConsumerConfig { name, source }, enabled)
}

fn postgresql(r: &mut Reader<'_>, table: &str) -> PostgresqlConfig {
    let path = |option: &str| format!("{table}.{option}");
    PostgresqlConfig {
        dsn: r.secret(&path("dsn")),
        outbox_table_name: r.text(&path("outbox_table_name"), ""),
        num_partitions: r.number(&path("num_partitions"), 1, 1..=1024),
        partition_select_limit: r.number(&path("partition_select_limit"), 100, 1..=10_000),
        partition_poll_interval: r.duration(
            &path("partition_poll_interval"),
            Duration::from_millis(300),
            MILLISECOND,
        ),
        partition_notification_channel: r.some_text(&path("partition_notification_channel")),
    }
}

fn postgresql_replication(r: &mut Reader<'_>, table: &str) -> PostgresqlReplicationConfig {
    let path = |option: &str| format!("{table}.{option}");
    PostgresqlReplicationConfig {
        dsn: r.secret(&path("dsn")),
        outbox_table_name: r.text(&path("outbox_table_name"), ""),
        publication_name: r.some_text(&path("publication_name")),
        slot_name: r.some_text(&path("slot_name")),
    }
}

fn kafka(r: &mut Reader<'_>, table: &str) -> KafkaConfig {
    let path = |option: &str| format!("{table}.{option}");
    let mut properties = Vec::new();
    r.texts(&path("properties"), check_property).iter().for_each(|text| {
        properties.extend(text.split_once('=').map(|(name, value)| (name.into(), value.into())));
    });
    let resets = [("earliest", OffsetReset::Earliest), ("latest", OffsetReset::Latest)];
    KafkaConfig {
        brokers: r.texts(&path("brokers"), check_broker),
        topics: r.texts(&path("topics"), check_topic),
        consumer_group: r.text(&path("consumer_group"), ""),
        max_poll_records: r.number(&path("max_poll_records"), 100, 1..=10_000),
        fetch_max_wait: r.duration(
            &path("fetch_max_wait"),
            Duration::from_millis(500),
            MILLISECOND,
        ),
        partition_queue_max_size: r.number(&path("partition_queue_max_size"), 1000, 1..=100_000),
        tls: kafka_tls(r, &path("tls")),
        sasl: kafka_sasl(r, table),
        auto_offset_reset: r.choice(&path("auto_offset_reset"), &resets),
        dead_letter_topic: r.some_text(&path("dead_letter_topic")),
        records: kafka_records(r, table),
        properties,
    }
}

fn kafka_tls(r: &mut Reader<'_>, table: &str) -> Option<KafkaTlsConfig> {
    let path = |option: &str| format!("{table}.{option}");
    let enabled = r.flag(&path("enabled"), false);
    let tls = KafkaTlsConfig {
        server_ca_pem_file: r.file(&path("server_ca_pem_file")),
        cert_pem_file: r.file(&path("cert_pem_file")),
        key_pem_file: r.file(&path("key_pem_file")),
    };
    enabled.then_some(tls)
}

fn kafka_sasl(r: &mut Reader<'_>, table: &str) -> Option<KafkaSaslConfig> {
    let path = |option: &str| format!("{table}.{option}");
    let mechanisms = [
        ("", None),
        ("plain", Some("PLAIN")),
        ("scram-sha-256", Some("SCRAM-SHA-256")),
        ("scram-sha-512", Some("SCRAM-SHA-512")),
    ];
    let mechanism = r.choice(&path("sasl_mechanism"), &mechanisms);
    let user = r.text(&path("sasl_user"), "");
    let password = r.secret(&path("sasl_password"));
    mechanism.map(|mechanism| KafkaSaslConfig { mechanism, user, password })
}

fn kafka_records(r: &mut Reader<'_>, table: &str) -> KafkaRecords {
    let path = |option: &str| format!("{table}.{option}");
    let method_header = r.some_text(&path("method_header"));
    let is_protobuf = r.choice(&path("payload_format"), &[("json", false), ("protobuf", true)]);
    let path = |option: &str| format!("{table}.publication_data_mode.{option}");
    let enabled = r.flag(&path("enabled"), false);
    let headers = DataHeaders {
        channels: r.text(&path("channels_header"), ""),
        idempotency_key: r.text(&path("idempotency_key_header"), ""),
        version: r.text(&path("version_header"), ""),
        version_epoch: r.text(&path("version_epoch_header"), ""),
        tags_prefix: r.text(&path("tags_header_prefix"), ""),
    };
    match enabled {
        true => KafkaRecords::Data(headers),
        false => KafkaRecords::Commands { method_header, is_protobuf },
    }
}

/// What is wrong with a consumer that is to be started.
fn check(r: &mut Reader<'_>, entry: &str, consumer: &ConsumerConfig) {
    if let Err(message) = check_name(&consumer.name) {
        r.problem(&format!("{entry}.name"), message);
    }
    let kind = consumer.source.kind();
    if !kind.is_built() {
        let name = kind.name();
        let message = format!(
            "{name:?} is not in this build: build with `--features {name}`, or disable the consumer"
        );
        r.problem(&format!("{entry}.type"), message);
        return;
    }
    match &consumer.source {
        SourceConfig::Postgresql(config) => {
            check_postgresql(r, &format!("{entry}.postgresql"), config);
        }
        SourceConfig::PostgresqlReplication(config) => {
            let table = format!("{entry}.postgresql_replication");
            check_postgresql_replication(r, &table, &consumer.name, config);
        }
        SourceConfig::Kafka(config) => check_kafka(r, &format!("{entry}.kafka"), config),
    }
}

fn check_name(name: &str) -> Result<(), String> {
    let is_name = |c: u8| c.is_ascii_alphanumeric() || b"-_.".contains(&c);
    match !name.is_empty() && name.len() <= MAX_NAME_BYTES && name.bytes().all(is_name) {
        true => Ok(()),
        false => Err(format!(
            "{name:?} is not a consumer's name: use 1 to {MAX_NAME_BYTES} letters, digits, \"-\", \
             \"_\" and \".\""
        )),
    }
}

#[cfg(feature = "postgresql")]
fn check_postgresql(r: &mut Reader<'_>, table: &str, config: &PostgresqlConfig) {
    use crate::consumers::postgresql::check_channel;

    check_database(r, table, config.dsn.as_ref(), &config.outbox_table_name);
    let channel = config.partition_notification_channel.as_deref();
    if let Some(Err(message)) = channel.map(check_channel) {
        r.problem(&format!("{table}.partition_notification_channel"), message);
    }
}

#[cfg(feature = "postgresql")]
fn check_postgresql_replication(
    r: &mut Reader<'_>,
    table: &str,
    name: &str,
    config: &PostgresqlReplicationConfig,
) {
    use crate::consumers::postgresql::{check_publication_name, slot_name};

    check_database(r, table, config.dsn.as_ref(), &config.outbox_table_name);
    if let Err(message) = slot_name(name, config.slot_name.as_deref()) {
        r.problem(&format!("{table}.slot_name"), message);
    }
    if let Some(Err(message)) = config.publication_name.as_deref().map(check_publication_name) {
        r.problem(&format!("{table}.publication_name"), message);
    }
}

/// The options that all sources in PostgreSQL have.
#[cfg(feature = "postgresql")]
fn check_database(r: &mut Reader<'_>, table: &str, dsn: Option<&Secret>, outbox: &str) {
    use crate::consumers::postgresql::{TableName, check_dsn};

    let checked = match dsn {
        Some(dsn) => check_dsn(dsn.reveal()),
        None => {
            Err("is not set: write for example \"postgres://user:password@host/database\"".into())
        }
    };
    if let Err(message) = checked {
        let dsn = r.given(&format!("{table}.dsn"));
        r.conflict(&[&dsn], message);
    }
    if let Err(message) = outbox.parse::<TableName>() {
        r.problem(&format!("{table}.outbox_table_name"), message);
    }
}

/// A slot is for one reader.
#[cfg(feature = "postgresql")]
fn shares_slot(one: &ConsumerConfig, other: &ConsumerConfig) -> bool {
    use crate::consumers::postgresql::slot_name;

    let slot = |consumer: &ConsumerConfig| match &consumer.source {
        SourceConfig::PostgresqlReplication(config) => {
            let slot = slot_name(&consumer.name, config.slot_name.as_deref());
            slot.ok().map(|slot| (slot, config.dsn.clone()))
        }
        _ => None,
    };
    slot(one).is_some_and(|one| slot(other) == Some(one))
}

#[cfg(not(feature = "postgresql"))]
fn shares_slot(_: &ConsumerConfig, _: &ConsumerConfig) -> bool {
    false
}

#[cfg(not(feature = "postgresql"))]
fn check_postgresql(_: &mut Reader<'_>, _: &str, _: &PostgresqlConfig) {}

#[cfg(not(feature = "postgresql"))]
fn check_postgresql_replication(
    _: &mut Reader<'_>,
    _: &str,
    _: &str,
    _: &PostgresqlReplicationConfig,
) {
}

/// What is wrong with the configuration of a consumer of Kafka.
fn check_kafka(r: &mut Reader<'_>, table: &str, config: &KafkaConfig) {
    let path = |option: &str| format!("{table}.{option}");
    let missing = [
        ("brokers", config.brokers.is_empty(), r#"["kafka:9092"]"#),
        ("topics", config.topics.is_empty(), r#"["orders"]"#),
        ("consumer_group", config.consumer_group.is_empty(), r#""fanwire""#),
    ];
    for (option, is_missing, example) in missing {
        if is_missing {
            r.conflict(&[&path(option)], format!("is not set: write for example {example}"));
        }
    }
    if let Some(topic) = &config.dead_letter_topic {
        let checked = match config.topics.contains(topic) {
            true => Err("is one of topics: its records would come again".to_owned()),
            false => check_topic(topic),
        };
        if let Err(message) = checked {
            r.problem(&path("dead_letter_topic"), message);
        }
    }
    if let Some(tls) = &config.tls
        && tls.cert_pem_file.is_some() != tls.key_pem_file.is_some()
    {
        let message = "needs key_pem_file, and the other way round: set both".to_owned();
        r.conflict(&[&path("tls.cert_pem_file"), &path("tls.key_pem_file")], message);
    }
    if let Some(sasl) = &config.sasl
        && (sasl.user.is_empty() || sasl.password.is_none())
    {
        let message = "needs sasl_user and sasl_password: set both".to_owned();
        let others = [path("sasl_user"), r.given(&path("sasl_password"))];
        r.conflict(&[&path("sasl_mechanism"), &others[0], &others[1]], message);
    }
    match &config.records {
        KafkaRecords::Commands { method_header: None, is_protobuf: true } => {
            let message = "needs method_header, which says what a message is: set it".to_owned();
            r.conflict(&[&path("payload_format"), &path("method_header")], message);
        }
        KafkaRecords::Data(headers) if headers.channels.is_empty() => {
            let message = "is not set: name the header that has the channels".to_owned();
            r.problem(&path("publication_data_mode.channels_header"), message);
        }
        _ => {}
    }
}

fn check_broker(text: &str) -> Result<(), String> {
    let port = text
        .rsplit_once(':')
        .and_then(|(host, port)| (!host.is_empty()).then_some(port)?.parse::<u16>().ok());
    match port.is_some() && !text.contains([',', '/', ' ']) {
        true => Ok(()),
        false => Err(format!("{text:?} is not a broker: write host:port, as in \"kafka:9092\"")),
    }
}

fn check_topic(text: &str) -> Result<(), String> {
    let is_name = |c: u8| c.is_ascii_alphanumeric() || b"-_.".contains(&c);
    match (1..=249).contains(&text.len()) && text.bytes().all(is_name) {
        true => Ok(()),
        false => Err(format!(
            "{text:?} is not a topic's name: use 1 to 249 letters, digits, \"-\", \"_\" and \".\""
        )),
    }
}

fn check_property(text: &str) -> Result<(), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        format!("{text:?} is not a property: write name=value, as in \"client.rack=eu-1\"")
    })?;
    known_property(name, value)
}

#[cfg(feature = "kafka")]
use crate::consumers::kafka::check_property as known_property;

/// Only librdkafka knows them.
#[cfg(not(feature = "kafka"))]
fn known_property(_: &str, _: &str) -> Result<(), String> {
    Ok(())
}
