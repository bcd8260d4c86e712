use std::{collections::VecDeque, sync::Arc};

use bytes::Bytes;

use super::{
    chunk::{self, JOINED_BYTES},
    lane::{Lane, Waiting},
};
use crate::model::SlowConsumer;

/// What a waiting frame costs beside its bytes.
pub(super) const ITEM_OVERHEAD_BYTES: usize = 64;

/// Turns without an item that do not count yet.
const STALE_TURNS: usize = 64;

/// A burst's buffer is not kept for the life of an idle connection.
const KEPT_CAPACITY: usize = 64;

/// What waits to be sent. Everything is amortised O(1) per push: dropping the
/// oldest goes through the queue once, and what must stay is moved over to
/// `settled`, where nobody looks for droppable publications again.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Comes first. Nothing of a lane that drops its oldest, but its gap.
    settled: VecDeque<Item>,
    queue: VecDeque<Item>,
    /// Of everything that waits, with what each costs beside its bytes.
    bytes: usize,
    /// Of what waits in lanes.
    droppable_bytes: usize,
    gap_bytes: usize,
    /// Frames that wait, and gaps.
    len: usize,
    /// Turns in both queues.
    turns: usize,
    /// Turns whose items were dropped.
    stale: usize,
    /// Lanes that keep their latest and had more than one, each once.
    crowded: Vec<Arc<Lane>>,
}

/// As large as a frame alone: a queue may have thousands.
#[derive(Debug)]
pub(super) enum Item {
    /// Never dropped.
    Frame(Bytes),
    /// Something of a lane.
    Of(Arc<Lane>, Part),
}

const _: () = assert!(size_of::<Item>() == size_of::<Bytes>());

/// What of a lane comes at its place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The next publication, behind the gap if there is one.
    Turn,
    /// The gap, when nothing of the lane waits behind it.
    Gap,
}

/// How much may wait.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    pub(super) bytes: usize,
    pub(super) items: usize,
}

fn cost(frame: &Bytes) -> usize {
    frame.len() + ITEM_OVERHEAD_BYTES
}

impl Queue {
    /// Frames and gaps that wait.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// What they cost.
    pub(super) fn cost(&self) -> usize {
        self.bytes
    }

    #[cfg(test)]
    pub(super) fn turns(&self) -> usize {
        self.turns
    }

    /// Bytes of what waits and cannot be dropped.
    pub(super) fn firm_bytes(&self) -> usize {
        self.bytes - self.droppable_bytes
    }

    /// Whether a frame has room. One of any size has when it is alone.
    pub(super) fn fits(&self, frame: &Bytes, limit: Limit) -> bool {
        (self.bytes + cost(frame) <= limit.bytes && self.len < limit.items)
            || self.bytes == self.gap_bytes
    }

    pub(super) fn push(&mut self, frame: Bytes) {
        self.bytes += cost(&frame);
        self.len += 1;
        self.queue.push_back(Item::Frame(frame));
    }

    /// Queues a publication that may be dropped. False if its lane is lost.
    pub(super) fn push_droppable(&mut self, lane: &Arc<Lane>, offset: u64, frame: Bytes) -> bool {
        let mut waiting = lane.lock();
        if waiting.lost {
            return false;
        }
        self.bytes += cost(&frame);
        self.droppable_bytes += cost(&frame);
        self.len += 1;
        self.turns += 1;
        waiting.turns += 1;
        waiting.items.push_back((offset, frame));
        let crowds = lane.policy() == SlowConsumer::KeepLatest && waiting.items.len() > 1;
        if crowds && !waiting.listed {
            waiting.listed = true;
            self.crowded.push(lane.clone());
        }
        drop(waiting);
        self.queue.push_back(Item::Of(lane.clone(), Part::Turn));
        true
    }

    /// Drops what may be dropped until `frame` has room; `of` is the lane that
    /// it comes through. False when that is not enough.
    pub(super) fn make_room(
        &mut self,
        frame: &Bytes,
        of: Option<&Arc<Lane>>,
        limit: Limit,
    ) -> bool {
        self.conflate();
        if let Some(lane) = of.filter(|lane| lane.policy() == SlowConsumer::KeepLatest) {
            self.drop_all_but(lane, 0);
        }
        while !self.fits(frame, limit) {
            match self.queue.pop_front() {
                None => return false,
                Some(Item::Of(lane, Part::Turn)) if lane.policy() == SlowConsumer::DropOldest => {
                    self.drop_turn(&lane);
                }
                Some(other) => self.settled.push_back(other),
            }
        }
        self.forget_stale_turns();
        true
    }

    /// Leaves the newest to each lane that keeps its latest.
    fn conflate(&mut self) {
        for lane in std::mem::take(&mut self.crowded) {
            lane.lock().listed = false;
            self.drop_all_but(&lane, 1);
        }
    }

    fn drop_all_but(&mut self, lane: &Lane, kept: usize) {
        let mut waiting = lane.lock();
        while waiting.items.len() > kept {
            self.stale += 1;
            self.drop_oldest(lane, &mut waiting);
        }
    }

    /// Drops the publication whose turn was taken out of the queue.
    fn drop_turn(&mut self, lane: &Arc<Lane>) {
        let mut waiting = lane.lock();
        if self.take_turn(&mut waiting) {
            self.drop_oldest(lane, &mut waiting);
        }
        // The lane's next turn would tell of the gap.
        if waiting.gap.is_some() && waiting.turns == 0 && !waiting.gap_placed {
            waiting.gap_placed = true;
            self.settled.push_back(Item::Of(lane.clone(), Part::Gap));
        }
    }

