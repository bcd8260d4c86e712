//! Lives of a store on a disk that loses power, fails and fills up.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use rand::{RngExt, SeedableRng, rngs::SmallRng};

use super::{
    disk::{Disk, Fault},
    model::{Broken, Model},
};
use crate::{
    engine::{
        Broker, BrokerError, ConsumerId, ConsumerPosition, Durability, Group, HistoryQuery,
        IdempotencyKey, Publish, PublishOutcome, Publishing, StreamOptions, Version,
        embedded::{EmbeddedBroker, OpenProgress, log::Log, shared::Tuning},
    },
    model::{Channel, Clock, Tags},
};

const LIVES: usize = 4;
const STEPS: usize = 25;
const KEEPS: u64 = 8;

/// How long a store may take to notice that space came back.
const PATIENCE: Duration = Duration::from_secs(20);

struct World {
    random: SmallRng,
    disk: Disk,
    model: Arc<Model>,
    clock: Clock,
    count: u64,
    events: Events,
}

/// A consumer's events: number n is published once to each of two channels.
#[derive(Default)]
struct Events {
    /// The last that was accepted in this life.
    accepted: u64,
    /// The last whose group was answered OK, in any life.
    stored: u64,
}

/// One channel of each durability, and a second one that is synced.
const CHANNELS: [(&str, Durability); 3] =
    [("a", Durability::Sync), ("b", Durability::Sync), ("behind", Durability::Async)];

struct Waiting {
    channel: Channel,
    durability: Durability,
    data: Bytes,
    key: Option<u64>,
    publishing: Publishing,
}

impl World {
    fn new(seed: u64) -> Self {
        let disk = Disk::new(seed);
        Log::create(&disk).unwrap();
        let random = SmallRng::seed_from_u64(seed ^ 0x5eed);
        let clock = Clock::manual(1_000_000);
        Self { random, disk, model: Arc::default(), clock, count: 0, events: Events::default() }
    }

    /// Small limits, so that rows are many, caches miss and sweeps copy.
    fn open(&self) -> EmbeddedBroker {
        let tuning = Tuning {
            commit_bytes: 600,
            row_bytes: 200,
            cache_bytes: 300,
            slack_bytes: 0,
            ..Tuning::default()
        };
        let (medium, clock) = (Arc::new(self.disk.clone()), self.clock.clone());
        let events = self.model.clone();
        EmbeddedBroker::on(medium, None, clock, events, tuning, &OpenProgress::default())
            .expect("a store survives every fault")
    }

    fn publish(&mut self, broker: &EmbeddedBroker) -> Waiting {
        self.count += 1;
        let (name, durability) = CHANNELS[self.random.random_range(0..CHANNELS.len())];
        let channel = Channel::trusted(name);
        let key = self.random.random_bool(0.4).then(|| self.random.random_range(0..20));
        // What a key was first used with is what it stands for.
        let data = match key {
            Some(key) => Bytes::from(format!("{name} key {key}")),
            None => Bytes::from(format!("{name} {}", self.count)),
        };
        let version = (key.is_none() && self.random.random_bool(0.2))
            .then(|| Version { number: self.count, epoch: "v".into() });
        let publishing = broker.publish(Publish {
            channel: channel.clone(),
            options: options(durability),
            data: data.clone(),
            tags: Tags::new(),
            info: None,
            idempotency_key: key
                .map(|key| IdempotencyKey { user: None, key: key.to_string().into() }),
            skip_history: false,
            version,
        });
        Waiting { channel, durability, data, key, publishing }
    }

    /// Some publishes at once, then their answers.
    async fn burst(&mut self, broker: &EmbeddedBroker) -> Result<(), Broken> {
        let burst = self.random.random_range(1..6);
        let waiting: Vec<_> = (0..burst).map(|_| self.publish(broker)).collect();
        for one in waiting {
            self.answer(one).await?;
        }
        Ok(())
    }

