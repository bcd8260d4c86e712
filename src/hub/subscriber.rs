use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError, Weak,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use bytes::Bytes;

use super::{Losses, mailbox::Broadcast};
use crate::{
    model::{Channel, SlowConsumer, StreamPosition, Tags},
    outbound::{Lane, LaneOwner, Outbound, Pushed},
    policy::TagsFilter,
    recovery::{Gate, GateLimits, Offered, Opened},
    telemetry::metrics::Metrics,
    wire,
};

/// Where a subscriber stands that is in no list.
pub(super) const NO_SLOT: usize = usize::MAX;

/// One subscription of one session, as the hub sees it. Each subscription of a
/// session is a subscriber of its own, so that what is on its way to an earlier
/// one of the same channel never reaches a later one.
#[derive(Debug)]
pub struct Subscriber {
    channel: Channel,
    worker: usize,
    gate: Mutex<Gate>,
    /// The client is told that it is subscribed; changed under the gate's lock.
    replied: AtomicBool,
    outbound: Arc<Outbound>,
    losses: Arc<Losses>,
    positioned: bool,
    /// It gets joins and leaves.
    join_leave: bool,
    /// None where publications are never dropped.
    lane: Option<Arc<Lane>>,
    filter: Option<Arc<TagsFilter>>,
    /// Index in the worker's list; changed only under that list's lock.
    slot: AtomicUsize,
}

/// What a subscriber is given, and how.
#[derive(Debug, Default)]
pub struct Reception {
    /// False where the periodic check of positions was neither forced nor asked
    /// for; what a live publication proves to be missing is told all the same.
    pub positioned: bool,
    /// It gets joins and leaves.
    pub join_leave: bool,
    /// What its publications do when the queue is full.
    pub slow_consumer: SlowConsumer,
    /// The client understands gaps.
    pub gap_support: bool,
    /// Which publications it wants; none for all.
    pub filter: Option<Arc<TagsFilter>>,
    /// Counts what is dropped.
    pub metrics: Arc<Metrics>,
}

/// What came of a delivery to one subscriber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivered {
    /// Queued for sending.
    Sent,
    /// Held, kept back, known, or nobody to send to.
    Not,
    /// The queue is full.
    Overflow,
}

impl Subscriber {
    /// A subscriber on runtime thread `worker` with a closed gate.
    pub fn new(
        channel: Channel,
        worker: usize,
        limits: GateLimits,
        reception: Reception,
        outbound: Arc<Outbound>,
        losses: Arc<Losses>,
    ) -> Arc<Self> {
        let Reception { positioned, join_leave, slow_consumer, gap_support, filter, metrics } =
            reception;
        Arc::new_cyclic(|this: &Weak<Self>| {
            let lane = (slow_consumer != SlowConsumer::Disconnect).then(|| {
                Lane::new(channel.clone(), slow_consumer, gap_support, this.clone(), metrics)
            });
            Self {
                channel,
                worker,
                gate: Mutex::new(Gate::holding(limits)),
                replied: AtomicBool::new(false),
                outbound,
                losses,
                positioned,
                join_leave,
                lane,
                filter,
                slot: AtomicUsize::new(NO_SLOT),
            }
        })
    }

    /// The channel.
    pub fn channel(&self) -> &Channel {
        &self.channel
    }

    /// The runtime thread that delivers to it.
    pub fn worker(&self) -> usize {
        self.worker
    }

    /// Where it stands; none without history or while its gate is closed.
    pub fn position(&self) -> Option<StreamPosition> {
        self.gate().position().cloned()
    }

    /// True when its position is checked periodically.
    pub fn is_positioned(&self) -> bool {
        self.positioned
    }

    /// True when it gets joins and leaves.
    pub fn wants_join_leave(&self) -> bool {
        self.join_leave
    }

    /// What it wants; none for everything.
    pub fn filter(&self) -> Option<&TagsFilter> {
        self.filter.as_deref()
    }

