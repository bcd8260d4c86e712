//! Events that come by themselves: rows of an outbox, changes of a database,
//! records of a queue. A [`Source`] reads them and says how far they are done;
//! the [`Consumers`] start every source and restart those that break.
//!
//! What is exact about it: a [`Lane`] is one ordered stream of events. It does
//! them with the verbs of the node and stores the position that they bring the
//! consumer to in the very commit of their publications. A source asks
//! [`Lane::position`] before it begins, so an event whose publications are
//! there is never done again, however the server or the source ended.
//!
//! - What may succeed later is tried again, which holds this lane only.
//! - What never will goes to [`DeadLetters`] and holds nobody.
//! - A source that cannot work (its database is down) makes its consumer
//!   degraded and nothing else.

mod backoff;
mod config;
#[cfg(feature = "kafka")]
mod debezium;
mod error;
mod event;
#[cfg(feature = "kafka")]
pub mod kafka;
mod lane;
#[cfg(feature = "postgresql")]
pub mod postgresql;
mod protobuf;
mod retry;
mod source;
mod supervisor;
mod task;
#[cfg(test)]
mod tests;

pub use backoff::Backoff;
pub use config::{
    ConsumerConfig, DataHeaders, KafkaConfig, KafkaRecords, KafkaSaslConfig, KafkaTlsConfig,
    OffsetReset, PostgresqlConfig, PostgresqlReplicationConfig, SourceConfig, SourceKind,
};
pub use error::{LaneError, SourceError};
pub use event::{Event, Payload};
pub use lane::{DeadLetters, Lane};
pub use source::{Context, Source};
pub use supervisor::Consumers;
