use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use tokio::sync::{Notify, mpsc};
use tokio_stream::Stream;

use super::{TokenSource, error::with_code};
use crate::{
    model::{ClientError, ClientInfo, Publication, RecoveryOutcome, StreamPosition},
    pb::client::FilterNode,
};

/// What to subscribe to. [`SubscribeOptions::new`] fills in the defaults.
#[derive(Clone)]
pub struct SubscribeOptions {
    /// The channel.
    pub channel: String,
    /// Subscription token (JWT). Empty, the default, for one from
    /// `token_source`; without a source, when the channel needs none.
    pub token: String,
    /// Where the next subscription tokens come from. Default none: when the
    /// token expires, the subscription ends.
    pub token_source: Option<TokenSource>,
    /// Recover what was published since; the default position (offset 0, no
    /// epoch) stands for the beginning of whatever history there is. Default
    /// none: start with what is published from now on.
    pub since: Option<StreamPosition>,
    /// Recover what was missed while the connection was lost, where the channel
    /// allows it. Default true.
    pub recoverable: bool,
    /// Have the position checked by the server, where the channel allows it.
    /// Default true.
    pub positioned: bool,
    /// Only publications whose tags match. Default none: all.
    pub filter: Option<FilterNode>,
    /// Have joins and leaves told, where the channel allows it. Default false.
    pub join_leave: bool,
    /// Data for the backend. Default empty.
    pub data: Bytes,
}

impl SubscribeOptions {
    /// The defaults, for `channel`.
    pub fn new(channel: impl Into<String>) -> Self {
        Self {
            channel: channel.into(),
            token: String::new(),
            token_source: None,
            since: None,
            recoverable: true,
            positioned: true,
            filter: None,
            join_leave: false,
            data: Bytes::new(),
        }
    }
}

// The token is a secret.
impl fmt::Debug for SubscribeOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscribeOptions")
            .field("channel", &self.channel)
            .field("since", &self.since)
            .field("recoverable", &self.recoverable)
            .field("positioned", &self.positioned)
            .field("filter", &self.filter)
            .field("join_leave", &self.join_leave)
            .finish_non_exhaustive()
    }
}

/// What happens to a subscription, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum SubscriptionEvent {
    /// The subscription is active, for the first time or again. Recovered
    /// publications follow as [`SubscriptionEvent::Publication`].
    Subscribed(Subscribed),
    /// A publication, recovered or live.
    Publication(Publication),
    /// These publications are missing, and will not come: the server dropped
    /// them because this client is slow, or the channel promises no continuity.
    Gap {
        /// First offset that is missing; 0 when what is missing is in no
        /// history.
        from: u64,
        /// Last offset that is missing; 0 likewise.
        to: u64,
        /// How many: less than the range under a filter, more when some are in
        /// no history.
        count: u64,
    },
    /// Somebody's connection came into the channel.
    Join(ClientInfo),
    /// Somebody's connection left the channel. The server tells it some seconds
    /// later, and says neither the leave nor the join when the same user comes
    /// back meanwhile with another connection: a client id that no `Join` has
    /// named stands for one connection of the same user.
    Leave(ClientInfo),
    /// Everything up to this position was kept back by the filter.
    Moved(StreamPosition),
    /// The subscription is interrupted; it comes back by itself, and the next
    /// `Subscribed` tells whether anything was missed.
    Lost(Lost),
    /// Subscribing failed for now and is tried again.
    Retrying {
        /// What the server answered; code 0 when the token source had no token.
        error: ClientError,
        /// When.
        after: Duration,
    },
    /// The subscription has ended for good: the last event.
    Ended(Ended),
}

/// An active subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscribed {
    /// The position before the first publication that follows; no epoch where
    /// the channel keeps no history.
    pub position: StreamPosition,
    /// How recovery ended.
    pub outcome: RecoveryOutcome,
    /// How many publications it brings.
    pub recovered: u64,
    /// True when a later interruption can be recovered from.
    pub recoverable: bool,
    /// True when the server checks the position.
    pub positioned: bool,
    /// From the server; empty by default.
    pub data: Bytes,
}

/// Why a subscription is interrupted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Lost {
    /// The connection ended.
    #[error("connection lost: {reason}{}", with_code(*.code))]
    Connection {
        /// Code of the disconnect; 0 when there was none.
        code: u32,
        /// For people.
        reason: String,
    },
    /// The server ended the subscription and asks to subscribe again.
    #[error("the server asks to subscribe again: {reason} (code {code})")]
    Unsubscribed {
        /// From 2500.
        code: u32,
        /// For people.
        reason: String,
    },
    /// What arrived did not continue what was there, against the server's
    /// promise; the publication that showed it is not delivered.
    #[error("the server broke continuity: {reason}")]
    Broken {
        /// What was seen.
        reason: String,
    },
}

/// Why a subscription has ended for good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// The server ended it on purpose.
    #[error("unsubscribed by the server: {reason} (code {code})")]
    Unsubscribed {
        /// Below 2500.
        code: u32,
        /// For people.
        reason: String,
    },
    /// The server refused it.
    #[error("refused by the server: {0}")]
    Refused(ClientError),
    /// The token source says that it is not permitted.
    #[error("the token source gives no token for it: {reason}")]
    NotPermitted {
        /// For people, from the source.
        reason: String,
    },
    /// The server ended the connection for good.
    #[error("disconnected for good: {reason}{}", with_code(*.code))]
    Disconnected {
        /// Code of the disconnect; 0 when the server gave none.
        code: u32,
        /// For people.
        reason: String,
    },
}

/// A subscription, as a stream of its events. Not taking them makes the client
/// stop reading from the server. The stream ends after
/// [`SubscriptionEvent::Ended`], after
/// [`Client::unsubscribe`](super::Client::unsubscribe) and when the client is
/// closed. Dropping it unsubscribes.
#[derive(Debug)]
pub struct Subscription {
    pub(super) channel: String,
    pub(super) events: mpsc::Receiver<SubscriptionEvent>,
    pub(super) key: Key,
    pub(super) departures: Arc<Departures>,
}

impl Subscription {
    /// The channel.
    pub fn channel(&self) -> &str {
        &self.channel
    }

    /// The next event; `None` when there are no more. Cancelling loses nothing.
    pub async fn next(&mut self) -> Option<SubscriptionEvent> {
        self.events.recv().await
    }
}

impl Stream for Subscription {
    type Item = SubscriptionEvent;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.events.poll_recv(cx)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.departures.add(self.key);
    }
}

/// Tells subscriptions to the same channel, one after the other, apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key(pub(super) u64);

/// Subscriptions that were dropped; at most one entry for each. A drop cannot
/// wait for room in the queue of requests.
#[derive(Debug, Default)]
pub(super) struct Departures {
    keys: Mutex<Vec<Key>>,
    added: Notify,
}

impl Departures {
    fn add(&self, key: Key) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).push(key);
        self.added.notify_one();
    }

    /// Resolves when there may be some to take.
    pub(super) async fn any(&self) {
        self.added.notified().await;
    }

    pub(super) fn take(&self) -> Vec<Key> {
        std::mem::take(&mut self.keys.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
