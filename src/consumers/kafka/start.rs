use rdkafka::Offset;

use super::position::Position;
use crate::consumers::OffsetReset;

/// Where the work on a partition begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    At {
        position: Position,
        /// The group must know of this before the first event is done: else
        /// what it knows now would be obeyed a second time after a crash.
        is_news: bool,
    },
    /// At an end of what there is.
    Unknown(OffsetReset),
}

impl Start {
    /// The first offset to ask for. That of the record done last comes first,
    /// which shows whether this is still the same topic.
    pub fn first_read(&self) -> Offset {
        match self {
            Self::At { position, .. } if position.last.is_some() => {
                Offset::Offset(position.next - 1)
            }
            Self::At { position, .. } => Offset::Offset(position.next),
            Self::Unknown(OffsetReset::Earliest) => Offset::Beginning,
            Self::Unknown(OffsetReset::Latest) => Offset::End,
        }
    }
}

/// What the group has committed for a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Commit<'a> {
    pub next: i64,
    pub metadata: &'a str,
}

/// Chooses between what the group has committed and what this node has stored.
/// None when neither knows anything.
pub(super) fn choose(commit: Option<Commit<'_>>, stored: Option<Position>) -> Option<Start> {
    let Some(commit) = commit else {
        // Never committed, or forgotten by Kafka, as it does after a time.
        return stored.map(|position| Start::At { position, is_news: true });
    };
    let Some(committed) = Position::committed(commit.next, commit.metadata) else {
        // Somebody has set the offset, forward or back: that is an order.
        return Some(Start::At { position: Position::anew(commit.next), is_news: true });
    };
    let position = match stored {
        // This node may have ended between publishing and committing, or
        // another node may have gone on.
        Some(stored) if stored.era == committed.era && stored.next > committed.next => stored,
        _ => committed,
    };
    Some(Start::At { position, is_news: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(next: i64, era: u64) -> Position {
        Position { next, era, last: None }
    }

    fn chosen(commit: Option<(i64, &str)>, stored: Option<Position>) -> Option<(Position, bool)> {
        let commit = commit.map(|(next, metadata)| Commit { next, metadata });
        choose(commit, stored).map(|start| match start {
            Start::At { position, is_news } => (position, is_news),
            Start::Unknown(_) => panic!("{start:?}"),
        })
    }

    #[test]
    fn what_is_newer_counts_and_what_was_ordered_counts_first() {
        let ours = |next| at(next, 7).metadata();
        assert_eq!(chosen(None, None), None);
        assert_eq!(chosen(None, Some(at(5, 7))), Some((at(5, 7), true)));
        assert_eq!(chosen(Some((3, &ours(3))), None), Some((at(3, 7), false)));
        // A crash before the commit; another node that went on.
        assert_eq!(chosen(Some((3, &ours(3))), Some(at(5, 7))), Some((at(5, 7), false)));
        assert_eq!(chosen(Some((9, &ours(9))), Some(at(5, 7))), Some((at(9, 7), false)));
        // Another node has obeyed a reset.
        assert_eq!(chosen(Some((3, &ours(3))), Some(at(5, 6))), Some((at(3, 7), false)));
        assert_eq!(chosen(Some((9, &ours(9))), Some(at(5, 6))), Some((at(9, 7), false)));
        // A reset, whichever way.
        for next in [0, 5, 9] {
            let (position, is_news) = chosen(Some((next, "")), Some(at(5, 7))).unwrap();
            assert_eq!((position.next, position.last, is_news), (next, None, true));
            assert_ne!(position.era, 7);
        }
    }
}
