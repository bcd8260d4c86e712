use std::{cmp::Reverse, collections::BinaryHeap};

use crate::model::Channel;

/// When channels have to be looked at again, soonest first. A channel has one
/// place in it, sooner ones supersede later ones.
#[derive(Default)]
pub(super) struct DueQueue {
    heap: BinaryHeap<Reverse<(u64, Channel)>>,
}

/// A channel's own note of its place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u64);

impl Default for Place {
    fn default() -> Self {
        Self(u64::MAX)
    }
}

impl DueQueue {
    /// Makes sure that `channel` comes up at `due_ms` at the latest.
    pub fn schedule(&mut self, channel: &Channel, place: &mut Place, due_ms: u64) {
        if due_ms < place.0 {
            place.0 = due_ms;
            self.heap.push(Reverse((due_ms, channel.clone())));
        }
    }

    /// The next channel that is due, with the place it was found at.
    pub fn pop(&mut self, now_ms: u64) -> Option<(Channel, Place)> {
        if self.heap.peek()?.0.0 > now_ms {
            return None;
        }
        self.heap.pop().map(|Reverse((due_ms, channel))| (channel, Place(due_ms)))
    }
}
