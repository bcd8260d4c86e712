//! `[[consumers]]`.

use std::time::Duration;

use super::reader::Reader;
use crate::consumers::{ConsumerConfig, PostgresqlConfig, SourceConfig, SourceKind};

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
        }
        consumers.push(consumer);
    }
    consumers
}

fn consumer(r: &mut Reader<'_>, entry: &str) -> (ConsumerConfig, bool) {
    let path = |option: &str| format!("{entry}.{option}");
    let name = r.text(&path("name"), "");
    let enabled = r.flag(&path("enabled"), false);
    let kind = r.choice(&path("type"), &[("postgresql", SourceKind::Postgresql)]);
    let postgresql = postgresql(r, &path("postgresql"));
    let source = match kind {
        SourceKind::Postgresql => SourceConfig::Postgresql(postgresql),
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
    use crate::consumers::postgresql::{TableName, check_channel, check_dsn};

    let dsn = r.given(&format!("{table}.dsn"));
    let checked = match &config.dsn {
        Some(dsn) => check_dsn(dsn.reveal()),
        None => {
            Err("is not set: write for example \"postgres://user:password@host/database\"".into())
        }
    };
    if let Err(message) = checked {
        r.conflict(&[&dsn], message);
    }
    if let Err(message) = config.outbox_table_name.parse::<TableName>() {
        r.problem(&format!("{table}.outbox_table_name"), message);
    }
    let channel = config.partition_notification_channel.as_deref();
    if let Some(Err(message)) = channel.map(check_channel) {
        r.problem(&format!("{table}.partition_notification_channel"), message);
    }
}

#[cfg(not(feature = "postgresql"))]
fn check_postgresql(_: &mut Reader<'_>, _: &str, _: &PostgresqlConfig) {}
