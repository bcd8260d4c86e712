//! Histories and presence in memory: the quickest engine, lost at every stop.

mod channel;
mod core;
mod presence;
mod sweeper;

use std::{
    future::ready,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use bytes::Bytes;

use self::{core::Core, sweeper::Sweeper};
use super::{
    Broker, BrokerError, BrokerEvents, ConsumerId, EngineStats, Group, GroupPublishing,
    HistoryPage, HistoryQuery, Publish, PublishOutcome, Publishing, StreamOptions, shards::lock,
};
use crate::model::{Channel, Clock, StreamPosition};

pub use presence::MemoryPresence;

/// Keeps histories in memory. Dropping it ends its sweeper.
pub struct MemoryBroker {
    core: Arc<Core>,
    sweeper: Mutex<Option<Sweeper>>,
}

impl MemoryBroker {
    /// An empty engine that hands publications over to `events`. Starts the
    /// thread that forgets what has expired.
    pub fn new(clock: Clock, events: Arc<dyn BrokerEvents>) -> Self {
        let core = Arc::new(Core::new(clock, events));
        let swept = core.clone();
        let sweeper = Mutex::new(Some(Sweeper::start(move || swept.sweep())));
        Self { core, sweeper }
    }

    /// The same as [`Broker::publish`], which never has to wait here.
    pub(super) fn publish_now(&self, publish: Publish) -> Result<PublishOutcome, BrokerError> {
        self.core.publish(publish)
    }

    /// Forgets everything that has expired by now.
    #[cfg(test)]
    pub fn sweep(&self) {
        self.core.sweep();
        self.core.forget_leaving();
    }
}

#[async_trait]
impl Broker for MemoryBroker {
    fn publish(&self, publish: Publish) -> Publishing {
        Publishing::ready(self.core.publish(publish))
    }

    fn publish_group(&self, group: Group) -> GroupPublishing {
        Box::pin(ready(self.core.publish_group(group)))
    }

    async fn consumer_position(&self, id: &ConsumerId) -> Result<Option<Bytes>, BrokerError> {
        Ok(self.core.consumer_position(id))
    }

    async fn history(
        &self,
        channel: &Channel,
        options: &StreamOptions,
        query: HistoryQuery,
    ) -> Result<HistoryPage, BrokerError> {
        Ok(self.core.history(channel, options, &query))
    }

    async fn remove_history(
        &self,
        channel: &Channel,
        options: &StreamOptions,
    ) -> Result<StreamPosition, BrokerError> {
        self.core.remove_history(channel, options)
    }

    fn position(
        &self,
        channel: &Channel,
        options: &StreamOptions,
    ) -> Result<StreamPosition, BrokerError> {
        let query = HistoryQuery { since: None, limit: 0, reverse: false, max_bytes: 0 };
        Ok(self.core.history(channel, options, &query).position)
    }

    fn stats(&self) -> EngineStats {
        self.core.stats()
    }

    async fn shutdown(&self) -> Result<(), BrokerError> {
        self.core.stop();
        drop(lock(&self.sweeper).take());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{
        Durability,
        conformance::{self, Harness, Recorder},
    };

    fn memory() -> Harness {
        let (clock, events) = (Clock::manual(1_000_000), Arc::new(Recorder::default()));
        let broker = Arc::new(MemoryBroker::new(clock.clone(), events.clone()));
        let swept = broker.clone();
        let sweep = Box::new(move || swept.sweep());
        let durability = Durability::Memory;
        Harness { broker, clock, events, durability, sweep, _keep: Box::new(()) }
    }

    conformance::suite!(memory);
}