    /// Takes a turn of a lane away. True if it has an item.
    fn take_turn(&mut self, waiting: &mut Waiting) -> bool {
        let has_item = waiting.turns <= waiting.items.len();
        self.turns -= 1;
        waiting.turns -= 1;
        if !has_item {
            self.stale -= 1;
        }
        has_item
    }

    fn drop_oldest(&mut self, lane: &Lane, waiting: &mut Waiting) {
        let Some((offset, _)) = self.take_item(waiting) else { return };
        let had_gap = waiting.gap.is_some();
        if !lane.note(waiting, offset) {
            while self.take_item(waiting).is_some() {
                self.stale += 1;
            }
        } else if !had_gap {
            self.bytes += lane.gap_bytes();
            self.gap_bytes += lane.gap_bytes();
            self.len += 1;
        }
    }

    fn take_item(&mut self, waiting: &mut Waiting) -> Option<(u64, Bytes)> {
        let (offset, frame) = waiting.items.pop_front()?;
        if waiting.items.is_empty() && waiting.items.capacity() > KEPT_CAPACITY {
            waiting.items = VecDeque::new();
        }
        self.bytes -= cost(&frame);
        self.droppable_bytes -= cost(&frame);
        self.len -= 1;
        Some((offset, frame))
    }

    fn take_gap(&mut self, lane: &Lane, waiting: &mut Waiting) -> Option<Bytes> {
        let gap = waiting.gap.take()?;
        self.bytes -= lane.gap_bytes();
        self.gap_bytes -= lane.gap_bytes();
        self.len -= 1;
        Some(lane.gap_frame(&gap))
    }

    /// Takes turns without items out when they are the most of the queue.
    fn forget_stale_turns(&mut self) {
        if self.stale <= STALE_TURNS || self.stale * 2 < self.settled.len() + self.queue.len() {
            return;
        }
        let (turns, stale) = (&mut self.turns, &mut self.stale);
        let mut is_used = |item: &Item| {
            let Item::Of(lane, Part::Turn) = item else { return true };
            let mut waiting = lane.lock();
            // A lane's oldest turns are those without items; a gap needs one.
            let needed = waiting.items.len().max(usize::from(waiting.gap.is_some()));
            let used = waiting.turns <= needed;
            if !used {
                waiting.turns -= 1;
                *turns -= 1;
                *stale -= 1;
            }
            used
        };
        self.settled.retain(&mut is_used);
        self.queue.retain(&mut is_used);
    }

    /// The next chunk to send.
    pub(super) fn next_chunk(&mut self) -> Option<Bytes> {
        if self.turns > 0 || !self.settled.is_empty() {
            return self.next_of_lanes();
        }
        let (chunk, frames) = chunk::next(&mut self.queue)?;
        self.bytes -= chunk.len() + frames * ITEM_OVERHEAD_BYTES;
        self.len -= frames;
        self.rest_if_empty();
        Some(chunk)
    }

    fn next_of_lanes(&mut self) -> Option<Bytes> {
        let mut frames = Vec::new();
        let mut bytes = 0;
        while let Some(next) = self.next_bytes() {
            if !frames.is_empty() && bytes + next > JOINED_BYTES {
                break;
            }
            bytes += next;
            self.pop_into(&mut frames);
        }
        self.rest_if_empty();
        chunk::join(frames)
    }

    /// Bytes of what comes next, at most; 0 for a turn without an item.
    fn next_bytes(&self) -> Option<usize> {
        let gap = |lane: &Lane, gap: bool| if gap { lane.gap_bytes() } else { 0 };
        Some(match self.settled.front().or_else(|| self.queue.front())? {
            Item::Frame(frame) => frame.len(),
            Item::Of(lane, Part::Gap) => gap(lane, lane.lock().gap.is_some()),
            Item::Of(lane, Part::Turn) => {
                let waiting = lane.lock();
                let item = waiting.items.front().map_or(0, |(_, frame)| frame.len());
                item + gap(lane, waiting.gap.is_some())
            }
        })
    }

    fn pop_into(&mut self, frames: &mut Vec<Bytes>) {
        let Some(item) = self.settled.pop_front().or_else(|| self.queue.pop_front()) else {
            return;
        };
        match item {
            Item::Frame(frame) => {
                self.bytes -= cost(&frame);
                self.len -= 1;
                frames.push(frame);
            }
            Item::Of(lane, Part::Gap) => {
                let mut waiting = lane.lock();
                waiting.gap_placed = false;
                frames.extend(self.take_gap(&lane, &mut waiting));
            }
            Item::Of(lane, Part::Turn) => {
                let mut waiting = lane.lock();
                frames.extend(self.take_gap(&lane, &mut waiting));
                if self.take_turn(&mut waiting) {
                    frames.extend(self.take_item(&mut waiting).map(|(_, frame)| frame));
                }
            }
        }
    }

    fn rest_if_empty(&mut self) {
        if !self.queue.is_empty() || !self.settled.is_empty() {
            return;
        }
        for lane in self.crowded.drain(..) {
            lane.lock().listed = false;
        }
        for queue in [&mut self.settled, &mut self.queue] {
            if queue.capacity() > KEPT_CAPACITY {
                *queue = VecDeque::new();
            }
        }
    }

    /// Frees everything that waits. Returns how many frames and gaps that were.
    pub(super) fn clear(&mut self) -> usize {
        let cleared = std::mem::take(self);
        for item in cleared.settled.into_iter().chain(cleared.queue) {
            if let Item::Of(lane, _) = item {
                *lane.lock() = Waiting::default();
            }
        }
        cleared.len
    }
}
