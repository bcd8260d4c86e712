use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;

use super::Losses;
use crate::{
    model::{Channel, Epoch, StreamPosition},
    outbound::{Outbound, Pushed},
    recovery::{Gate, GateLimits, Offered, Opened},
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
    outbound: Arc<Outbound>,
    losses: Arc<Losses>,
    /// False where the periodic check of positions was neither forced nor asked
    /// for; what a live publication proves to be missing is told all the same.
    positioned: bool,
    /// It gets joins and leaves.
    join_leave: bool,
    /// Index in the worker's list; changed only under that list's lock.
    slot: AtomicUsize,
}

/// What came of a delivery to one subscriber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivered {
    /// Queued for sending.
    Sent,
    /// Held back, known, or nobody to send to.
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
        positioned: bool,
        join_leave: bool,
        outbound: Arc<Outbound>,
        losses: Arc<Losses>,
    ) -> Arc<Self> {
        Arc::new(Self {
            channel,
            worker,
            gate: Mutex::new(Gate::holding(limits)),
            outbound,
            losses,
            positioned,
            join_leave,
            slot: AtomicUsize::new(NO_SLOT),
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

    /// Lets live publications through behind `position`, those held back
    /// first. When continuity is lost already, the session is told.
    /// Returns how many were held back.
    pub fn open(self: &Arc<Self>, position: Option<StreamPosition>) -> usize {
        let mut gate = self.gate();
        let Opened::Frames(frames) = gate.open(position) else {
            drop(gate);
            self.losses.report(self.clone());
            return 0;
        };
        let held = frames.len();
        for frame in frames {
            if self.outbound.push_publication(frame) == Pushed::Overflow {
                gate.lose();
                drop(gate);
                self.losses.report(self.clone());
                return held;
            }
        }
        held
    }

    pub(super) fn deliver(
        self: &Arc<Self>,
        epoch: Option<&Epoch>,
        offset: u64,
        frame: &Bytes,
    ) -> Delivered {
        // The gate stays locked while the frame is queued: nobody overtakes.
        let mut gate = self.gate();
        match gate.offer(epoch, offset, frame) {
            Offered::Deliver => self.queue(frame),
            Offered::Nothing => Delivered::Not,
            Offered::Lost => {
                drop(gate);
                self.losses.report(self.clone());
                Delivered::Not
            }
        }
    }

    /// A join or leave: for those who want it, and not before the client knows
    /// that it is subscribed.
    pub(super) fn deliver_join_leave(&self, frame: &Bytes) -> Delivered {
        if !self.join_leave {
            return Delivered::Not;
        }
        let gate = self.gate();
        if gate.is_open() { self.queue(frame) } else { Delivered::Not }
    }

    fn queue(&self, frame: &Bytes) -> Delivered {
        match self.outbound.push_publication(frame.clone()) {
            Pushed::Queued => Delivered::Sent,
            Pushed::Overflow => Delivered::Overflow,
            Pushed::Ended => Delivered::Not,
        }
    }

    pub(super) fn check(self: &Arc<Self>, newest: &StreamPosition) {
        if self.positioned && !self.gate().has_reached(newest) {
            self.losses.report(self.clone());
        }
    }

    /// Something on the way to it was dropped inside the server.
    pub fn lose(self: &Arc<Self>) {
        if self.gate().lose() {
            self.losses.report(self.clone());
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
