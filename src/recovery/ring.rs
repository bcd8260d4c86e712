use std::collections::VecDeque;

/// The retained tail of a stream: entries at dense, ascending offsets.
#[derive(Debug, Clone)]
pub struct OffsetRing<T> {
    /// Offset of the newest entry ever pushed; 0 before the first.
    newest: u64,
    /// Entries of offsets `newest - len + 1 ..= newest`.
    entries: VecDeque<T>,
}

impl<T> Default for OffsetRing<T> {
    fn default() -> Self {
        Self::starting_after(0)
    }
}

impl<T> OffsetRing<T> {
    /// An empty ring whose next entry gets offset `newest + 1`.
    pub fn starting_after(newest: u64) -> Self {
        Self { newest, entries: VecDeque::new() }
    }

    /// Offset of the newest entry ever pushed; 0 before the first.
    pub fn newest(&self) -> u64 {
        self.newest
    }

    /// Offset of the oldest retained entry; `newest() + 1` when there is none.
    pub fn first(&self) -> u64 {
        self.newest + 1 - self.entries.len() as u64
    }

    /// How many entries are retained.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True when no entry is retained.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Appends the next entry and returns its offset.
    pub fn push(&mut self, entry: T) -> u64 {
        self.newest += 1;
        self.entries.push_back(entry);
        self.newest
    }

    /// The entry at `offset`, if it is retained.
    pub fn get(&self, offset: u64) -> Option<&T> {
        let index = offset.checked_sub(self.first())?;
        self.entries.get(usize::try_from(index).ok()?)
    }

    /// The entry at `offset`, if it is retained.
    pub fn get_mut(&mut self, offset: u64) -> Option<&mut T> {
        let index = offset.checked_sub(self.first())?;
        self.entries.get_mut(usize::try_from(index).ok()?)
    }

    /// The oldest retained entry.
    pub fn oldest(&self) -> Option<&T> {
        self.entries.front()
    }

    /// Takes the oldest entry out.
    pub fn pop_oldest(&mut self) -> Option<T> {
        self.entries.pop_front()
    }

    /// Entries after `offset`, oldest first, with their offsets.
    pub fn after(&self, offset: u64) -> impl Iterator<Item = (u64, &T)> {
        let first = self.first();
        let skip =
            usize::try_from(offset.saturating_add(1).saturating_sub(first)).unwrap_or(usize::MAX);
        self.entries.iter().enumerate().skip(skip).map(move |(i, entry)| (first + i as u64, entry))
    }

    /// Entries before `offset`, newest first, with their offsets.
    pub fn before(&self, offset: u64) -> impl Iterator<Item = (u64, &T)> {
        let newest = self.newest;
        let skip = usize::try_from((newest + 1).saturating_sub(offset)).unwrap_or(usize::MAX);
        self.entries.iter().rev().enumerate().skip(skip).map(move |(i, e)| (newest - i as u64, e))
    }

    /// Takes all entries out; offsets go on.
    pub fn clear(&mut self) -> impl Iterator<Item = T> + '_ {
        self.entries.drain(..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(newest: u64, len: u64) -> OffsetRing<u64> {
        let mut ring = OffsetRing::starting_after(newest - len);
        for offset in newest - len + 1..=newest {
            assert_eq!(ring.push(offset), offset);
        }
        ring
    }

    #[test]
    fn entries_are_found_by_offset() {
        let ring = ring(10, 3);
        assert_eq!((ring.first(), ring.newest(), ring.len()), (8, 10, 3));
        assert_eq!(ring.get(7), None);
        assert_eq!(ring.get(8), Some(&8));
        assert_eq!(ring.get(11), None);
    }

    #[test]
    fn reads_both_ways_from_any_offset() {
        let ring = ring(10, 3);
        let after = |o| {
            ring.after(o)
                .map(|(at, e)| {
                    assert_eq!(at, *e);
                    at
                })
                .collect::<Vec<_>>()
        };
        let before = |o| {
            ring.before(o)
                .map(|(at, e)| {
                    assert_eq!(at, *e);
                    at
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(after(0), [8, 9, 10]);
        assert_eq!(after(8), [9, 10]);
        assert!(after(10).is_empty());
        assert!(after(99).is_empty());
        assert_eq!(before(11), [10, 9, 8]);
        assert_eq!(before(u64::MAX), [10, 9, 8]);
        assert_eq!(before(10), [9, 8]);
        assert!(before(8).is_empty());
        assert!(before(0).is_empty());
    }

    #[test]
    fn offsets_go_on_after_clearing() {
        let mut ring = ring(10, 3);
        assert_eq!(ring.clear().count(), 3);
        assert_eq!((ring.first(), ring.newest()), (11, 10));
        assert_eq!(ring.push(11), 11);
        assert_eq!(ring.pop_oldest(), Some(11));
        assert!(ring.is_empty());
    }
}
