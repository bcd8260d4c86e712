//! `[[consumers]]`.

use std::time::Duration;

use super::reader::Reader;
#[cfg(feature = "postgresql")]
use crate::auth::Secret;
use crate::consumers::{
    ConsumerConfig, PostgresqlConfig, PostgresqlReplicationConfig, SourceConfig, SourceKind,
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
    let kinds = [SourceKind::Postgresql, SourceKind::PostgresqlReplication];
    let kind = r.choice(&path("type"), &kinds.map(|kind| (kind.name(), kind)));
    let postgresql = postgresql(r, &path("postgresql"));
    let replication = postgresql_replication(r, &path("postgresql_replication"));
    let source = match kind {
        SourceKind::Postgresql => SourceConfig::Postgresql(postgresql),
        SourceKind::PostgresqlReplication => SourceConfig::PostgresqlReplication(replication),
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
    check_database(r, table, config.dsn.as_ref(), &config.outbox_table_name);
    let channel = config.partition_notification_channel.as_deref().unwrap_or_default();
    if channel.len() > 63 {
        let message = format!("has {} bytes, PostgreSQL allows 63: shorten it", channel.len());
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
