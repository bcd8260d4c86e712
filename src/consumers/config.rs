use std::time::Duration;

use crate::auth::Secret;

/// One entry of `[[consumers]]` that is enabled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumerConfig {
    /// Names it in metrics, logs and stored positions.
    pub name: String,
    /// Where its events come from.
    pub source: SourceConfig,
}

/// `type` and the table named after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceConfig {
    /// Rows of an outbox table.
    Postgresql(PostgresqlConfig),
    /// Inserts into an outbox table, from the database's log.
    PostgresqlReplication(PostgresqlReplicationConfig),
}

/// `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// See [`SourceConfig::Postgresql`].
    Postgresql,
    /// See [`SourceConfig::PostgresqlReplication`].
    PostgresqlReplication,
}

/// `postgresql`: an outbox table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresqlConfig {
    /// How to connect: a URL or `key=value` words.
    pub dsn: Option<Secret>,
    /// The table, with its schema if need be.
    pub outbox_table_name: String,
    /// Rows have a `partition` below this.
    pub num_partitions: u32,
    /// Rows taken at once from one partition.
    pub partition_select_limit: u32,
    /// How often is looked for rows that nobody has told of.
    pub partition_poll_interval: Duration,
    /// Where the table's trigger tells of new rows; none to poll only.
    pub partition_notification_channel: Option<String>,
}

/// `postgresql_replication`: logical decoding of an outbox table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresqlReplicationConfig {
    /// How to connect: a URL or `key=value` words.
    pub dsn: Option<Secret>,
    /// The table, with its schema if need be.
    pub outbox_table_name: String,
    /// The publication that has its inserts; none for one named after the
    /// table.
    pub publication_name: Option<String>,
    /// The replication slot; none for one named after the consumer.
    pub slot_name: Option<String>,
}

impl SourceKind {
    /// As `type` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgresql => "postgresql",
            Self::PostgresqlReplication => "postgresql_replication",
        }
    }

    /// True when this build can read such a source.
    pub fn is_built(self) -> bool {
        match self {
            Self::Postgresql | Self::PostgresqlReplication => cfg!(feature = "postgresql"),
        }
    }
}

impl SourceConfig {
    /// What kind of source it is.
    pub fn kind(&self) -> SourceKind {
        match self {
            Self::Postgresql(_) => SourceKind::Postgresql,
            Self::PostgresqlReplication(_) => SourceKind::PostgresqlReplication,
        }
    }
}