    async fn answer(&self, waiting: Waiting) -> Result<(), Broken> {
        let Waiting { channel, durability, data, key, publishing } = waiting;
        match publishing.await {
            Ok(outcome) => {
                let durable = durability == Durability::Sync;
                self.model.acknowledged(&channel, &data, key, &outcome, durable)
            }
            Err(_) => Ok(()), // unknown or refused: nothing is promised
        }
    }

    /// Groups of a consumer's next events, then their answers.
    async fn consume(&mut self, broker: &EmbeddedBroker) -> Result<(), Broken> {
        let mut waiting = Vec::new();
        for _ in 0..self.random.random_range(1..4) {
            let last = self.events.accepted + self.random.random_range(1..4);
            let numbers = self.events.accepted + 1..=last;
            let publishes = numbers.flat_map(|n| EVENT_CHANNELS.map(|name| event(name, n)));
            let position =
                Some(ConsumerPosition { id: consumer(), position: Bytes::from(last.to_string()) });
            let group = Group { publishes: publishes.collect(), position };
            waiting.push((last, broker.publish_group(group)));
            self.events.accepted = last;
        }
        for (last, group) in waiting {
            match group.await {
                Ok(_) => self.events.stored = last,
                // What came before is unknown until the next life.
                Err(_) => return Ok(()),
            }
        }
        Ok(())
    }

    /// After a start: the position says exactly what is there.
    async fn check_position(&mut self, broker: &EmbeddedBroker) -> Result<(), Broken> {
        let position = broker.consumer_position(&consumer()).await;
        let position = position.map_err(|error| error.to_string())?;
        let position =
            position.map_or(0, |text| std::str::from_utf8(&text).unwrap().parse().unwrap());
        if position < self.events.stored {
            return Err(format!("position {position} after {} is gone", self.events.stored));
        }
        for name in EVENT_CHANNELS {
            let all = HistoryQuery {
                since: None,
                limit: usize::MAX,
                reverse: false,
                max_bytes: usize::MAX,
            };
            let channel = Channel::trusted(name);
            let page = broker.history(&channel, &event(name, 0).options, all).await;
            let page = page.map_err(|error| error.to_string())?;
            let numbers = page.publications.iter().map(|publication| publication.data.clone());
            if !numbers.eq((1..=position).map(|n| n.to_string())) {
                return Err(format!("position {position}, but {name} has {page:?}"));
            }
        }
        self.events = Events { accepted: position, stored: position };
        Ok(())
    }

    async fn remove(&mut self, broker: &EmbeddedBroker) {
        let (name, durability) = CHANNELS[self.random.random_range(0..CHANNELS.len())];
        let channel = Channel::trusted(name);
        // It may take hold whatever the answer is.
        if let Ok(position) = broker.position(&channel, &options(durability)) {
            self.model.let_go(&channel, position.offset);
        }
        let _ = broker.remove_history(&channel, &options(durability)).await;
    }

    async fn read_all(&self, broker: &EmbeddedBroker) -> Result<(), Broken> {
        for (name, durability) in CHANNELS {
            let channel = Channel::trusted(name);
            let everything = HistoryQuery {
                since: None,
                limit: usize::MAX,
                reverse: false,
                max_bytes: usize::MAX,
            };
            let page = broker.history(&channel, &options(durability), everything).await;
            if let Ok(page) = page {
                self.model.read(&channel, &page, KEEPS)?;
            }
        }
        self.model.check()
    }

    async fn step(&mut self, broker: &EmbeddedBroker) -> Result<(), Broken> {
        match self.random.random_range(0..15) {
            0..=7 => self.burst(broker).await,
            12..=14 => self.consume(broker).await,
            8 => {
                self.remove(broker).await;
                Ok(())
            }
            9 => {
                broker.sweep();
                Ok(())
            }
            10 => {
                self.clock.advance(Duration::from_millis(self.random.random_range(1..50)));
                Ok(())
            }
            _ => self.read_all(broker).await,
        }
    }

