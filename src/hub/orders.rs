use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use tokio::sync::{Notify, oneshot};

use crate::{
    model::{Channel, ClientError, ClientId, StreamPosition, Unsubscribe, UserId},
    policy::SubscriptionOverride,
};

/// Orders that may wait for one session.
const MAX_ORDERS: usize = 1024;

/// Bytes of what they carry. A single order may be larger.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// What the server API asks of a session. A session that ends first drops the
/// order, and its `done` with it.
#[derive(Debug)]
pub enum Order {
    /// Subscribe to a channel on behalf of the client.
    Subscribe(ServerSubscribe, oneshot::Sender<Result<(), ClientError>>),
    /// End a subscription. True when there was one.
    Unsubscribe(Channel, Unsubscribe, oneshot::Sender<bool>),
    /// Change the connection's expiry.
    Refresh(ConnectionRefresh, oneshot::Sender<()>),
    /// Tell what the session is doing.
    Describe(oneshot::Sender<ConnectionState>),
}

impl Order {
    /// True when nobody waits for the answer any more: it was taken for not
    /// done, so it should not be.
    pub fn is_abandoned(&self) -> bool {
        match self {
            Self::Subscribe(_, done) => done.is_closed(),
            Self::Unsubscribe(.., done) => done.is_closed(),
            Self::Refresh(_, done) => done.is_closed(),
            Self::Describe(done) => done.is_closed(),
        }
    }

    /// Bytes of what it carries.
    fn weight(&self) -> usize {
        match self {
            Self::Subscribe(subscribe, _) => {
                let ServerSubscribe { channel, info, data, .. } = subscribe;
                channel.len() + info.len() + data.len()
            }
            Self::Unsubscribe(channel, unsubscribe, _) => {
                channel.as_str().len() + unsubscribe.reason.len()
            }
            Self::Refresh(refresh, _) => refresh.info.as_ref().map_or(0, Bytes::len),
            Self::Describe(_) => 0,
        }
    }
}

/// What became of an order that a session was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// It waits for the session.
    Taken,
    /// Too many wait already: it will not be done.
    Busy,
    /// The session has ended: it will not be done.
    Gone,
}

/// A subscription that the server makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerSubscribe {
    /// The channel's name.
    pub channel: String,
    /// Shown to others; empty for none.
    pub info: Bytes,
    /// Given to the client with the subscription.
    pub data: Bytes,
    /// What the client has seen, to recover from.
    pub recover_since: Option<StreamPosition>,
    /// When it expires, Unix seconds; none if it does not.
    pub expire_at: Option<u64>,
    /// In place of the namespace's options.
    pub overrides: SubscriptionOverride,
}

/// A new expiry for a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionRefresh {
    /// Unix seconds; none if the connection no longer expires. What has passed
    /// already ends the session.
    pub expire_at: Option<u64>,
    /// Replaces what is shown to others; none to keep it.
    pub info: Option<Bytes>,
}

/// A session as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionState {
    /// The connection's public id.
    pub client: ClientId,
    /// Its user; empty when anonymous.
    pub user: UserId,
    /// Unix milliseconds.
    pub connected_at_ms: u64,
    /// `connect` or `listen`.
    pub transport: &'static str,
    /// Of the client library, as it says itself.
    pub name: String,
    /// Of the client library, as it says itself.
    pub version: String,
    /// When the connection expires, Unix seconds; none if it does not.
    pub expire_at: Option<u64>,
    /// From the connection token, JSON; empty for none.
    pub meta: Bytes,
    /// Shown to others; empty for none.
    pub info: Bytes,
    /// Capabilities of the connection token, for people.
    pub capabilities: Vec<String>,
    /// Bytes that wait to be sent.
    pub queued_bytes: usize,
    /// Messages that wait to be sent.
    pub queued_messages: usize,
    /// Its subscriptions by channel.
    pub subscriptions: Vec<SubscriptionState>,
}

/// A subscription as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionState {
    /// The channel.
    pub channel: Channel,
    /// Who asked for it: `client`, `connect`, `token` or `api`.
    pub origin: &'static str,
    /// Where it stands; none without history, or while it recovers.
    pub position: Option<StreamPosition>,
    /// When it expires, Unix seconds; none if it does not.
    pub expire_at: Option<u64>,
    /// The client may recover it.
    pub recoverable: bool,
    /// Its position is checked.
    pub positioned: bool,
    /// It gets joins and leaves.
    pub join_leave: bool,
    /// A tags filter stands before it.
    pub filtered: bool,
    /// What its token grants beside the namespace: `sub`, `pub`, `hst`, `prs`.
    pub granted: Vec<&'static str>,
}

