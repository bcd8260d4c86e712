use std::{
    collections::HashMap,
    hash::BuildHasher,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use foldhash::fast::RandomState;
use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

use super::leaves::{Leave, Leaves};
use crate::{
    hub::Hub,
    model::{Channel, ClientId, ClientInfo},
    telemetry::metrics::{MemberEvent, Metrics},
    wire,
};

/// How long a leave waits for its user to come back.
const LEAVE_DELAY: Duration = Duration::from_secs(3);

/// Parts that channels are spread over.
const SHARDS: usize = 64;

/// Leaves that may wait in one part. The oldest goes at once when there is no
/// room: a user who comes back then is announced, nobody is told wrong.
const MAX_WAITING: usize = 16 * 1024;

/// Tells channels who joins and who leaves.
///
/// Lock order: a shard, then the hub's locks.
pub(super) struct JoinLeave {
    hub: Arc<Hub>,
    metrics: Arc<Metrics>,
    shards: Box<[Mutex<Shard>]>,
    hasher: RandomState,
    /// Rings when the first leave of a shard begins to wait.
    bell: Notify,
}

/// A part of the channels. What is told to a channel is handed to the hub under
/// this lock, so that it arrives in the order in which it was decided.
#[derive(Debug, Default)]
struct Shard {
    /// Members of each channel, told or not; one counts until its leave is due.
    sizes: HashMap<Channel, usize, RandomState>,
    leaves: Leaves,
}

impl JoinLeave {
    pub(super) fn new(hub: Arc<Hub>, metrics: Arc<Metrics>) -> Self {
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        Self { hub, metrics, shards, hasher: RandomState::default(), bell: Notify::new() }
    }

    /// A client joins a channel, which is told up to `max_members`. True when
    /// the channel knows of it: to be handed to [`leave`](Self::leave).
    #[must_use = "a leave is told of those whose join was"]
    pub(super) fn join(
        &self,
        channel: &Channel,
        info: &ClientInfo,
        replaces: Option<&ClientId>,
        max_members: usize,
    ) -> bool {
        let mut shard = self.shard(channel);
        let is_connected = |client: &ClientId| self.hub.connections().client(client).is_some();
        let returned = shard.leaves.make_up(channel, info, replaces, is_connected);
        if returned.as_ref().is_some_and(|leave| leave.announced) {
            return true;
        }
        let size = shard.sizes.entry(channel.clone()).or_default();
        // Who comes back was counted all the time.
        *size += usize::from(returned.is_none());
        let announced = *size <= max_members;
        if announced {
            self.metrics.member_event(MemberEvent::Join);
            self.hub.broadcast_join_leave(channel, || wire::join_push(channel, info));
        }
        announced
    }

    /// A client has left a channel, which is told in a while if its join was
    /// `announced`.
    pub(super) fn leave(&self, channel: &Channel, info: &Arc<ClientInfo>, announced: bool) {
        let (channel, info, due) = (channel.clone(), info.clone(), Instant::now() + LEAVE_DELAY);
        let mut shard = self.shard(&channel);
        shard.leaves.add(Leave { channel, info, announced, due });
        if shard.leaves.len() > MAX_WAITING
            && let Some(oldest) = shard.leaves.pop()
        {
            self.push_leave(&mut shard, &oldest);
        }
        let is_first = shard.leaves.len() == 1;
        drop(shard);
        if is_first {
            self.bell.notify_one();
        }
    }

    /// Pushes each leave when it is due, for ever.
    pub(super) async fn push_leaves(&self) {
        loop {
            match self.push_due(Instant::now()) {
                Some(next_due) => sleep_until(next_due).await,
                None => self.bell.notified().await,
            }
        }
    }

    /// When the next one is due; none when none waits.
    fn push_due(&self, now: Instant) -> Option<Instant> {
        let next_due = self.shards.iter().filter_map(|shard| {
            let mut shard = lock(shard);
            while let Some(leave) = shard.leaves.pop_due(now) {
                self.push_leave(&mut shard, &leave);
            }
            shard.leaves.next_due()
        });
        next_due.min()
    }

    fn push_leave(&self, shard: &mut Shard, leave: &Leave) {
        let Leave { channel, info, announced, .. } = leave;
        if *announced {
            self.metrics.member_event(MemberEvent::Leave);
            self.hub.broadcast_join_leave(channel, || wire::leave_push(channel, info));
        }
        let Some(size) = shard.sizes.get_mut(channel) else { return };
        *size -= 1;
        if *size == 0 {
            shard.sizes.remove(channel);
        }
    }

    /// Nothing is kept of any channel.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.shards.iter().all(|shard| {
            let shard = lock(shard);
            shard.sizes.is_empty() && shard.leaves.is_empty()
        })
    }

    fn shard(&self, channel: &Channel) -> MutexGuard<'_, Shard> {
        lock(&self.shards[self.hasher.hash_one(channel) as usize % SHARDS])
    }
}

fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}
