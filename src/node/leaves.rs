use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use tokio::time::Instant;

use crate::model::{Channel, ClientId, ClientInfo, UserId};

/// A leave that waits for its time.
#[derive(Debug)]
pub(super) struct Leave {
    pub(super) channel: Channel,
    pub(super) info: Arc<ClientInfo>,
    /// The channel was told of the join, and so is of the leave.
    pub(super) announced: bool,
    pub(super) due: Instant,
}

/// Leaves that wait, in the order of their coming, which is that of their time.
#[derive(Debug, Default)]
pub(super) struct Leaves {
    next: u64,
    waiting: BTreeMap<u64, Leave>,
    by_client: BTreeSet<(Channel, ClientId, u64)>,
    /// Without those of anonymous users, who have nothing in common.
    by_user: BTreeSet<(Channel, UserId, u64)>,
}

impl Leaves {
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.by_client.is_empty() && self.by_user.is_empty()
    }

    pub(super) fn next_due(&self) -> Option<Instant> {
        self.waiting.first_key_value().map(|(_, leave)| leave.due)
    }

    pub(super) fn add(&mut self, leave: Leave) {
        let place = self.next;
        self.next += 1;
        let Leave { channel, info, .. } = &leave;
        self.by_client.insert((channel.clone(), info.client.clone(), place));
        if !info.user.as_str().is_empty() {
            self.by_user.insert((channel.clone(), info.user.clone(), place));
        }
        self.waiting.insert(place, leave);
    }

    /// Takes the leave away that `info`, coming into the channel, makes up
    /// for: its own, or that of the client it replaces, or the oldest of its
    /// user.
    ///
    /// Observers go on knowing the user by the client that has left. So a
    /// client that `may_return` under its id is spared: they would take its
    /// second join for the first.
    pub(super) fn make_up(
        &mut self,
        channel: &Channel,
        info: &ClientInfo,
        replaces: Option<&ClientId>,
        may_return: impl Fn(&ClientId) -> bool,
    ) -> Option<Leave> {
        let place = self
            .of_client(channel, &info.client, &info.user)
            .or_else(|| self.of_client(channel, replaces?, &info.user))
            .or_else(|| self.of_user(channel, &info.user, may_return));
        place.and_then(|place| self.remove(place))
    }

    /// The oldest leave, if it is due at `now`.
    pub(super) fn pop_due(&mut self, now: Instant) -> Option<Leave> {
        let (place, leave) = self.waiting.first_key_value()?;
        (leave.due <= now).then_some(*place).and_then(|place| self.remove(place))
    }

    /// The oldest leave.
    pub(super) fn pop(&mut self) -> Option<Leave> {
        let (place, _) = self.waiting.first_key_value()?;
        self.remove(*place)
    }

    fn of_client(&self, channel: &Channel, client: &ClientId, user: &UserId) -> Option<u64> {
        let key = |place| (channel.clone(), client.clone(), place);
        let (.., place) = self.by_client.range(key(0)..=key(u64::MAX)).next()?;
        // Nobody makes up for another user, whatever it says it replaces.
        self.waiting.get(place).filter(|leave| leave.info.user == *user).map(|_| *place)
    }

    fn of_user(
        &self,
        channel: &Channel,
        user: &UserId,
        may_return: impl Fn(&ClientId) -> bool,
    ) -> Option<u64> {
        let key = |place| (channel.clone(), user.clone(), place);
        let mut places = self.by_user.range(key(0)..=key(u64::MAX)).map(|(.., place)| *place);
        places.find(|place| {
            self.waiting.get(place).is_some_and(|leave| !may_return(&leave.info.client))
        })
    }

    fn remove(&mut self, place: u64) -> Option<Leave> {
        let leave = self.waiting.remove(&place)?;
        let Leave { channel, info, .. } = &leave;
        self.by_client.remove(&(channel.clone(), info.client.clone(), place));
        self.by_user.remove(&(channel.clone(), info.user.clone(), place));
        Some(leave)
    }
}
