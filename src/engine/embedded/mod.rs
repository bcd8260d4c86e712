//! Histories in a file of this machine, without any other program: a log in
//! redb with an index in memory.
//!
//! - A publish takes its place in the caller's context ([`accept`]) and waits in
//!   the [`queue`]; one thread ([`committer`]) writes whatever waits in one
//!   synced transaction and then shows it ([`reveal`]).
//! - The log is append-only: rows of records under an ascending number, nothing
//!   in the order of channels. The index is rebuilt at the start ([`rebuild`]);
//!   [`sweeper`] and [`compaction`] reclaim space.
//! - A failed write has an unknown outcome: memory is discarded and the file is
//!   the truth ([`reopen`]).

mod accept;
pub mod admin;
mod cache;
mod committer;
mod compaction;
mod epoch;
mod error;
mod group;
mod lock;
mod log;
mod medium;
mod packer;
mod progress;
mod queue;
mod read;
mod rebuild;
mod record;
mod reopen;
mod reveal;
mod rows;
mod shared;
mod status;
mod stream;
mod sweeper;
#[cfg(test)]
mod tests;

use std::{
    path::Path,
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
};

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::watch;

pub use error::StoreError;
pub use progress::{OpenPhase, OpenProgress};

use self::{
    committer::Committer,
    lock::StoreLock,
    medium::{FileMedium, Medium},
    queue::Order,
    shared::{Shared, Tuning},
};
use super::{
    Broker, BrokerError, BrokerEvents, ConsumerId, Durability, EngineStats, Group, GroupPublishing,
    HistoryPage, HistoryQuery, Publish, Publishing, StreamOptions, shards,
};
use crate::{
    engine::embedded::log::Log,
    model::{Channel, Clock, StreamPosition},
};

/// Keeps histories in a redb file. Channels whose histories are not durable
/// live in an engine of their own in memory and go on whatever the disk does.
pub struct EmbeddedBroker {
    shared: Arc<Shared>,
    medium: Arc<dyn Medium>,
    committer: Mutex<Option<JoinHandle<()>>>,
    ended: watch::Receiver<bool>,
    /// Given back when everything else is gone.
    _lock: Option<StoreLock>,
}

impl EmbeddedBroker {
    /// Opens the store `path`, which is created if it is not there, and hands
    /// publications over to `events`. Blocks: after an unclean stop opening
    /// takes time, told by `progress`.
    ///
    /// # Errors
    /// [`StoreError`]; a file that is not a store, or a damaged one, is left
    /// as it is.
    pub fn open(
        path: &Path,
        clock: Clock,
        events: Arc<dyn BrokerEvents>,
        progress: &OpenProgress,
    ) -> Result<Self, StoreError> {
        let lock = StoreLock::acquire(path)?;
        FileMedium::create(path, Log::create)?;
        let medium = Arc::new(FileMedium(path.to_owned()));
        Self::on(medium, Some(lock), clock, events, Tuning::default(), progress)
    }

    fn on(
        medium: Arc<dyn Medium>,
        lock: Option<StoreLock>,
        clock: Clock,
        events: Arc<dyn BrokerEvents>,
        tuning: Tuning,
        progress: &OpenProgress,
    ) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::new(clock, events, tuning));
        let next_row = reopen::start(&shared, &*medium, progress)?;
        let committer = Committer::new(shared.clone(), medium.clone(), next_row);
        let (ending, ended) = watch::channel(false);
        let thread = thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || committer.run(ending))
            .map_err(|error| StoreError::Io { path: medium.path().to_owned(), error })?;
        let committer = Mutex::new(Some(thread));
        Ok(Self { shared, medium, committer, ended, _lock: lock })
    }

    fn join(&self) {
        if let Some(thread) = shards::lock(&self.committer).take() {
            // A panic of the committer has been told through the status.
            let _ = thread.join();
        }
    }
}

/// True where a history is to outlive the process.
fn is_durable(options: &StreamOptions) -> bool {
    options.has_history() && options.durability != Durability::Memory
}

#[async_trait]
impl Broker for EmbeddedBroker {
    fn publish(&self, publish: Publish) -> Publishing {
        match is_durable(&publish.options) {
            true => self.shared.publish(publish),
            false => self.shared.memory.publish(publish),
        }
    }

    fn publish_group(&self, group: Group) -> GroupPublishing {
        self.shared.publish_group(group)
    }

    async fn consumer_position(&self, id: &ConsumerId) -> Result<Option<Bytes>, BrokerError> {
        self.shared.consumer_position(id).await
    }

    async fn history(
        &self,
        channel: &Channel,
        options: &StreamOptions,
        query: HistoryQuery,
    ) -> Result<HistoryPage, BrokerError> {
        match is_durable(options) {
            true => self.shared.history(channel, options, query).await,
            false => self.shared.memory.history(channel, options, query).await,
        }
    }

    async fn remove_history(
        &self,
        channel: &Channel,
        options: &StreamOptions,
    ) -> Result<StreamPosition, BrokerError> {
        if !is_durable(options) {
            return self.shared.memory.remove_history(channel, options).await;
        }
        let removed = self.shared.remove(channel, options).await?;
        Ok(removed.position.unwrap_or_default())
    }

    fn position(
        &self,
        channel: &Channel,
        options: &StreamOptions,
    ) -> Result<StreamPosition, BrokerError> {
        match is_durable(options) {
            true => self.shared.position(channel, options),
            false => self.shared.memory.position(channel, options),
        }
    }

    fn stats(&self) -> EngineStats {
        let mut stats = self.shared.memory.stats();
        for shard in self.shared.shards.all() {
            let shard = shards::lock(shard);
            stats.streams += shard.streams;
            stats.publications += shard.publications;
        }
        EngineStats {
            kind: "embedded",
            file_bytes: self.medium.bytes(),
            problem: self.shared.status.problem(),
            ..stats
        }
    }

    async fn shutdown(&self) -> Result<(), BrokerError> {
        if self.shared.status.stop() {
            // Whoever was let in before has its place in the queue by now.
            self.shared.shards.all().for_each(|shard| drop(shards::lock(shard)));
            self.shared.queue.order(Order::Stop);
        }
        // An error means that the committer is gone: it has ended.
        let _ = self.ended.clone().wait_for(|ended| *ended).await;
        self.join();
        self.shared.memory.shutdown().await?;
        self.shared.status.check_read()
    }
}

/// Without a shutdown the file is left as a crash would leave it.
impl Drop for EmbeddedBroker {
    fn drop(&mut self) {
        if self.shared.status.stop() {
            self.shared.queue.order(Order::Abandon);
        }
        self.join();
    }
}