    /// One life, which ends in one of several ways.
    async fn live(&mut self) -> Result<(), Broken> {
        let broker = self.open();
        self.read_all(&broker).await?;
        self.check_position(&broker).await?;
        let after = self.random.random_range(0..300);
        let fault = match self.random.random_range(0..6) {
            0..=2 => Fault::PowerLoss { after },
            3 => Fault::Sync { after },
            4 => Fault::Write { after },
            _ => Fault::None,
        };
        self.disk.arm(fault);
        for _ in 0..STEPS {
            self.step(&broker).await?;
        }
        if fault == Fault::None && self.random.random_bool(0.5) {
            let before = async_epoch(&broker);
            broker.shutdown().await.map_err(|error| format!("clean stop: {error}"))?;
            drop(broker);
            return match async_epoch(&self.open()) == before {
                true => Ok(()),
                false => Err("a clean stop cost an epoch".into()),
            };
        }
        drop(broker);
        self.disk.power_cycle();
        self.model.check()
    }
}

fn async_epoch(broker: &EmbeddedBroker) -> Option<crate::model::Epoch> {
    let behind = Channel::trusted("behind");
    broker.position(&behind, &options(Durability::Async)).ok().map(|position| position.epoch)
}

const EVENT_CHANNELS: [&str; 2] = ["e", "f"];

fn consumer() -> ConsumerId {
    ConsumerId { consumer: "consumer".into(), partition: "0".into() }
}

fn event(name: &str, n: u64) -> Publish {
    let options = StreamOptions { history_size: u64::MAX, ..options(Durability::Sync) };
    Publish { data: Bytes::from(n.to_string()), options, ..in_memory(name) }
}

fn options(durability: Durability) -> StreamOptions {
    StreamOptions {
        history_size: KEEPS,
        history_ttl: Duration::from_secs(3600),
        history_meta_ttl: Duration::from_secs(7200),
        idempotency_window: Duration::from_secs(3600),
        durability,
    }
}

/// Lives of one store; what broke first, if anything.
fn lives(seed: u64, late: bool) -> Result<(), Broken> {
    let mut world = World::new(seed);
    if late {
        world.disk.sync_late();
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        for _ in 0..LIVES {
            world.live().await?;
        }
        let broker = world.open();
        world.check_position(&broker).await?;
        world.read_all(&broker).await
    })
}

fn seeds() -> u64 {
    if std::env::var_os("FANWIRE_TEST_FULL").is_some() { 20_000 } else { 2_000 }
}

#[test]
fn no_fault_of_the_disk_breaks_a_promise() {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for first in 0..threads {
            scope.spawn(move || {
                for seed in (first as u64..seeds()).step_by(threads) {
                    if let Err(broken) = lives(seed, false) {
                        panic!("seed {seed}: {broken}");
                    }
                }
            });
        }
    });
}

/// An engine that acknowledges before the sync would look like this.
#[test]
fn acknowledging_before_the_sync_is_caught() {
    let broken: Vec<_> = (0..50).filter_map(|seed| lives(seed, true).err()).collect();
    let lost = broken.iter().filter(|broken| broken.contains("is gone")).count();
    let renamed = broken.iter().filter(|broken| broken.contains("named")).count();
    assert!(lost > 0 && renamed > 0, "of 50 stores {lost} lost and {renamed} renamed: {broken:?}");
}

