use std::{fmt::Display, sync::Arc};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::{Lane, SourceConfig, SourceError};
use crate::{engine::ConsumerId, node::Node, telemetry::ConsumerStats};

/// Where events come from. One value lives as long as its consumer and is run
/// again after each failure.
#[async_trait]
pub trait Source: Send + Sync + 'static {
    /// Works until `context.stop` is cancelled; then finishes what is under
    /// way, gives back what it holds and returns. Calls [`Context::working`]
    /// once it is connected.
    ///
    /// # Errors
    /// What keeps it from working now. It is run again after a pause.
    async fn run(&self, context: &Context) -> Result<(), SourceError>;
}

/// What a source works with. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    /// The consumer's name.
    pub name: Arc<str>,
    /// Does what the events say.
    pub node: Arc<Node>,
    /// Counts; lag is told here.
    pub stats: Arc<ConsumerStats>,
    /// Cancelled when the server stops, or this run of the source is over.
    pub stop: CancellationToken,
}

impl Context {
    /// One ordered stream of events. `partition` is part of the key under
    /// which its position is stored, so it must stay the same for ever.
    pub fn lane(&self, partition: impl Display) -> Lane {
        let id =
            ConsumerId { consumer: self.name.clone(), partition: partition.to_string().into() };
        Lane::new(self.clone(), id)
    }

    /// The source works: its consumer is not degraded any more.
    pub fn working(&self) {
        if self.stats.recovered("") {
            tracing::info!(consumer = &*self.name, "consumer works");
        }
    }
}

/// The source that a configuration describes; none when this build cannot
/// read it, which the configuration's check has refused.
pub(super) fn source(config: SourceConfig) -> Option<Arc<dyn Source>> {
    match config {
        #[cfg(feature = "postgresql")]
        SourceConfig::Postgresql(config) => Some(Arc::new(super::postgresql::Outbox::new(config))),
        #[cfg(feature = "postgresql")]
        SourceConfig::PostgresqlReplication(config) => {
            Some(Arc::new(super::postgresql::Replication::new(config)))
        }
        #[cfg(not(feature = "postgresql"))]
        SourceConfig::Postgresql(_) | SourceConfig::PostgresqlReplication(_) => None,
        #[cfg(feature = "kafka")]
        SourceConfig::Kafka(config) => Some(Arc::new(super::kafka::Kafka::new(*config))),
        #[cfg(not(feature = "kafka"))]
        SourceConfig::Kafka(_) => None,
    }
}
