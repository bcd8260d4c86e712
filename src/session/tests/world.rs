//! A node with its engine, and the truth about what was published.

use std::{collections::HashMap, sync::Arc, time::Duration};

use bytes::Bytes;

use super::{client::Client, faulty::FaultyEvents};
use crate::{
    auth::{Auth, AuthConfig},
    engine::{
        Durability, StreamOptions,
        memory::{MemoryBroker, MemoryPresence},
    },
    hub::Hub,
    model::{Channel, Clock, SlowConsumer, StreamPosition, Tags},
    node::{Fanout, Message, Node, NodeLimits, Publisher},
    policy::{ChannelConfig, ChannelOptions, NamespaceConfig, Namespaces},
    session::{SessionConfig, Sessions},
};

pub const CHANNELS: [&str; 4] = ["kept:a", "kept:b", "oldest:a", "latest:a"];

/// Few enough that histories are trimmed and recoveries refused.
const HISTORY_SIZE: u64 = 6;
const RECOVERY_LIMIT: usize = 4;

pub struct World {
    pub sessions: Arc<Sessions>,
    pub node: Arc<Node>,
    pub events: Arc<FaultyEvents>,
    /// What stands at each position.
    pub published: HashMap<(String, StreamPosition), Published>,
    count: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub data: Bytes,
    /// The filter of [`super::client::Kind::Filtered`] lets it through.
    pub matches: bool,
}

impl World {
    /// Two runtime threads' worth of workers on the test's one thread.
    pub fn new(seed: u64, config: SessionConfig) -> Self {
        let hub = Arc::new(Hub::new(2, Arc::default()));
        for worker in 0..hub.workers() {
            let hub = hub.clone();
            tokio::spawn(async move { hub.run_worker(worker).await });
        }
        let events = Arc::new(FaultyEvents::new(Fanout::new(hub.clone(), Arc::default()), seed));
        let broker = Arc::new(MemoryBroker::new(Clock::manual(1_000), events.clone()));
        let presence = Arc::new(MemoryPresence::default());
        let limits =
            NodeLimits { history_max_publications: 100, recovery_max_publications: RECOVERY_LIMIT };
        let node = Node::new(
            namespaces(),
            broker,
            presence,
            hub,
            Arc::default(),
            limits,
            Clock::manual(1_000),
        );
        let node = Arc::new(node);
        let sessions = Sessions::new(node.clone(), anybody(), config);
        Self { sessions, node, events, published: HashMap::new(), count: 0 }
    }

    pub async fn publish(&mut self, channel: &str) {
        self.count += 1;
        let data = Bytes::from(format!("{channel} {}", self.count));
        let matches = self.count.is_multiple_of(3);
        let mut tags = Tags::new();
        if self.count % 3 < 2 {
            tags.insert("wanted".into(), matches.to_string());
        }
        let message = Message { data: data.clone(), tags, ..Message::default() };
        let outcome = self.node.publish(channel, message, Publisher::Api).unwrap().await.unwrap();
        let position = outcome.position.expect("the namespace keeps history");
        let published = Published { data, matches };
        let before = self.published.insert((channel.into(), position.clone()), published);
        assert_eq!(before, None, "{position} named two publications");
    }

    pub fn check_positions(&self) {
        for channel in CHANNELS {
            self.node.check_position(&Channel::trusted(channel));
        }
    }

    pub fn newest(&self, channel: &str) -> StreamPosition {
        let (channel, options) = self.node.channel(channel).unwrap();
        self.node.broker().position(&channel, &options.stream).unwrap()
    }

    /// Whether offsets from `first` to `last` of `position`'s epoch match.
    pub fn matches(
        &self,
        channel: &str,
        position: &StreamPosition,
        first: u64,
        last: u64,
    ) -> impl Iterator<Item = bool> {
        (first..=last).map(move |offset| {
            let at = (channel.to_owned(), StreamPosition::new(&position.epoch, offset));
            self.published[&at].matches
        })
    }

    /// Nothing of `client` is left in the node once it is gone.
    pub async fn assert_left(&self, clients: Vec<Client>) {
        drop(clients);
        settle().await;
        let metrics = self.node.metrics();
        let left = (metrics.connections(), metrics.subscriptions(), metrics.channels());
        assert_eq!(left, (0, 0, 0), "connections, subscriptions, channels");
    }
}

/// Lets every task do what it can without time passing.
pub async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

/// Nobody needs a token.
fn anybody() -> Auth {
    let config = AuthConfig { insecure: true, ..AuthConfig::default() };
    Auth::new(&config, Clock::manual(1_000)).unwrap()
}

fn namespaces() -> Namespaces {
    let options = ChannelOptions {
        stream: StreamOptions {
            history_size: HISTORY_SIZE,
            history_ttl: Duration::from_secs(3600),
            history_meta_ttl: Duration::from_secs(7200),
            idempotency_window: Duration::from_secs(300),
            durability: Durability::Memory,
        },
        force_recovery: true,
        allow_tags_filter: true,
        ..ChannelOptions::default()
    };
    Namespaces::new(ChannelConfig {
        namespaces: [
            ("kept", SlowConsumer::Disconnect),
            ("oldest", SlowConsumer::DropOldest),
            ("latest", SlowConsumer::KeepLatest),
        ]
        .map(|(name, slow_consumer)| NamespaceConfig {
            name: name.into(),
            options: ChannelOptions { slow_consumer, ..options.clone() },
        })
        .into(),
        ..ChannelConfig::default()
    })
    .unwrap()
}
