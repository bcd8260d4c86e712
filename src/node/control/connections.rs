use std::sync::Arc;

use futures_util::future::join_all;
use tokio::time::Instant;

use super::{
    Visible,
    ask::{ANSWER_WITHIN, Answer, ask},
    channels::page_size,
};
use crate::{
    hub::{Connection, ConnectionState, Order, SubscriptionState},
    model::{ClientId, UserId},
    node::{Node, NodeError},
    wire::REPLY_BUDGET_BYTES,
};

/// Most connections of one page.
const MAX_CONNECTIONS_PAGE: usize = 1_000;

/// Connections of a page when its caller does not say how many.
const DEFAULT_PAGE: usize = 100;

/// Connections that are asked at once: what they tell is in memory together.
const SLICE: usize = 32;

/// What a connection and a subscription take in an answer beside their texts.
const CONNECTION_BYTES: usize = 96;
const SUBSCRIPTION_BYTES: usize = 64;

/// Which connections are asked for.
pub struct ConnectionsCommand<'a> {
    /// Of this user only.
    pub user: Option<UserId>,
    /// This one only.
    pub client: Option<ClientId>,
    /// Most connections of the page; 0 leaves it to the server.
    pub page_size: usize,
    /// Where the page before ended.
    pub after: Option<ClientId>,
    /// Subscriptions in which namespaces the caller may see.
    pub visible: Visible<'a>,
}

/// A page of connections, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionsPage {
    /// The connections.
    pub connections: Vec<ConnectionReport>,
    /// Where the next page begins; none when this is the last.
    pub next: Option<ClientId>,
}

/// What is known of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionReport {
    /// What its session says.
    State {
        /// Its subscriptions are in the order of channels.
        state: Box<ConnectionState>,
        /// There are more of them than fit into an answer.
        truncated: bool,
    },
    /// It did not answer in time.
    Busy {
        /// Its public id.
        client: ClientId,
        /// Its user; empty when anonymous.
        user: UserId,
        /// Bytes that wait to be sent.
        queued_bytes: usize,
        /// Messages that wait to be sent.
        queued_messages: usize,
    },
}

impl Node {
    /// Lists open connections and what they are doing. A page is cut where the
    /// answer is full or the time is over.
    ///
    /// # Errors
    /// [`NodeError::Invalid`] for a page size that cannot be used.
    pub async fn connections(
        &self,
        command: ConnectionsCommand<'_>,
    ) -> Result<ConnectionsPage, NodeError> {
        let limit = page_size(command.page_size, DEFAULT_PAGE, MAX_CONNECTIONS_PAGE)?;
        // One more tells whether there is a next page.
        let mut found = self.found(&command, limit + 1);
        let mut more = found.len() > limit;
        found.truncate(limit);
        let deadline = Instant::now() + ANSWER_WITHIN;
        let (mut connections, mut last, mut room) = (Vec::new(), None, REPLY_BUDGET_BYTES);
        let mut found = found.into_iter().peekable();
        'page: while found.peek().is_some() {
            if !connections.is_empty() && Instant::now() >= deadline {
                more = true;
                break;
            }
            let slice = found.by_ref().take(SLICE).map(|connection| describe(connection, deadline));
            for (client, report) in join_all(slice).await {
                let Some(mut report) = report else {
                    last = Some(client);
                    continue;
                };
                self.prepare(&mut report, command.visible);
                let weight = report.cut(REPLY_BUDGET_BYTES);
                if weight > room && !connections.is_empty() {
                    more = true;
                    break 'page;
                }
                room = room.saturating_sub(weight);
                connections.push(report);
                last = Some(client);
            }
        }
        Ok(ConnectionsPage { connections, next: last.filter(|_| more) })
    }

    fn found(&self, command: &ConnectionsCommand<'_>, limit: usize) -> Vec<Arc<Connection>> {
        let connections = self.hub.connections();
        let (user, after) = (command.user.as_ref(), command.after.as_ref());
        let mut found = match (&command.client, user) {
            (Some(client), _) => connections.client(client).into_iter().collect(),
            (None, Some(user)) => connections.user(user),
            (None, None) => return connections.page(after, limit),
        };
        found.retain(|connection| {
            user.is_none_or(|user| connection.user() == user)
                && after.is_none_or(|after| connection.client() > after)
        });
        found.sort_unstable_by(|a, b| a.client().cmp(b.client()));
        found.truncate(limit);
        found
    }

    fn prepare(&self, report: &mut ConnectionReport, visible: Visible<'_>) {
        let ConnectionReport::State { state, .. } = report else { return };
        state.subscriptions.retain(|s| visible(&self.namespace_of(&s.channel)));
        state.subscriptions.sort_unstable_by(|a, b| a.channel.as_str().cmp(b.channel.as_str()));
    }
}

/// None when the session has ended.
async fn describe(
    connection: Arc<Connection>,
    deadline: Instant,
) -> (ClientId, Option<ConnectionReport>) {
    let client = connection.client().clone();
    // Nothing is held while the session is asked: it may end.
    let looked_at = Arc::downgrade(&connection);
    let report = match ask(connection, deadline, Order::Describe).await {
        Answer::Done(state) => {
            Some(ConnectionReport::State { state: state.into(), truncated: false })
        }
        Answer::Ended => None,
        Answer::Busy => looked_at.upgrade().map(|connection| {
            let (queued_messages, queued_bytes) = connection.queued();
            ConnectionReport::Busy {
                client: client.clone(),
                user: connection.user().clone(),
                queued_bytes,
                queued_messages,
            }
        }),
    };
    (client, report)
}

impl ConnectionReport {
    /// Drops subscriptions that do not fit into `room`. Returns what is left.
    fn cut(&mut self, room: usize) -> usize {
        let (state, truncated) = match self {
            Self::Busy { client, user, .. } => {
                return CONNECTION_BYTES + client.as_str().len() + user.as_str().len();
            }
            Self::State { state, truncated } => (state, truncated),
        };
        let mut weight = weight(state);
        let fits = state.subscriptions.iter().take_while(|subscription| {
            let next = weight + subscription_weight(subscription);
            let fits = next <= room;
            if fits {
                weight = next;
            }
            fits
        });
        let fits = fits.count();
        *truncated = fits < state.subscriptions.len();
        state.subscriptions.truncate(fits);
        weight
    }
}

fn weight(state: &ConnectionState) -> usize {
    let texts = [state.client.as_str(), state.user.as_str(), &state.name, &state.version];
    let capabilities: usize = state.capabilities.iter().map(|text| text.len() + 8).sum();
    let texts: usize = texts.iter().map(|text| text.len()).sum();
    CONNECTION_BYTES + texts + state.meta.len() + state.info.len() + capabilities
}

fn subscription_weight(subscription: &SubscriptionState) -> usize {
    let epoch = subscription.position.as_ref().map_or(0, |position| position.epoch.as_str().len());
    SUBSCRIPTION_BYTES + subscription.channel.as_str().len() + epoch
}