/// Orders on their way to one session: bounded.
#[derive(Debug, Default)]
pub struct Orders {
    waiting: Mutex<Waiting>,
    bell: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    orders: VecDeque<Order>,
    bytes: usize,
    closed: bool,
}

impl Orders {
    pub(super) fn give(&self, order: Order) -> Given {
        let mut waiting = self.waiting();
        if waiting.closed {
            return Given::Gone;
        }
        let bytes = waiting.bytes + order.weight();
        let is_full = waiting.orders.len() >= MAX_ORDERS || bytes > MAX_BYTES;
        if is_full && !waiting.orders.is_empty() {
            return Given::Busy;
        }
        waiting.bytes = bytes;
        waiting.orders.push_back(order);
        drop(waiting);
        self.bell.notify_one();
        Given::Taken
    }

    /// The session has ended: whoever waits for an answer is told so now.
    pub(super) fn close(&self) {
        let mut waiting = self.waiting();
        waiting.closed = true;
        let dropped = std::mem::take(&mut waiting.orders);
        drop(waiting);
        // Wakes those who wait, which is not to be done under the lock.
        drop(dropped);
    }

    /// The next order; never after the session's end.
    pub async fn next(&self) -> Order {
        loop {
            if let Some(order) = self.take() {
                return order;
            }
            self.bell.notified().await;
        }
    }

    fn take(&self) -> Option<Order> {
        let mut waiting = self.waiting();
        let order = waiting.orders.pop_front()?;
        waiting.bytes -= order.weight();
        Some(order)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe() -> (Order, oneshot::Receiver<ConnectionState>) {
        let (done, answer) = oneshot::channel();
        (Order::Describe(done), answer)
    }

    fn subscribe(bytes: usize) -> Order {
        let subscribe = ServerSubscribe { data: vec![0; bytes].into(), ..Default::default() };
        Order::Subscribe(subscribe, oneshot::channel().0)
    }

    #[tokio::test]
    async fn orders_come_in_order_and_are_bounded() {
        let (orders, mut answers) = (Orders::default(), Vec::new());
        let refused = loop {
            let (order, answer) = describe();
            match orders.give(order) {
                Given::Taken => answers.push(answer),
                refused => break refused,
            }
        };
        assert_eq!((answers.len(), refused), (1024, Given::Busy));
        for answer in &mut answers {
            let Order::Describe(done) = orders.next().await else { panic!() };
            drop(done);
            assert_eq!(answer.try_recv(), Err(oneshot::error::TryRecvError::Closed));
        }
        assert_eq!(orders.give(describe().0), Given::Taken);
    }

    #[tokio::test]
    async fn orders_are_bounded_by_their_bytes_but_one_always_fits() {
        let orders = Orders::default();
        for _ in 0..2 {
            assert_eq!(orders.give(subscribe(MAX_BYTES + 1)), Given::Taken);
            assert_eq!(orders.give(subscribe(1)), Given::Busy);
            orders.next().await;
        }
        for _ in 0..4 {
            assert_eq!(orders.give(subscribe(MAX_BYTES / 4)), Given::Taken);
        }
        assert_eq!(orders.give(subscribe(1)), Given::Busy);
        orders.next().await;
        assert_eq!(orders.give(subscribe(1)), Given::Taken);
    }

    #[test]
    fn whoever_waits_for_a_session_that_has_ended_is_told_at_once() {
        let orders = Orders::default();
        let (order, mut answer) = describe();
        orders.give(order);
        assert_eq!(answer.try_recv(), Err(oneshot::error::TryRecvError::Empty));
        orders.close();
        assert_eq!(answer.try_recv(), Err(oneshot::error::TryRecvError::Closed));
        assert_eq!(orders.give(describe().0), Given::Gone);
        assert_eq!(orders.take().map(|_| ()), None);
    }

    #[test]
    fn an_order_is_abandoned_by_whoever_waits_no_more() {
        let (order, answer) = describe();
        assert!(!order.is_abandoned());
        drop(answer);
        assert!(order.is_abandoned());
        assert!(subscribe(0).is_abandoned());
    }
}