    /// True for a publication with these tags.
    pub fn wants<'a>(&self, tags: impl FnOnce() -> &'a Tags) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.matches(tags()))
    }

    /// Before opening: what the client was sent makes it know that it is at
    /// `offset`, and no further.
    pub fn tell(&self, offset: u64) {
        self.gate().tell(offset);
    }

    /// Queues the position if only what the filter keeps back has moved it since
    /// the client was told one. Behind publications that may still be dropped
    /// it waits for the next time.
    pub fn push_position(&self) -> Pushed {
        if self.filter.is_none() {
            return Pushed::Queued;
        }
        // Locked until it is queued: no later publication overtakes.
        let mut gate = self.gate();
        if self.lane.as_ref().is_some_and(|lane| !lane.is_idle()) {
            return Pushed::Queued;
        }
        match gate.untold() {
            Some(position) => {
                self.outbound.push_control(wire::position_push(&self.channel, &position))
            }
            None => Pushed::Queued,
        }
    }

    /// Lets live publications through behind `position`, those held back
    /// first. When continuity is lost already, the session is told.
    /// Returns how many were held back.
    pub fn open(self: &Arc<Self>, position: Option<StreamPosition>) -> usize {
        if let (Some(lane), Some(position)) = (&self.lane, &position) {
            lane.start(&position.epoch);
        }
        let mut gate = self.gate();
        let Opened::Held(held) = gate.open(position) else {
            drop(gate);
            self.losses.report(self);
            return 0;
        };
        let count = held.len();
        for (offset, frame) in held {
            if self.push(offset, frame) == Pushed::Overflow {
                gate.lose();
                drop(gate);
                self.losses.report(self);
                return count;
            }
        }
        count
    }

    fn push(&self, offset: u64, frame: Bytes) -> Pushed {
        match &self.lane {
            None => self.outbound.push_publication(frame),
            Some(lane) => self.outbound.push_droppable(lane, offset, frame),
        }
    }

    pub(super) fn deliver(self: &Arc<Self>, broadcast: &Broadcast) -> Delivered {
        let Broadcast { epoch, offset, frame, .. } = broadcast;
        let wanted = self.wants(|| broadcast.tags()).then_some(frame);
        // The gate stays locked while the frame is queued: nobody overtakes.
        let mut gate = self.gate();
        match gate.offer(epoch.as_ref(), *offset, wanted) {
            Offered::Deliver => match self.push(*offset, frame.clone()) {
                Pushed::Queued => Delivered::Sent,
                Pushed::Overflow => Delivered::Overflow,
                Pushed::Ended | Pushed::Lost => Delivered::Not,
            },
            Offered::Nothing => Delivered::Not,
            Offered::Lost => {
                drop(gate);
                self.losses.report(self);
                Delivered::Not
            }
        }
    }

    /// The client's answer is queued: joins and leaves may follow, while
    /// publications may still be held back for what it recovers.
    pub fn replied(&self) {
        let _gate = self.gate();
        self.replied.store(true, Ordering::Relaxed);
    }

    /// A join or leave: for those who want it, and not before the client knows
    /// that it is subscribed.
    pub(super) fn deliver_join_leave(&self, frame: &Bytes) -> Delivered {
        if !self.join_leave {
            return Delivered::Not;
        }
        let gate = self.gate();
        let is_told = self.replied.load(Ordering::Relaxed) && gate.is_holding();
        if gate.is_open() || is_told { self.queue(frame) } else { Delivered::Not }
    }

    fn queue(&self, frame: &Bytes) -> Delivered {
        match self.outbound.push_publication(frame.clone()) {
            Pushed::Queued => Delivered::Sent,
            Pushed::Overflow => Delivered::Overflow,
            Pushed::Ended | Pushed::Lost => Delivered::Not,
        }
    }

    pub(super) fn check(self: &Arc<Self>, newest: &StreamPosition) {
        if self.positioned && !self.gate().has_reached(newest) {
            self.losses.report(self);
        }
    }

    /// Something on the way to it was dropped inside the server.
    pub fn lose(self: &Arc<Self>) {
        if self.gate().lose() {
            self.losses.report(self);
        }
    }

    pub(super) fn outbound(&self) -> &Outbound {
        &self.outbound
    }

    pub(super) fn slot(&self) -> usize {
        self.slot.load(Ordering::Relaxed)
    }

    pub(super) fn set_slot(&self, slot: usize) {
        self.slot.store(slot, Ordering::Relaxed);
    }

    fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The queue has dropped what the client cannot be told of as a gap.
impl LaneOwner for Subscriber {
    fn lost(self: Arc<Self>) {
        // The gate may be locked by who pushed; the lane takes nothing more.
        self.losses.report(&self);
    }
}
