//! A node with members, and what must be left of them: nothing.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;

use super::observer::Observer;
use crate::{
    engine::memory::{MemoryBroker, MemoryPresence},
    hub::{Connection, Hub, Losses, Reception, Subscriber},
    model::{Channel, ClientInfo, Clock},
    node::{Fanout, Membership, Node, NodeLimits},
    outbound::{Outbound, OutboundBody},
    policy::{ChannelConfig, ChannelOptions, NamespaceConfig, Namespaces},
    recovery::GateLimits,
};

/// A little more than a leave waits.
pub const LONG: Duration = Duration::from_millis(3_001);

pub struct World {
    pub node: Arc<Node>,
    pub presence: Arc<MemoryPresence>,
}

impl World {
    /// In "seen:" members are known and told up to `max_members`; "known:" has
    /// presence only, "off:" nothing.
    pub fn new(max_members: usize) -> Self {
        let hub = Arc::new(Hub::new(2, Arc::default()));
        for worker in 0..hub.workers() {
            let hub = hub.clone();
            tokio::spawn(async move { hub.run_worker(worker).await });
        }
        let events = Arc::new(Fanout::new(hub.clone(), Arc::default()));
        let broker = Arc::new(MemoryBroker::new(Clock::manual(1_000), events));
        let presence = Arc::new(MemoryPresence::default());
        let limits = NodeLimits { history_max_publications: 1, recovery_max_publications: 1 };
        let (namespaces, clock) = (namespaces(max_members), Clock::manual(1_000));
        let node =
            Node::new(namespaces, broker, presence.clone(), hub, Arc::default(), limits, clock);
        let node = Arc::new(node);
        let leaving = node.clone();
        tokio::spawn(async move { leaving.push_leaves().await });
        Self { node, presence }
    }

    pub fn enter(&self, channel: &str, info: &Arc<ClientInfo>) -> Membership {
        self.enter_for(channel, info, None)
    }

    pub fn enter_for(
        &self,
        channel: &str,
        info: &Arc<ClientInfo>,
        replaces: Option<&ClientInfo>,
    ) -> Membership {
        let (channel, options) = self.node.channel(channel).unwrap();
        self.node.enter(&channel, &options, info.clone(), replaces.map(|info| &info.client))
    }

    /// A subscriber who wants joins and leaves.
    pub fn observe(&self, channel: &str) -> Observer {
        let outbound = Arc::new(Outbound::new(1 << 30, 0));
        let limits = GateLimits { items: 0, bytes: 0 };
        let (channel, losses) = (Channel::trusted(channel), Arc::new(Losses::default()));
        let wants = Reception { join_leave: true, ..Reception::default() };
        let subscriber = Subscriber::new(channel, 1, limits, wants, outbound.clone(), losses);
        self.node.hub().subscribe(&subscriber);
        subscriber.open(None);
        Observer::new(OutboundBody::new(outbound, |_| http::HeaderMap::new()))
    }

    /// A session that is known to be connected until its end.
    pub fn connect(&self, info: &ClientInfo) -> Arc<Connection> {
        let outbound = Arc::new(Outbound::new(0, 0));
        let connection = Connection::new(info.client.clone(), info.user.clone(), outbound);
        assert!(self.node.hub().connections().add(&connection, 0));
        connection
    }

    pub fn disconnect(&self, connection: &Arc<Connection>) {
        self.node.hub().connections().remove(connection);
    }

    /// With every leave pushed, nothing is kept of anybody.
    pub async fn assert_nothing_left(&self) {
        pass(LONG).await;
        assert!(self.presence.is_empty(), "presence has ghosts");
        assert!(self.node.members.is_empty(), "a channel without members is kept");
    }
}

/// Lets every task do what it can without time passing.
pub async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

pub async fn pass(time: Duration) {
    settle().await;
    tokio::time::advance(time).await;
    settle().await;
}

pub fn info(client: &str, user: &str) -> Arc<ClientInfo> {
    let (user, client) = (user.into(), client.into());
    Arc::new(ClientInfo { user, client, conn_info: Bytes::new(), chan_info: Bytes::new() })
}

fn namespaces(join_leave_max_members: usize) -> Namespaces {
    let known = ChannelOptions { presence: true, ..ChannelOptions::default() };
    let seen = ChannelOptions { join_leave: true, join_leave_max_members, ..known.clone() };
    let namespaces = [("seen", seen), ("known", known), ("off", ChannelOptions::default())];
    Namespaces::new(ChannelConfig {
        namespaces: namespaces
            .map(|(name, options)| NamespaceConfig { name: name.into(), options })
            .into(),
        ..ChannelConfig::default()
    })
    .unwrap()
}
