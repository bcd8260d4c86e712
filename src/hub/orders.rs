use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use tokio::sync::{Notify, oneshot};

use crate::{
    model::{Channel, ClientError, ClientId, StreamPosition, Unsubscribe, UserId},
    policy::SubscriptionOverride,
};

/// Orders that may wait for one session.
const MAX_ORDERS: usize = 1024;

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
    waiting: Mutex<VecDeque<Order>>,
    bell: Notify,
}

impl Orders {
    /// False when too many wait: the order was not taken.
    pub(super) fn give(&self, order: Order) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= MAX_ORDERS {
            return false;
        }
        waiting.push_back(order);
        drop(waiting);
        self.bell.notify_one();
        true
    }

    /// The next order.
    pub async fn next(&self) -> Order {
        loop {
            let next = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            if let Some(order) = next {
                return order;
            }
            self.bell.notified().await;
        }
    }
}
