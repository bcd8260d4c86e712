use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher, Hash},
    sync::{Arc, PoisonError, RwLock},
};

use foldhash::fast::FixedState;

use super::orders::{Order, Orders};
use crate::{
    model::{ClientId, Disconnect, UserId},
    outbound::{Ending, Outbound},
    wire,
};

const SHARDS: usize = 64;

/// The connected sessions of a node, by client and by user.
#[derive(Debug)]
pub struct Connections {
    by_client: Box<[RwLock<ClientShard>]>,
    by_user: Box<[RwLock<UserShard>]>,
}

type ClientShard = BTreeMap<ClientId, Arc<Connection>>;

type UserShard = HashMap<UserId, Vec<Arc<Connection>>, foldhash::fast::RandomState>;

/// A connected session as the rest of the node sees it.
#[derive(Debug)]
pub struct Connection {
    client: ClientId,
    user: UserId,
    outbound: Arc<Outbound>,
    orders: Orders,
}

impl Connection {
    /// A session of `user` that writes to `outbound`.
    pub fn new(client: ClientId, user: UserId, outbound: Arc<Outbound>) -> Arc<Self> {
        Arc::new(Self { client, user, outbound, orders: Orders::default() })
    }

    /// Its public id.
    pub fn client(&self) -> &ClientId {
        &self.client
    }

    /// Its user; empty when anonymous.
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// What waits to be done by the session, which is the only one to take it.
    pub fn orders(&self) -> &Orders {
        &self.orders
    }

    /// Hands the session an order. False when too many wait already.
    #[must_use = "an order that was not taken will not be done"]
    pub fn order(&self, order: Order) -> bool {
        self.orders.give(order)
    }

    /// Messages that wait to be sent, and their bytes.
    pub fn queued(&self) -> (usize, usize) {
        self.outbound.queued()
    }

    /// Ends the session; what is queued is sent first. False when its end was
    /// decided before.
    pub fn disconnect(&self, disconnect: Disconnect) -> bool {
        let farewell = wire::disconnect_push(&disconnect);
        self.outbound.end(Ending::Disconnect(disconnect), Some(farewell))
    }
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            by_client: (0..SHARDS).map(|_| RwLock::default()).collect(),
            by_user: (0..SHARDS).map(|_| RwLock::default()).collect(),
        }
    }
}

impl Connections {
    /// Adds a connection unless its user has `limit` of them (0 for no limit;
    /// anonymous users are not counted). True if it was added.
    pub fn add(&self, connection: &Arc<Connection>, limit: usize) -> bool {
        let user = connection.user();
        let is_anonymous = user.as_str().is_empty();
        if !is_anonymous {
            let mut users = write(shard(&self.by_user, user));
            let of_user = users.entry(user.clone()).or_default();
            if limit > 0 && of_user.len() >= limit {
                return false;
            }
            of_user.push(connection.clone());
        }
        let client = connection.client();
        write(shard(&self.by_client, client)).insert(client.clone(), connection.clone());
        true
    }

    /// Takes a connection out. Doing so twice is harmless.
    pub fn remove(&self, connection: &Arc<Connection>) {
        write(shard(&self.by_client, connection.client())).remove(connection.client());
        let mut users = write(shard(&self.by_user, connection.user()));
        if let Some(of_user) = users.get_mut(connection.user()) {
            of_user.retain(|other| !Arc::ptr_eq(other, connection));
            if of_user.is_empty() {
                users.remove(connection.user());
            }
        }
    }

    /// The connection of this id.
    pub fn client(&self, client: &ClientId) -> Option<Arc<Connection>> {
        read(shard(&self.by_client, client)).get(client).cloned()
    }

    /// All connections of a user; none for the anonymous one.
    pub fn user(&self, user: &UserId) -> Vec<Arc<Connection>> {
        read(shard(&self.by_user, user)).get(user).cloned().unwrap_or_default()
    }

    /// Distinct users; all anonymous connections count as one.
    pub fn users(&self) -> usize {
        let (mut known, mut of_known) = (0, 0);
        for shard in &self.by_user {
            let users = read(shard);
            known += users.len();
            of_known += users.values().map(Vec::len).sum::<usize>();
        }
        let all: usize = self.by_client.iter().map(|shard| read(shard).len()).sum();
        known + usize::from(all > of_known)
    }

    /// Connections behind `after` in the order of ids, at most `limit`.
    pub fn page(&self, after: Option<&ClientId>, limit: usize) -> Vec<Arc<Connection>> {
        use std::ops::Bound::{Excluded, Unbounded};
        let from = after.map_or(Unbounded, Excluded);
        let mut page: Vec<_> = self
            .by_client
            .iter()
            .flat_map(|shard| {
                let of_shard = read(shard);
                let next = of_shard.range((from, Unbounded)).take(limit);
                next.map(|(_, connection)| connection.clone()).collect::<Vec<_>>()
            })
            .collect();
        page.sort_by(|a, b| a.client().cmp(b.client()));
        page.truncate(limit);
        page
    }
}

fn shard<'a, T>(shards: &'a [T], key: &impl Hash) -> &'a T {
    let hash = FixedState::default().hash_one(key);
    &shards[hash as usize % shards.len()]
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection(client: &str, user: &str) -> Arc<Connection> {
        Connection::new(client.into(), user.into(), Arc::new(Outbound::new(10, 10)))
    }

    #[test]
    fn a_connection_is_found_by_client_and_by_user_until_it_is_removed() {
        let connections = Connections::default();
        let (a, b) = (connection("a", "42"), connection("b", "42"));
        assert!(connections.add(&a, 0) && connections.add(&b, 0));
        assert_eq!(connections.user(&"42".into()).len(), 2);
        assert!(Arc::ptr_eq(&connections.client(&"a".into()).unwrap(), &a));
        connections.remove(&a);
        connections.remove(&a);
        assert!(connections.client(&"a".into()).is_none());
        assert!(Arc::ptr_eq(&connections.user(&"42".into())[0], &b));
        connections.remove(&b);
        assert!(connections.user(&"42".into()).is_empty());
        assert!(connections.by_user.iter().all(|shard| read(shard).is_empty()));
    }

    #[test]
    fn the_limit_counts_known_users_only() {
        let connections = Connections::default();
        assert!(connections.add(&connection("a", "42"), 1));
        assert!(!connections.add(&connection("b", "42"), 1));
        assert!(connections.client(&"b".into()).is_none());
        assert!(connections.add(&connection("c", ""), 1));
        assert!(connections.add(&connection("d", ""), 1));
        assert!(connections.user(&"".into()).is_empty());
    }

    #[test]
    fn pages_cover_everything_once_and_in_order() {
        let connections = Connections::default();
        let names: Vec<_> = (0..50).map(|i| format!("{i:02}")).collect();
        for name in &names {
            assert!(connections.add(&connection(name, ""), 0));
        }
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = connections.page(after.as_ref(), 7);
            let Some(last) = page.last() else { break };
            after = Some(last.client().clone());
            seen.extend(page.iter().map(|connection| connection.client().to_string()));
        }
        assert_eq!(seen, names);
    }

    #[tokio::test]
    async fn orders_come_in_order_and_are_bounded() {
        let one = connection("a", "");
        let (mut given, mut answers) = (0, Vec::new());
        loop {
            let (done, answer) = tokio::sync::oneshot::channel();
            if !one.order(Order::Describe(done)) {
                break;
            }
            answers.push(answer);
            given += 1;
        }
        assert_eq!(given, 1024);
        for _ in 0..given {
            let Order::Describe(_) = one.orders().next().await else { panic!() };
        }
    }
}
