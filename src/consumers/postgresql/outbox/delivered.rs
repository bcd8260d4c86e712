use serde::{Deserialize, Serialize};

use bytes::Bytes;

use crate::consumers::SourceError;

/// Which row: its id, and of when it is, so that an id that comes again after
/// a table was emptied and its sequence restarted is not taken for this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowKey {
    pub id: i64,
    /// `created_at`, microseconds since 1970.
    pub created_us: i64,
}

/// As it is stored: numbers as differences, which are small.
#[derive(Serialize, Deserialize)]
struct Stored {
    rows: Vec<(i64, i64)>,
}

/// The position after these rows, of which none may be deleted yet.
pub(super) fn encode(rows: &[RowKey]) -> Bytes {
    let mut before = RowKey { id: 0, created_us: 0 };
    let difference = |row: &RowKey| {
        let from = std::mem::replace(&mut before, *row);
        (row.id.wrapping_sub(from.id), row.created_us.wrapping_sub(from.created_us))
    };
    let stored = Stored { rows: rows.iter().map(difference).collect() };
    // Writing numbers into memory does not fail.
    postcard::to_stdvec(&stored).unwrap_or_default().into()
}

/// The rows of a stored position.
pub(super) fn decode(position: &[u8]) -> Result<Vec<RowKey>, SourceError> {
    let stored: Stored = postcard::from_bytes(position).map_err(|error| {
        SourceError::new(format!(
            "the stored position is not one of an outbox ({error}): give the consumer a new name"
        ))
    })?;
    let mut row = RowKey { id: 0, created_us: 0 };
    let sum = |(id, created_us): (i64, i64)| {
        row.id = row.id.wrapping_add(id);
        row.created_us = row.created_us.wrapping_add(created_us);
        row
    };
    Ok(stored.rows.into_iter().map(sum).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_exactly_its_rows() {
        let row = |id, created_us| RowKey { id, created_us };
        for rows in [
            vec![],
            vec![row(7, 1_700_000_000_000_000)],
            vec![row(9, 5), row(7, 6), row(i64::MAX, i64::MIN), row(-3, i64::MAX), row(8, 0)],
        ] {
            assert_eq!(decode(&encode(&rows)).unwrap(), rows);
        }
        let many: Vec<_> = (0..100).map(|n| row(5_000_000 + n, 1_700_000_000_000_000)).collect();
        assert!(encode(&many).len() < 230, "{}", encode(&many).len());
        assert!(decode(b"\x05\x01").is_err());
    }
}
