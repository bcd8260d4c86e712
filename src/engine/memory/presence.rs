use std::{
    collections::{BTreeMap, HashMap},
    ops::Bound::{Excluded, Unbounded},
    sync::Arc,
};

use async_trait::async_trait;
use foldhash::fast::RandomState;

use crate::{
    engine::{BrokerError, Presence, PresencePage, PresenceStats, shards::Shards},
    model::{Channel, ClientId, ClientInfo, UserId},
};

/// Who is in which channel, of one node.
#[derive(Default)]
pub struct MemoryPresence {
    channels: Shards<HashMap<Channel, Members, RandomState>>,
}

impl MemoryPresence {
    /// Nothing is kept of any channel.
    #[cfg(test)]
    pub fn is_empty(&self) -> bool {
        self.channels.all().all(|channels| crate::engine::shards::lock(channels).is_empty())
    }
}

/// Those who are in a channel.
#[derive(Debug, Default)]
struct Members {
    clients: BTreeMap<ClientId, Arc<ClientInfo>>,
    /// How many connections each user has here.
    users: HashMap<UserId, u32, RandomState>,
}

impl Members {
    fn add(&mut self, info: &Arc<ClientInfo>) {
        *self.users.entry(info.user.clone()).or_default() += 1;
        if let Some(before) = self.clients.insert(info.client.clone(), info.clone()) {
            self.forget(&before.user);
        }
    }

    fn remove(&mut self, client: &ClientId) {
        if let Some(info) = self.clients.remove(client) {
            self.forget(&info.user);
        }
    }

    fn forget(&mut self, user: &UserId) {
        let Some(connections) = self.users.get_mut(user) else { return };
        *connections -= 1;
        if *connections == 0 {
            self.users.remove(user);
        }
    }

    fn page(&self, after: Option<&ClientId>, limit: usize) -> PresencePage {
        let from = after.map_or(Unbounded, Excluded);
        let mut behind = self.clients.range::<ClientId, _>((from, Unbounded));
        let clients = behind.by_ref().take(limit).map(|(_, info)| info.clone()).collect();
        PresencePage { clients, more: behind.next().is_some() }
    }

    fn stats(&self) -> PresenceStats {
        let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        PresenceStats { clients: count(self.clients.len()), users: count(self.users.len()) }
    }
}

#[async_trait]
impl Presence for MemoryPresence {
    fn add(&self, channel: &Channel, info: &Arc<ClientInfo>) {
        self.channels.lock(channel).entry(channel.clone()).or_default().add(info);
    }

    fn remove(&self, channel: &Channel, client: &ClientId) {
        let mut channels = self.channels.lock(channel);
        let Some(members) = channels.get_mut(channel) else { return };
        members.remove(client);
        if members.clients.is_empty() {
            channels.remove(channel);
        }
    }

    async fn page(
        &self,
        channel: &Channel,
        after: Option<&ClientId>,
        limit: usize,
    ) -> Result<PresencePage, BrokerError> {
        let channels = self.channels.lock(channel);
        Ok(channels.get(channel).map(|members| members.page(after, limit)).unwrap_or_default())
    }

    async fn stats(&self, channel: &Channel) -> Result<PresenceStats, BrokerError> {
        Ok(self.channels.lock(channel).get(channel).map(Members::stats).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::conformance::{self, PresenceHarness};

    fn memory() -> PresenceHarness {
        let presence = Arc::new(MemoryPresence::default());
        PresenceHarness {
            presence: presence.clone(),
            is_empty: Box::new(move || presence.is_empty()),
        }
    }

    conformance::presence_suite!(memory);
}
