//! Records of Kafka topics, read as a member of a consumer group.
//!
//! - One thread serves librdkafka's callbacks and so keeps the membership
//!   alive, whatever else is slow ([`group`]); nothing else blocks.
//! - Every partition has its own queue, worker and lane ([`worker`]): in order
//!   within it, parallel and independent otherwise.
//! - The group's offsets are committed after the work ([`ledger`]). The lane's
//!   position is stored with the publications, so it is the exact one on this
//!   node; [`start`] says which of the two counts.

mod assignments;
mod client;
mod dead_letters;
mod group;
mod health;
mod lag;
mod ledger;
mod position;
mod records;
mod start;
mod worker;

use std::sync::Arc;

use async_trait::async_trait;

use self::{
    assignments::Assignments, dead_letters::DeadLetterTopic, group::Group, health::Health,
    ledger::Ledger,
};
use super::{Context, KafkaConfig, Source, SourceError};

pub use client::check_property;

/// The source of a consumer of type `kafka`.
pub(in crate::consumers) struct Kafka {
    config: KafkaConfig,
}

impl Kafka {
    /// `config` was checked.
    pub fn new(config: KafkaConfig) -> Self {
        Self { config }
    }
}

#[async_trait]
impl Source for Kafka {
    async fn run(&self, context: &Context) -> Result<(), SourceError> {
        client::check_files(&self.config)?;
        let dead_letters = Arc::new(DeadLetterTopic::open(&self.config)?);
        let ledger = Arc::<Ledger>::default();
        let mut group = Group::join(&self.config, &context.name, &ledger)?;
        let health = Health {
            config: &self.config,
            context,
            consumer: group.consumer.clone(),
            trouble: group.trouble.clone(),
        };
        let mut assignments = Assignments::new(
            &self.config,
            context,
            group.consumer.clone(),
            ledger.clone(),
            dead_letters.clone(),
            group.broken.clone(),
        );
        let ended = tokio::select! {
            () = context.stop.cancelled() => Ok(()),
            () = group.broken.cancelled() => {
                Err(SourceError::new("Kafka: the client or a worker broke down, they are made anew"))
            }
            ended = assignments.follow(&mut group.rebalances) => ended,
            () = health.watch() => Ok(()),
            () = lag::measure(context, group.consumer.clone(), &ledger) => Ok(()),
        };
        assignments.end(&mut group.rebalances).await;
        drop((assignments, health));
        group.leave().await;
        context.stats.recovered(health::GROUP);
        // Its end waits for a thread.
        let _ = tokio::task::spawn_blocking(move || drop(dead_letters)).await;
        ended
    }
}
