use std::{path::PathBuf, time::Duration};

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
    /// Records of Kafka topics.
    Kafka(Box<KafkaConfig>),
}

/// `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// See [`SourceConfig::Postgresql`].
    Postgresql,
    /// See [`SourceConfig::PostgresqlReplication`].
    PostgresqlReplication,
    /// See [`SourceConfig::Kafka`].
    Kafka,
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

/// `kafka`: topics that a consumer group reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KafkaConfig {
    /// Some brokers of the cluster, as `host:port`.
    pub brokers: Vec<String>,
    /// What is read.
    pub topics: Vec<String>,
    /// Consumers of one group share the partitions.
    pub consumer_group: String,
    /// Records of one partition that are done at once.
    pub max_poll_records: u32,
    /// How long a broker waits for records before it answers that there are
    /// none.
    pub fetch_max_wait: Duration,
    /// Records of one partition that wait in memory.
    pub partition_queue_max_size: u32,
    /// TLS; none for plain connections.
    pub tls: Option<KafkaTlsConfig>,
    /// SASL; none for connections without a user.
    pub sasl: Option<KafkaSaslConfig>,
    /// Where a group begins that has committed nothing.
    pub auto_offset_reset: OffsetReset,
    /// Where refused records go; none to leave them where they are.
    pub dead_letter_topic: Option<String>,
    /// What records hold.
    pub records: KafkaRecords,
    /// More properties of librdkafka.
    pub properties: Vec<(String, String)>,
}

/// `kafka.tls`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KafkaTlsConfig {
    /// Issuers of the brokers' certificates; none for those of the system.
    pub server_ca_pem_file: Option<PathBuf>,
    /// The certificate chain to show.
    pub cert_pem_file: Option<PathBuf>,
    /// Its private key.
    pub key_pem_file: Option<PathBuf>,
}

/// `kafka.sasl_...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KafkaSaslConfig {
    /// Such as `PLAIN`.
    pub mechanism: &'static str,
    /// The user.
    pub user: String,
    /// The user's password.
    pub password: Option<Secret>,
}

/// `kafka.auto_offset_reset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OffsetReset {
    /// With the oldest record.
    Earliest,
    /// With the first one from now on.
    Latest,
}

/// What the records of Kafka topics hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KafkaRecords {
    /// Calls of the server API.
    Commands {
        /// The header with the method, whose request is the value.
        method_header: Option<String>,
        /// Requests are protobuf instead of JSON.
        is_protobuf: bool,
    },
    /// The data of publications; headers say the rest.
    Data(DataHeaders),
}

/// `kafka.publication_data_mode`: names of headers, empty for none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataHeaders {
    /// Channels, separated by commas.
    pub channels: String,
    /// The idempotency key.
    pub idempotency_key: String,
    /// The version.
    pub version: String,
    /// What the version belongs to.
    pub version_epoch: String,
    /// What headers with tags begin with.
    pub tags_prefix: String,
}

impl SourceKind {
    /// As `type` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgresql => "postgresql",
            Self::PostgresqlReplication => "postgresql_replication",
            Self::Kafka => "kafka",
        }
    }

    /// True when this build can read such a source.
    pub fn is_built(self) -> bool {
        match self {
            Self::Postgresql | Self::PostgresqlReplication => cfg!(feature = "postgresql"),
            Self::Kafka => cfg!(feature = "kafka"),
        }
    }
}

impl SourceConfig {
    /// What kind of source it is.
    pub fn kind(&self) -> SourceKind {
        match self {
            Self::Postgresql(_) => SourceKind::Postgresql,
            Self::PostgresqlReplication(_) => SourceKind::PostgresqlReplication,
            Self::Kafka(_) => SourceKind::Kafka,
        }
    }
}
