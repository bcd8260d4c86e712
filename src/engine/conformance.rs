//! One suite of tests that every engine has to pass.

mod group;
mod history;
mod lifetime;
mod once;
mod order;
mod presence;

use std::{
    any::Any,
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;

pub use self::{group::*, history::*, lifetime::*, once::*, order::*, presence::*};
use super::{
    Broker, BrokerEvents, Durability, HistoryPage, HistoryQuery, IdempotencyKey, Publish,
    PublishOutcome, StreamOptions, Version,
};
use crate::model::{Channel, Clock, Epoch, Publication, StreamPosition, UserId};

/// An engine under test.
pub struct Harness {
    pub broker: Arc<dyn Broker>,
    /// Manual.
    pub clock: Clock,
    pub events: Arc<Recorder>,
    /// The durability that the tests ask for.
    pub durability: Durability,
    /// Runs the engine's sweeper to its end.
    pub sweep: Box<dyn Fn() + Send + Sync>,
    /// What has to outlive the engine.
    pub _keep: Box<dyn Any + Send + Sync>,
}

/// Runs every test of the suite on what `$make` builds, a `fn() -> Harness`.
macro_rules! suite {
    ($make:expr) => {
        $crate::engine::conformance::suite! { @cases $make;
            offsets_are_dense_and_handed_over_in_order,
            reads_both_ways,
            pages_are_cut_by_limit_and_bytes,
            continuity_is_told,
            trimmed_by_size,
            trimmed_by_age,
            removal_keeps_epoch_and_offset,
            reads_create_nothing,
            everything_of_a_publication_comes_back,
            without_history_it_is_delivered_only,
            skip_history_delivers_only,
            a_key_publishes_once,
            a_key_belongs_to_a_channel_and_a_user,
            a_key_is_forgotten_after_its_window,
            keys_work_without_history,
            concurrent_calls_share_one_outcome,
            only_newer_versions_are_published,
            versions_start_anew_in_another_version_epoch,
            a_group_is_stored_with_its_position,
            a_position_moves_on_and_back,
            a_repeated_publication_of_a_group_counts_as_stored,
            groups_and_single_publications_share_one_order,
            after_shutdown_groups_are_refused,
            hand_over_follows_offsets_under_concurrency,
            a_position_means_that_its_hand_over_has_returned,
            a_dropped_call_is_neither_cancelled_nor_reordered,
            skipped_ones_keep_their_place,
            a_forgotten_stream_comes_back_under_another_epoch,
            an_idle_stream_is_kept_for_its_meta_ttl,
            sweeping_frees_what_has_expired,
            after_shutdown_publishes_are_refused,
        }
    };
    (@cases $make:expr; $($case:ident,)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                $crate::engine::conformance::$case($make()).await;
            }
        )*
    };
}
pub(crate) use suite;

/// Keeps what an engine hands over.
#[derive(Default)]
pub struct Recorder {
    seen: Mutex<HashMap<Channel, Vec<Seen>>>,
}

/// One hand-over.
#[derive(Debug, Clone)]
pub struct Seen {
    pub epoch: Option<Epoch>,
    pub publication: Arc<Publication>,
}

impl BrokerEvents for Recorder {
    fn publication(
        &self,
        channel: &Channel,
        epoch: Option<&Epoch>,
        publication: &Arc<Publication>,
    ) {
        let seen = Seen { epoch: epoch.cloned(), publication: publication.clone() };
        self.seen.lock().unwrap().entry(channel.clone()).or_default().push(seen);
    }
}

impl Recorder {
    pub fn of(&self, channel: &Channel) -> Vec<Seen> {
        self.seen.lock().unwrap().get(channel).cloned().unwrap_or_default()
    }

    pub fn offsets(&self, channel: &Channel) -> Vec<u64> {
        self.of(channel).iter().map(|seen| seen.publication.offset).collect()
    }
}

pub fn channel(name: &str) -> Channel {
    Channel::trusted(name)
}

pub const fn ever() -> HistoryQuery {
    HistoryQuery { since: None, limit: usize::MAX, reverse: false, max_bytes: usize::MAX }
}

pub fn since(epoch: &Epoch, offset: u64) -> HistoryQuery {
    HistoryQuery { since: Some(StreamPosition::new(epoch, offset)), ..ever() }
}

pub fn key(user: Option<&str>, key: &str) -> Option<IdempotencyKey> {
    Some(IdempotencyKey { user: user.map(UserId::from), key: key.into() })
}

pub fn version(number: u64, epoch: &str) -> Option<Version> {
    Some(Version { number, epoch: epoch.into() })
}

impl Harness {
    pub fn options(&self) -> StreamOptions {
        StreamOptions {
            history_size: 100,
            history_ttl: Duration::from_secs(60),
            history_meta_ttl: Duration::from_secs(3600),
            idempotency_window: Duration::from_secs(300),
            durability: self.durability,
        }
    }

    pub fn publish(&self, channel: &Channel, data: &str) -> Publish {
        Publish {
            channel: channel.clone(),
            options: self.options(),
            data: Bytes::copy_from_slice(data.as_bytes()),
            tags: BTreeMap::new(),
            info: None,
            idempotency_key: None,
            skip_history: false,
            version: None,
        }
    }

    pub async fn accept(&self, publish: Publish) -> PublishOutcome {
        self.broker.publish(publish).await.unwrap()
    }

    /// Publishes the numbers from 1 to `count`.
    pub async fn fill(&self, channel: &Channel, count: u64) -> Epoch {
        let mut epoch = Epoch::default();
        for n in 1..=count {
            let outcome = self.accept(self.publish(channel, &n.to_string())).await;
            epoch = outcome.position.unwrap().epoch;
        }
        epoch
    }

    pub async fn read(&self, channel: &Channel, query: HistoryQuery) -> HistoryPage {
        self.broker.history(channel, &self.options(), query).await.unwrap()
    }

    pub fn position(&self, channel: &Channel) -> StreamPosition {
        self.broker.position(channel, &self.options()).unwrap()
    }

    pub async fn remove(&self, channel: &Channel) -> StreamPosition {
        self.broker.remove_history(channel, &self.options()).await.unwrap()
    }
}

pub fn offsets(page: &HistoryPage) -> Vec<u64> {
    page.publications.iter().map(|publication| publication.offset).collect()
}