/// What is waiting is told that its outcome is unknown, later calls are
/// refused, and a restart finds everything that was acknowledged.
#[tokio::test]
async fn after_a_failed_sync_nothing_durable_is_taken_until_a_restart() {
    let mut world = World::new(7);
    let broker = world.open();
    world.burst(&broker).await.unwrap();
    world.disk.arm(Fault::Sync { after: 0 });
    let failed = publish_until_refused(&mut world, &broker).await;
    assert!(matches!(failed, BrokerError::OutcomeUnknown(_)), "{failed:?}");
    for _ in 0..3 {
        let refused = world.publish(&broker).publishing.await;
        assert!(matches!(refused, Err(BrokerError::Unavailable(_))), "{refused:?}");
    }
    assert!(broker.stats().problem.is_some());
    // Channels without durable history go on.
    let live = broker.publish(in_memory("live"));
    assert!(live.await.is_ok());
    drop(broker);
    let broker = world.open();
    assert_eq!(broker.stats().problem, None);
    world.read_all(&broker).await.unwrap();
    world.burst(&broker).await.unwrap();
    world.read_all(&broker).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_waited_for() {
    let mut world = World::new(8);
    let broker = world.open();
    world.burst(&broker).await.unwrap();
    world.disk.leave_free(0);
    let failed = publish_until_refused(&mut world, &broker).await;
    assert!(matches!(failed, BrokerError::OutcomeUnknown(_)), "{failed:?}");
    assert!(broker.publish(in_memory("live")).await.is_ok());
    world.disk.leave_free(usize::MAX);
    let resumed = async {
        loop {
            let waiting = world.publish(&broker);
            let (channel, durability) = (waiting.channel.clone(), waiting.durability);
            let (data, key) = (waiting.data.clone(), waiting.key);
            match waiting.publishing.await {
                Ok(outcome) => {
                    let durable = durability == Durability::Sync;
                    break world.model.acknowledged(&channel, &data, key, &outcome, durable);
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    };
    tokio::time::timeout(PATIENCE, resumed).await.expect("the store resumes").unwrap();
    assert_eq!(broker.stats().problem, None);
    world.read_all(&broker).await.unwrap();
}

/// Nobody waits for space that may never come.
#[tokio::test]
async fn a_stop_on_a_full_disk_ends() {
    for is_noticed in [true, false] {
        let mut world = World::new(10);
        let broker = world.open();
        world.burst(&broker).await.unwrap();
        world.disk.leave_free(0);
        if is_noticed {
            publish_until_refused(&mut world, &broker).await;
        }
        let stopped = tokio::time::timeout(PATIENCE, broker.shutdown()).await;
        let stopped = stopped.expect("the engine stops");
        assert_eq!(stopped.is_err(), is_noticed || broker.stats().problem.is_some());
        drop(broker);
        world.disk.leave_free(usize::MAX);
        world.read_all(&world.open()).await.unwrap();
    }
}

/// A second call with the key of one that is under way shares its failure.
#[tokio::test]
async fn calls_with_one_key_share_a_failure() {
    let world = World::new(9);
    let broker = world.open();
    world.disk.arm(Fault::Sync { after: 0 });
    let call = || {
        broker.publish(Publish {
            idempotency_key: Some(IdempotencyKey { user: None, key: "k".into() }),
            options: options(Durability::Sync),
            ..in_memory("a")
        })
    };
    let (first, second) = (call(), call());
    let (first, second) = (first.await, second.await);
    assert!(first.is_err() && second.is_err(), "{first:?} {second:?}");
    drop(broker);
    let broker = world.open();
    let again = broker.publish(Publish {
        idempotency_key: Some(IdempotencyKey { user: None, key: "k".into() }),
        options: options(Durability::Sync),
        ..in_memory("a")
    });
    let PublishOutcome { position, .. } = again.await.unwrap();
    assert_eq!(position.map(|position| position.offset), Some(1), "published once, at last");
}

async fn publish_until_refused(world: &mut World, broker: &EmbeddedBroker) -> BrokerError {
    for _ in 0..10_000 {
        if let Err(error) = world.publish(broker).publishing.await {
            return error;
        }
    }
    panic!("the fault never showed");
}

fn in_memory(name: &str) -> Publish {
    Publish {
        channel: Channel::trusted(name),
        options: options(Durability::Memory),
        data: Bytes::from_static(b"x"),
        tags: Tags::new(),
        info: None,
        idempotency_key: None,
        skip_history: false,
        version: None,
    }
}
