use std::collections::{HashMap, VecDeque};

use foldhash::fast::RandomState;

use super::IdempotencyKey;

/// The idempotency keys of one channel, each remembered for its window.
pub(super) struct Keys<T> {
    known: HashMap<IdempotencyKey, Known<T>, RandomState>,
    /// In the order of insertion, which with one window is that of expiry.
    order: VecDeque<(u64, IdempotencyKey)>,
}

struct Known<T> {
    expires_ms: u64,
    value: T,
}

impl<T> Default for Keys<T> {
    fn default() -> Self {
        Self { known: HashMap::default(), order: VecDeque::new() }
    }
}

impl<T> Keys<T> {
    /// What is remembered of `key`, if its window is still open.
    pub fn get(&self, key: &IdempotencyKey, now_ms: u64) -> Option<&T> {
        self.known.get(key).filter(|known| known.expires_ms > now_ms).map(|known| &known.value)
    }

    /// Remembers `key` until `expires_ms`; gives back what it replaces.
    pub fn insert(&mut self, key: IdempotencyKey, expires_ms: u64, value: T) -> Option<T> {
        self.order.push_back((expires_ms, key.clone()));
        self.known.insert(key, Known { expires_ms, value }).map(|known| known.value)
    }

    /// Forgets the oldest key if its window has closed and `may` agrees.
    pub fn pop_expired(&mut self, now_ms: u64, may: impl Fn(&T) -> bool) -> Option<T> {
        while let Some((expires_ms, key)) = self.order.front() {
            if *expires_ms > now_ms {
                return None;
            }
            // A key that was inserted again after its window has a younger place further back.
            let current = self.known.get(key).filter(|known| known.expires_ms == *expires_ms);
            match current {
                Some(known) if !may(&known.value) => return None,
                Some(_) => {
                    let (_, key) = self.order.pop_front()?;
                    return self.known.remove(&key).map(|known| known.value);
                }
                None => drop(self.order.pop_front()),
            }
        }
        None
    }

    /// When the next window closes.
    pub fn next_due_ms(&self) -> Option<u64> {
        self.order.front().map(|(expires_ms, _)| *expires_ms)
    }

    /// True when nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }
}
