use std::{collections::VecDeque, time::Duration};

use tokio::sync::mpsc::{self, error::TrySendError};

use super::subscription::{Key, SubscriptionEvent};
use crate::model::{ClientId, NodeName};

/// What happens to the connection.
#[derive(Debug, Clone, PartialEq)]
pub enum ConnectionEvent {
    /// The next attempt to connect.
    Connecting {
        /// Counts from 1 since the last connection.
        attempt: u32,
        /// How long it waits before.
        after: Duration,
    },
    /// The session is open.
    Connected {
        /// Id of the connection.
        client: ClientId,
        /// Node that holds the session.
        node: NodeName,
        /// Version of the server.
        version: String,
    },
    /// The connection ended, or could not be made.
    Disconnected {
        /// Code of the disconnect; 0 when the server gave none.
        code: u32,
        /// For people.
        reason: String,
        /// False when this is for good.
        reconnect: bool,
    },
    /// Something happened to a subscription that the server made: with the
    /// connection's token, or by the server API. One of a token recovers as
    /// others do; one of the API ends with its connection, and what the API
    /// recovers for it follows its `Subscribed`, whose position is behind that.
    ServerSubscription {
        /// The channel.
        channel: String,
        /// What happened; never [`SubscriptionEvent::Retrying`].
        event: SubscriptionEvent,
    },
}

/// Events on their way to the application. Nothing more is read from the server
/// while there are any, so they are those of one message from it.
pub(super) struct Delivery {
    queue: VecDeque<Undelivered>,
    connection: mpsc::Sender<ConnectionEvent>,
}

enum Undelivered {
    Connection(ConnectionEvent),
    Subscription(Key, mpsc::Sender<SubscriptionEvent>, SubscriptionEvent),
}

impl Delivery {
    pub(super) fn new(connection: mpsc::Sender<ConnectionEvent>) -> Self {
        Self { queue: VecDeque::new(), connection }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    pub(super) fn connection(&mut self, event: ConnectionEvent) {
        if !self.queue.is_empty() {
            return self.queue.push_back(Undelivered::Connection(event));
        }
        if let Err(TrySendError::Full(event)) = self.connection.try_send(event) {
            self.queue.push_back(Undelivered::Connection(event));
        }
    }

    pub(super) fn subscription(
        &mut self,
        key: Key,
        to: &mpsc::Sender<SubscriptionEvent>,
        event: SubscriptionEvent,
    ) {
        let event = if self.queue.is_empty() {
            match to.try_send(event) {
                Ok(()) | Err(TrySendError::Closed(_)) => return,
                Err(TrySendError::Full(event)) => event,
            }
        } else {
            event
        };
        self.queue.push_back(Undelivered::Subscription(key, to.clone(), event));
    }

    /// Drops what a subscription did not take yet.
    pub(super) fn discard(&mut self, key: Key) {
        self.queue
            .retain(|event| !matches!(event, Undelivered::Subscription(of, ..) if *of == key));
    }

    /// Waits until the application has taken or given up the first event.
    /// Cancelling loses nothing.
    pub(super) async fn deliver_one(&mut self) {
        match self.queue.front() {
            Some(Undelivered::Connection(_)) => {
                let permit = self.connection.reserve().await;
                if let (Ok(permit), Some(Undelivered::Connection(event))) =
                    (permit, self.queue.pop_front())
                {
                    permit.send(event);
                }
            }
            Some(Undelivered::Subscription(_, to, _)) => {
                let permit = to.clone().reserve_owned().await;
                if let (Ok(permit), Some(Undelivered::Subscription(_, _, event))) =
                    (permit, self.queue.pop_front())
                {
                    permit.send(event);
                }
            }
            None => {}
        }
    }
}
