use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap, HashMap, VecDeque},
    hash::{BuildHasher, Hash},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use foldhash::fast::FixedState;

use super::orders::{Given, Order, Orders};
use crate::{
    model::{ClientId, Disconnect, UserId},
    outbound::{Ending, Outbound},
    wire,
};

const SHARDS: usize = 64;

/// Where a connection stands that is in no user's list.
const NO_SLOT: usize = usize::MAX;

/// Connections that a page takes of a part at a time, beside its share.
const SPARE: usize = 8;

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
    /// Index in its user's list; changed only under that list's lock.
    slot: AtomicUsize,
}

impl Connection {
    /// A session of `user` that writes to `outbound`.
    pub fn new(client: ClientId, user: UserId, outbound: Arc<Outbound>) -> Arc<Self> {
        let (orders, slot) = (Orders::default(), AtomicUsize::new(NO_SLOT));
        Arc::new(Self { client, user, outbound, orders, slot })
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

    /// Hands the session an order.
    #[must_use = "an order that was not taken will not be done"]
    pub fn order(&self, order: Order) -> Given {
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
            connection.slot.store(of_user.len(), Ordering::Relaxed);
            of_user.push(connection.clone());
        }
        let client = connection.client();
        write(shard(&self.by_client, client)).insert(client.clone(), connection.clone());
        true
    }

    /// Takes a connection out, whose session has ended: who waits for it to do
    /// something is told so. Doing so twice is harmless.
    pub fn remove(&self, connection: &Arc<Connection>) {
        write(shard(&self.by_client, connection.client())).remove(connection.client());
        self.remove_of_user(connection);
        connection.orders.close();
    }

    fn remove_of_user(&self, connection: &Arc<Connection>) {
        let mut users = write(shard(&self.by_user, connection.user()));
        let Some(of_user) = users.get_mut(connection.user()) else { return };
        let slot = connection.slot.swap(NO_SLOT, Ordering::Relaxed);
        if slot >= of_user.len() {
            return;
        }
        of_user.swap_remove(slot);
        if let Some(moved) = of_user.get(slot) {
            moved.slot.store(slot, Ordering::Relaxed);
        }
        if of_user.is_empty() {
            users.remove(connection.user());
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
        let portion = limit.div_ceil(SHARDS) + SPARE;
        let part = |shard| Part { shard, portion, ahead: VecDeque::new(), is_over: false };
        let mut parts: Vec<_> = self.by_client.iter().map(part).collect();
        let first = parts.iter_mut().enumerate();
        let mut heads: BinaryHeap<_> =
            first.filter_map(|(i, part)| Some(Reverse((part.head(after)?, i)))).collect();
        let mut page = Vec::new();
        while page.len() < limit
            && let Some(Reverse((client, index))) = heads.pop()
        {
            let part = &mut parts[index];
            page.extend(part.ahead.pop_front());
            heads.extend(part.head(Some(&client)).map(|head| Reverse((head, index))));
        }
        page
    }
}

/// A part of the connections while they are put in one order.
struct Part<'a> {
    shard: &'a RwLock<ClientShard>,
    /// How many are taken at a time, so that its lock is not held for long.
    portion: usize,
    ahead: VecDeque<Arc<Connection>>,
    /// There were no more.
    is_over: bool,
}

impl Part<'_> {
    /// The id of the next one, which lies behind `after`.
    fn head(&mut self, after: Option<&ClientId>) -> Option<ClientId> {
        use std::ops::Bound::{Excluded, Unbounded};
        if self.ahead.is_empty() && !self.is_over {
            let from = after.map_or(Unbounded, Excluded);
            let of_shard = read(self.shard);
            let next = of_shard.range((from, Unbounded)).take(self.portion);
            self.ahead.extend(next.map(|(_, connection)| connection.clone()));
            self.is_over = self.ahead.len() < self.portion;
        }
        self.ahead.front().map(|connection| connection.client().clone())
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
    fn any_of_a_users_connections_can_go_and_the_others_stay() {
        let connections = Connections::default();
        let mut open: Vec<_> = (0..20).map(|i| connection(&i.to_string(), "42")).collect();
        for connection in &open {
            assert!(connections.add(connection, 0));
        }
        let one_too_many = connection("x", "42");
        assert!(!connections.add(&one_too_many, 20));
        connections.remove(&one_too_many);
        // The first, the last, and those in between.
        for index in [0, 18, 7, 3, 3, 0] {
            let gone = open.remove(index);
            connections.remove(&gone);
            connections.remove(&gone);
            let mut left: Vec<_> = connections.user(&"42".into());
            left.sort_by_key(|connection| connection.client().clone());
            let mut expected = open.clone();
            expected.sort_by_key(|connection| connection.client().clone());
            assert!(left.iter().zip(&expected).all(|(a, b)| Arc::ptr_eq(a, b)));
            assert_eq!(left.len(), expected.len());
        }
    }

    #[test]
    fn who_is_taken_out_takes_no_orders() {
        let connections = Connections::default();
        let one = connection("a", "42");
        assert!(connections.add(&one, 0));
        let order = || Order::Describe(tokio::sync::oneshot::channel().0);
        assert_eq!(one.order(order()), Given::Taken);
        connections.remove(&one);
        assert_eq!(one.order(order()), Given::Gone);
    }

    #[test]
    fn pages_cover_everything_once_and_in_order() {
        let connections = Connections::default();
        let names: Vec<_> = (0..2_000).map(|i| format!("{i:04}")).collect();
        for name in &names {
            assert!(connections.add(&connection(name, ""), 0));
        }
        for limit in [1, 7, 900, 2_000, 5_000] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = connections.page(after.as_ref(), limit);
                let Some(last) = page.last() else { break };
                assert!(page.len() == limit || last.client().as_str() == "1999", "{limit}");
                after = Some(last.client().clone());
                seen.extend(page.iter().map(|connection| connection.client().to_string()));
            }
            assert_eq!(seen, names);
        }
    }
}
