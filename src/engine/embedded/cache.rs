use std::{
    collections::VecDeque,
    sync::{Arc, Weak},
};

use crate::model::{Channel, Publication};

/// Which publications are kept in memory, oldest first, within a budget. The
/// publications themselves hang in the streams' rings.
pub(super) struct Cache {
    kept: VecDeque<Kept>,
    bytes: usize,
    budget: usize,
    added: usize,
}

struct Kept {
    channel: Channel,
    offset: u64,
    weight: usize,
    publication: Weak<Publication>,
}

impl Cache {
    pub fn new(budget: usize) -> Self {
        Self { kept: VecDeque::new(), bytes: 0, budget, added: 0 }
    }

    /// Notes that `publication` is kept in memory.
    pub fn add(&mut self, channel: Channel, publication: &Arc<Publication>) {
        let weight = publication.weight();
        self.bytes += weight;
        self.added += weight;
        let (offset, publication) = (publication.offset, Arc::downgrade(publication));
        self.kept.push_back(Kept { channel, offset, weight, publication });
    }

    /// Publications that have to leave memory to stay within the budget.
    pub fn overflow(&mut self) -> Vec<(Channel, u64)> {
        if self.bytes <= self.budget {
            return Vec::new();
        }
        // What was trimmed is gone from memory already; looking for that once per quarter of the
        // budget keeps a busy channel with a short history from pushing all others out.
        if self.added >= self.budget / 4 {
            self.added = 0;
            self.kept.retain(|kept| kept.publication.strong_count() > 0);
            self.bytes = self.kept.iter().map(|kept| kept.weight).sum();
        }
        let mut evicted = Vec::new();
        while self.bytes > self.budget {
            let Some(kept) = self.kept.pop_front() else { break };
            self.bytes -= kept.weight;
            if kept.publication.strong_count() > 0 {
                evicted.push((kept.channel, kept.offset));
            }
        }
        evicted
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.kept.clear();
        self.bytes = 0;
    }
}
