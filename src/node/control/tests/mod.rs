//! The verbs against sessions that do as the test says.

mod listing;
mod orders;

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::task::AbortHandle;

use super::*;
use crate::{
    engine::memory::{MemoryBroker, MemoryPresence},
    hub::{
        Connection, ConnectionState, Given, Hub, Order, Reception, ServerSubscribe, Subscriber,
        SubscriptionState,
    },
    model::{Channel, ClientError, ClientId, Clock, Disconnect, StreamPosition, UserId, code},
    node::{Fanout, Node, NodeLimits},
    outbound::{Ending, Outbound},
    policy::{ChannelConfig, NamespaceConfig, Namespaces},
    recovery::GateLimits,
};

fn namespaces() -> Namespaces {
    let named = |name: &str| NamespaceConfig { name: name.into(), options: Default::default() };
    Namespaces::new(ChannelConfig {
        namespaces: vec![named("chat"), named("news")],
        ..ChannelConfig::default()
    })
    .unwrap()
}

struct World {
    node: Node,
}

/// A connected client. When it is dropped its session has ended.
struct Session {
    node: Arc<Hub>,
    connection: Option<Arc<Connection>>,
    outbound: Arc<Outbound>,
    task: Option<AbortHandle>,
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
        if let Some(connection) = self.connection.take() {
            self.node.connections().remove(&connection);
        }
    }
}

impl World {
    fn new() -> Self {
        let hub = Arc::new(Hub::new(2, Arc::default()));
        let events = Arc::new(Fanout::new(hub.clone(), Arc::default()));
        let broker = Arc::new(MemoryBroker::new(Clock::manual(1_000), events));
        let limits = NodeLimits { history_max_publications: 10, recovery_max_publications: 10 };
        let clock = Clock::manual(100_000);
        let presence = Arc::new(MemoryPresence::default());
        let metrics = Arc::default();
        Self { node: Node::new(namespaces(), broker, presence, hub, metrics, limits, clock) }
    }

    /// A session that does not look at its orders.
    fn idle(&self, client: &str, user: &str) -> Session {
        let outbound = Arc::new(Outbound::new(1000, 1000));
        let connection = Connection::new(client.into(), user.into(), outbound.clone());
        assert!(self.node.hub.connections().add(&connection, 0));
        Session { node: self.node.hub.clone(), connection: Some(connection), outbound, task: None }
    }

    /// A session that does with each order what `act` does.
    fn acting(
        &self,
        client: &str,
        user: &str,
        mut act: impl FnMut(Order) + Send + 'static,
    ) -> Session {
        let mut session = self.idle(client, user);
        let connection = session.connection.clone().unwrap();
        let task = tokio::spawn(async move {
            loop {
                act(connection.orders().next().await);
            }
        });
        session.task = Some(task.abort_handle());
        session
    }

    fn subscriber(&self, channel: &str, worker: usize) -> Arc<Subscriber> {
        let limits = GateLimits { items: 10, bytes: 1000 };
        let outbound = Arc::new(Outbound::new(1000, 1000));
        let channel = Channel::trusted(channel);
        let subscriber = Subscriber::new(
            channel,
            worker,
            limits,
            Reception::default(),
            outbound,
            Arc::default(),
        );
        self.node.hub.subscribe(&subscriber);
        subscriber
    }
}
