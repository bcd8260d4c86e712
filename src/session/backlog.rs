use std::collections::VecDeque;

use super::uplink::Incoming;

/// Commands that may wait, whatever their size.
const MAX_ITEMS: usize = 16 * 1024;

/// Commands that have been read and wait for their turn. They are read as they
/// come: an HTTP/2 connection counts small frames that nobody reads as an
/// attack and would be lost, with everybody else's streams on it.
#[derive(Default)]
pub(super) struct Backlog {
    waiting: VecDeque<Incoming>,
    bytes: usize,
}

impl Backlog {
    /// False when more waits than `max_bytes` or so many items.
    pub(super) fn put(&mut self, incoming: Incoming, max_bytes: usize) -> bool {
        self.bytes += incoming.bytes();
        self.waiting.push_back(incoming);
        self.waiting.len() <= MAX_ITEMS && (self.bytes <= max_bytes || self.waiting.len() == 1)
    }

    /// The oldest.
    pub(super) fn take(&mut self) -> Option<Incoming> {
        let incoming = self.waiting.pop_front()?;
        self.bytes -= incoming.bytes();
        if self.waiting.is_empty() {
            self.waiting = VecDeque::new(); // an idle session keeps no burst's memory
        }
        Some(incoming)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(bytes: usize) -> Incoming {
        Incoming::Command(Box::default(), bytes)
    }

    #[test]
    fn it_is_bounded_in_bytes_and_items() {
        let mut backlog = Backlog::default();
        assert!(backlog.put(command(500), 100), "one of any size");
        assert!(!backlog.put(command(1), 100));
        assert!(backlog.take().is_some() && backlog.take().is_some());
        assert!(backlog.take().is_none() && backlog.is_empty());
        assert!((0..MAX_ITEMS).all(|_| backlog.put(command(0), 100)));
        assert!(!backlog.put(command(0), 100));
    }
}
