use std::collections::{HashMap, VecDeque};

use tokio::sync::oneshot;

use super::{RequestError, subscription::Key, tokens::Holder};
use crate::pb::client::{
    Command, HistoryRequest, PresenceRequest, PresenceStatsRequest, PublishRequest,
    UnsubscribeRequest, command, reply,
};

/// Where the reply to an application's request goes.
pub(super) type ReplyTo = oneshot::Sender<Result<reply::Result, RequestError>>;

/// A request of the application that is one command.
pub(super) enum Ask {
    Publish(PublishRequest),
    History(HistoryRequest),
    Presence(PresenceRequest),
    PresenceStats(PresenceStatsRequest),
    Unsubscribe(UnsubscribeRequest),
}

/// Who waits for a reply.
pub(super) enum Waiter {
    Application(ReplyTo),
    Subscription(Key),
    /// Of a token, for the reply to a refresh or sub_refresh command.
    Renewal(Holder),
    Nobody,
}

/// Commands that wait for a connection and those that wait for their replies.
pub(super) struct Commands {
    waiting: VecDeque<(Ask, ReplyTo)>,
    in_flight: HashMap<u32, Waiter>,
    last_id: u32,
    limit: usize,
}

/// Id of the connect command.
pub(super) const CONNECT_ID: u32 = 1;

impl Commands {
    pub(super) fn new(limit: usize) -> Self {
        Self { waiting: VecDeque::new(), in_flight: HashMap::new(), last_id: CONNECT_ID, limit }
    }

    /// Refuses when too many are under way, not counting those whose callers
    /// have given up.
    pub(super) fn admit(&mut self, reply: ReplyTo) -> Option<ReplyTo> {
        if self.waiting.len() + self.in_flight.len() >= self.limit {
            self.waiting.retain(|(_, reply)| !reply.is_closed());
            self.in_flight.retain(
                |_, waiter| !matches!(waiter, Waiter::Application(reply) if reply.is_closed()),
            );
        }
        if self.waiting.len() + self.in_flight.len() < self.limit {
            return Some(reply);
        }
        let _ = reply.send(Err(RequestError::TooManyPending { limit: self.limit }));
        None
    }

    /// Keeps a request until there is a connection.
    pub(super) fn wait(&mut self, ask: Ask, reply: ReplyTo) {
        self.waiting.push_back((ask, reply));
    }

    /// What waited for the connection that is now there, as commands.
    pub(super) fn release(&mut self) -> Vec<Command> {
        let waiting = std::mem::take(&mut self.waiting);
        let wanted = waiting.into_iter().filter(|(_, reply)| !reply.is_closed());
        wanted.map(|(ask, reply)| self.command(ask.into(), Waiter::Application(reply))).collect()
    }

    /// A command with a fresh id, whose reply goes to `waiter`.
    pub(super) fn command(&mut self, request: command::Request, waiter: Waiter) -> Command {
        loop {
            self.last_id = self.last_id.wrapping_add(1);
            if self.last_id > CONNECT_ID && !self.in_flight.contains_key(&self.last_id) {
                break;
            }
        }
        self.in_flight.insert(self.last_id, waiter);
        Command { id: self.last_id, request: Some(request) }
    }

    /// Who waits for the reply to command `id`.
    pub(super) fn take(&mut self, id: u32) -> Option<Waiter> {
        self.in_flight.remove(&id)
    }

    /// The connection ended: no reply will come, and nobody knows what became
    /// of the commands.
    pub(super) fn fail_in_flight(&mut self) {
        for (_, waiter) in self.in_flight.drain() {
            if let Waiter::Application(reply) = waiter {
                let _ = reply.send(Err(RequestError::ConnectionLost));
            }
        }
        self.last_id = CONNECT_ID;
    }

    /// There will be no connection any more.
    pub(super) fn drop_waiting(&mut self) {
        self.waiting.clear();
    }
}

impl From<Ask> for command::Request {
    fn from(ask: Ask) -> Self {
        match ask {
            Ask::Publish(request) => Self::Publish(request),
            Ask::History(request) => Self::History(request),
            Ask::Presence(request) => Self::Presence(request),
            Ask::PresenceStats(request) => Self::PresenceStats(request),
            Ask::Unsubscribe(request) => Self::Unsubscribe(request),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history() -> Ask {
        Ask::History(HistoryRequest::default())
    }

    #[test]
    fn ids_skip_zero_the_connect_command_and_those_in_flight() {
        let mut commands = Commands::new(10);
        let first = commands.command(history().into(), Waiter::Nobody).id;
        assert_eq!(first, 2);
        commands.last_id = u32::MAX;
        assert_eq!(commands.command(history().into(), Waiter::Nobody).id, 3);
    }

    #[test]
    fn the_limit_counts_only_requests_that_somebody_waits_for() {
        let mut commands = Commands::new(2);
        let mut receivers: Vec<_> = (0..2)
            .map(|_| {
                let (reply, receiver) = oneshot::channel();
                let reply = commands.admit(reply).unwrap();
                commands.wait(history(), reply);
                receiver
            })
            .collect();
        let (reply, mut refused) = oneshot::channel();
        assert!(commands.admit(reply).is_none());
        assert_eq!(
            refused.try_recv().unwrap().unwrap_err(),
            RequestError::TooManyPending { limit: 2 }
        );

        receivers.pop();
        let (reply, _receiver) = oneshot::channel();
        assert!(commands.admit(reply).is_some());
        assert_eq!(commands.release().len(), 1, "who gave up is not sent");
    }

    #[test]
    fn what_is_in_flight_fails_with_the_connection_and_what_waits_stays() {
        let mut commands = Commands::new(2);
        let (reply, mut sent) = oneshot::channel();
        commands.command(history().into(), Waiter::Application(reply));
        let (reply, mut waiting) = oneshot::channel();
        commands.wait(history(), reply);
        commands.fail_in_flight();
        assert_eq!(sent.try_recv().unwrap().unwrap_err(), RequestError::ConnectionLost);
        assert!(waiting.try_recv().is_err());
        assert_eq!(commands.release().len(), 1);
    }
}
