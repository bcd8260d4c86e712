//! Who is connected and subscribed to what. Synchronous, no I/O: a publication is handed
//! once to each runtime thread that has subscribers, and fanned out there.
//!
//! Lock order: a worker's subscribers, then a shard of routes; a mailbox is
//! taken last and alone; a gate is taken before its queue, a queue before its
//! lanes and the losses.

mod connections;
mod losses;
mod mailbox;
mod orders;
mod subscriber;
mod worker;

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use bytes::Bytes;
use foldhash::fast::FixedState;

use crate::{
    model::{Channel, Epoch, Publication, StreamPosition},
    telemetry::metrics::{GaugeGuard, Metrics},
};

pub use connections::{Connection, Connections};
pub use losses::Losses;
pub use orders::{
    ConnectionRefresh, ConnectionState, Given, Order, Orders, ServerSubscribe, SubscriptionState,
};
pub use subscriber::{Reception, Subscriber};

use mailbox::{Broadcast, Delivery};
use worker::Worker;

/// A route's workers are bits of a u64.
pub const MAX_WORKERS: usize = 64;

/// Parts that channels are spread over.
pub const SHARDS: usize = 64;

/// Channels that a worker counts the subscribers of at once.
const COUNTED_AT_ONCE: usize = 128;

type Routes = HashMap<Channel, Route, foldhash::fast::RandomState>;

/// Where a channel's subscribers are.
#[derive(Debug)]
struct Route {
    /// One bit for each worker.
    workers: u64,
    _counted: GaugeGuard,
}

/// Channel -> subscribers, over all runtime threads.
#[derive(Debug)]
pub struct Hub {
    routes: Box<[RwLock<Routes>]>,
    workers: Box<[Worker]>,
    connections: Connections,
    metrics: Arc<Metrics>,
}

impl Hub {
    /// A hub for `workers` runtime threads (1 to [`MAX_WORKERS`]). Each must
    /// run [`Hub::run_worker`].
    pub fn new(workers: usize, metrics: Arc<Metrics>) -> Self {
        let workers = workers.clamp(1, MAX_WORKERS);
        Self {
            routes: (0..SHARDS).map(|_| RwLock::default()).collect(),
            workers: (0..workers).map(|_| Worker::new(metrics.clone())).collect(),
            connections: Connections::default(),
            metrics,
        }
    }

    /// The connected sessions.
    pub fn connections(&self) -> &Connections {
        &self.connections
    }

    /// How many runtime threads deliver.
    pub fn workers(&self) -> usize {
        self.workers.len()
    }

    /// Delivers what is handed to `worker`, for ever. To be run on that
    /// worker's own runtime thread.
    pub async fn run_worker(&self, worker: usize) {
        self.workers[worker % self.workers.len()].run().await
    }

    /// Adds a subscriber; its gate decides what it gets.
    pub fn subscribe(&self, subscriber: &Arc<Subscriber>) {
        let worker = self.index(subscriber);
        self.workers[worker].add(subscriber, || {
            let mut routes = self.write(subscriber.channel());
            let route = routes
                .entry(subscriber.channel().clone())
                .or_insert_with(|| Route { workers: 0, _counted: self.metrics.open_channel() });
            route.workers |= 1 << worker;
        });
    }

    /// Takes a subscriber out. Doing so twice is harmless.
    pub fn unsubscribe(&self, subscriber: &Arc<Subscriber>) {
        let worker = self.index(subscriber);
        self.workers[worker].remove(subscriber, || {
            let mut routes = self.write(subscriber.channel());
            if let Some(route) = routes.get_mut(subscriber.channel()) {
                route.workers &= !(1 << worker);
                if route.workers == 0 {
                    routes.remove(subscriber.channel());
                }
            }
        });
    }

    /// Hands a publication to every thread that has subscribers; `encode` is
    /// called once, and not at all when there are none. Never blocks on a
    /// subscriber.
    pub fn broadcast(
        &self,
        channel: &Channel,
        epoch: Option<&Epoch>,
        publication: &Arc<Publication>,
        encode: impl FnOnce() -> Bytes,
    ) {
        let workers = self.route(channel);
        if workers == 0 {
            return;
        }
        let frame = encode();
        for worker in self.of(workers) {
            worker.hand_over(Delivery::Publication(Broadcast {
                channel: channel.clone(),
                epoch: epoch.cloned(),
                offset: publication.offset,
                frame: frame.clone(),
                tagged: (!publication.tags.is_empty()).then(|| publication.clone()),
            }));
        }
    }

    /// Hands a join or leave to every thread that has subscribers; those who
    /// want it and whose gate is open get it, behind what was handed over
    /// before. `encode` is called at most once. Never blocks on a subscriber.
    pub fn broadcast_join_leave(&self, channel: &Channel, encode: impl FnOnce() -> Bytes) {
        let workers = self.route(channel);
        if workers == 0 {
            return;
        }
        let frame = encode();
        for worker in self.of(workers) {
            let (channel, frame) = (channel.clone(), frame.clone());
            worker.hand_over(Delivery::JoinLeave { channel, frame });
        }
    }

    /// Checks that every subscriber of `channel` has seen up to `newest`. What
    /// was handed over before this call is delivered before it is judged.
    pub fn check_position(&self, channel: &Channel, newest: &StreamPosition) {
        for worker in self.of(self.route(channel)) {
            worker.hand_over(Delivery::PositionCheck {
                channel: channel.clone(),
                newest: newest.clone(),
            });
        }
    }

    /// Channels with subscribers, of one of [`SHARDS`] parts.
    pub fn channels_of_shard(&self, shard: usize) -> Vec<Channel> {
        let routes = &self.routes[shard % SHARDS];
        routes.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    /// How many subscribers each of `channels` has.
    pub fn subscribers(&self, channels: &[Channel]) -> Vec<u64> {
        let mut counts = vec![0; channels.len()];
        for worker in &self.workers {
            // A worker delivers nothing while it is asked.
            for (channels, counts) in
                channels.chunks(COUNTED_AT_ONCE).zip(counts.chunks_mut(COUNTED_AT_ONCE))
            {
                worker.count(channels, counts);
            }
        }
        counts
    }

    fn of(&self, workers: u64) -> impl Iterator<Item = &Worker> {
        self.workers.iter().enumerate().filter(move |(i, _)| workers & (1 << i) != 0).map(|w| w.1)
    }

    fn index(&self, subscriber: &Subscriber) -> usize {
        subscriber.worker() % self.workers.len()
    }

    fn route(&self, channel: &Channel) -> u64 {
        let routes = self.shard(channel).read().unwrap_or_else(PoisonError::into_inner);
        routes.get(channel).map_or(0, |route| route.workers)
    }

    fn write(&self, channel: &Channel) -> std::sync::RwLockWriteGuard<'_, Routes> {
        self.shard(channel).write().unwrap_or_else(PoisonError::into_inner)
    }

    fn shard(&self, channel: &Channel) -> &RwLock<Routes> {
        use std::hash::BuildHasher;
        let hash = FixedState::default().hash_one(channel);
        &self.routes[hash as usize % SHARDS]
    }
}

#[cfg(test)]
mod tests;
