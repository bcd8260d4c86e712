use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak},
};

use bytes::Bytes;

use crate::{
    model::{Channel, Epoch, SlowConsumer},
    telemetry::metrics::{Metrics, QueueDrop},
    wire::{self, Gap},
};

/// What a gap's frame has beside the names in it, at most.
const GAP_FIXED_BYTES: usize = 64;

/// Told when a lane loses what its client cannot be told of.
pub trait LaneOwner: fmt::Debug + Send + Sync {
    /// Continuity is lost. Called once, with the queue locked: must neither
    /// wait nor push.
    fn lost(self: Arc<Self>);
}

/// The droppable publications of one subscription in a connection's queue, and
/// what was dropped of them. Each subscription has a lane of its own, so that
/// nobody is told of an earlier one's gap.
#[derive(Debug)]
pub struct Lane {
    channel: Channel,
    policy: SlowConsumer,
    /// The client understands gaps.
    gaps: bool,
    owner: Weak<dyn LaneOwner>,
    metrics: Arc<Metrics>,
    epoch: OnceLock<Epoch>,
    /// Changed under the queue's lock only; its own is taken last.
    waiting: Mutex<Waiting>,
}

/// The part of a lane that its queue keeps.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// Offsets and frames, oldest first.
    pub(super) items: VecDeque<(u64, Bytes)>,
    /// The lane's turns in the queue: one for each item, and the oldest ones
    /// without an item where it was dropped.
    pub(super) turns: usize,
    /// Dropped since the last one that was sent.
    pub(super) gap: Option<Gap>,
    /// The gap has a place of its own in the queue.
    pub(super) gap_placed: bool,
    /// It is in the queue's list of lanes that can be conflated.
    pub(super) listed: bool,
    /// Continuity is lost: nothing is taken and nothing sent any more.
    pub(super) lost: bool,
}

impl Lane {
    /// A lane for publications of `channel` in a namespace that lets them be
    /// dropped. `gaps`: the client understands gaps; the owner of a lane whose
    /// client does not is told of the first loss instead.
    pub fn new(
        channel: Channel,
        policy: SlowConsumer,
        gaps: bool,
        owner: Weak<dyn LaneOwner>,
        metrics: Arc<Metrics>,
    ) -> Arc<Self> {
        let (epoch, waiting) = (OnceLock::new(), Mutex::default());
        Arc::new(Self { channel, policy, gaps, owner, metrics, epoch, waiting })
    }

    /// Says which history the offsets belong to, before the first push.
    pub fn start(&self, epoch: &Epoch) {
        let _ = self.epoch.set(epoch.clone());
    }

    /// True when nothing waits in it.
    pub fn is_idle(&self) -> bool {
        let waiting = self.lock();
        waiting.items.is_empty() && waiting.gap.is_none()
    }

    pub(super) fn policy(&self) -> SlowConsumer {
        self.policy
    }

    pub(super) fn is_lost(&self) -> bool {
        self.lock().lost
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a gap of this lane takes in the queue, at most.
    pub(super) fn gap_bytes(&self) -> usize {
        let epoch = self.epoch.get().map_or(0, |epoch| epoch.as_str().len());
        self.channel.as_str().len() + epoch + GAP_FIXED_BYTES
    }

    /// The gap's frame.
    pub(super) fn gap_frame(&self, gap: &Gap) -> Bytes {
        wire::gap_push(&self.channel, self.epoch.get(), gap)
    }

    /// Notes that a publication was dropped. False when the client cannot be
    /// told of it: everything else that waits is dropped too, then.
    pub(super) fn note(&self, waiting: &mut Waiting, offset: u64) -> bool {
        self.metrics.queue_drops(QueueDrop::Policy, 1);
        if self.gaps {
            waiting.gap.get_or_insert_default().extend(offset);
            return true;
        }
        self.metrics.queue_drops(QueueDrop::Policy, waiting.items.len() as u64);
        waiting.lost = true;
        if let Some(owner) = self.owner.upgrade() {
            owner.lost();
        }
        false
    }
}
