//! How far a consumer is in a database's log.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::lsn::Lsn;
use crate::consumers::SourceError;

/// Which log. A cluster has its own for ever; a promoted standby goes on with
/// another timeline of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Log {
    /// The cluster's system identifier.
    pub system: u64,
    pub timeline: u32,
}

/// All transactions that committed before `commit` are done, and of the one
/// that committed there the first `rows` rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    pub log: Log,
    pub commit: Lsn,
    pub rows: u64,
}

/// Tells positions of this kind from others and from later forms.
const FORM: [u8; 4] = *b"wal1";

impl Position {
    /// As it is stored.
    pub fn encode(&self) -> Bytes {
        // Writing numbers into memory does not fail.
        postcard::to_stdvec(&(FORM, self)).unwrap_or_default().into()
    }

    /// Reads a stored position.
    pub fn decode(stored: &[u8]) -> Result<Self, SourceError> {
        match postcard::take_from_bytes::<([u8; 4], Self)>(stored) {
            Ok(((FORM, position), [])) => Ok(position),
            _ => Err(SourceError::new(
                "the stored position is not one of a replication: give the consumer a new name",
            )),
        }
    }

    /// True for a row that is done.
    pub fn covers(&self, commit: Lsn, row: u64) -> bool {
        (commit, row) < (self.commit, self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_stored_and_nothing_else_is_taken_for_one() {
        let position = Position {
            log: Log { system: 7_400_000_000_000_000_001, timeline: 3 },
            commit: "A/FFFFFFFE".parse().unwrap(),
            rows: 12_345,
        };
        let stored = position.encode();
        assert_eq!(Position::decode(&stored).unwrap(), position);
        assert_eq!(position.commit.to_string(), "A/FFFFFFFE");
        for end in 0..stored.len() {
            assert!(Position::decode(&stored[..end]).is_err(), "{end}");
        }
        assert!(Position::decode(&[&stored[..], b"\0"].concat()).is_err());
        assert!(Position::decode(b"\x05\x01").is_err());
    }

    #[test]
    fn what_is_done_ends_with_its_last_row() {
        let log = Log { system: 1, timeline: 1 };
        let position = Position { log, commit: Lsn(10), rows: 2 };
        assert!(position.covers(Lsn(9), 99) && position.covers(Lsn(10), 1));
        assert!(!position.covers(Lsn(10), 2) && !position.covers(Lsn(11), 0));
    }
}
