use std::collections::BTreeMap;

/// How much of each row of the log is still needed.
#[derive(Default)]
pub(super) struct Rows {
    rows: BTreeMap<u64, Row>,
    /// Rows that nothing needs any more.
    dead: Vec<u64>,
    bytes: u64,
    live: u64,
    dead_bytes: u64,
    /// Where the search for half-empty rows goes on.
    cursor: u64,
}

#[derive(Default, Clone, Copy)]
struct Row {
    bytes: u32,
    live: u32,
    holds: u32,
}

/// A claim on a row: the row is not deleted while it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Hold {
    /// 0 while what is claimed is not in the log.
    pub row: u64,
    /// What of the row is needed.
    pub bytes: u32,
}

/// A half-empty row is worth rewriting when this part of it is needed at most.
const WORTH_DIVISOR: u32 = 2;
/// Rows looked at in one search.
const SEARCH_ROWS: usize = 4096;

impl Rows {
    /// Takes a row in, with one hold that keeps it until it is given back.
    pub fn add(&mut self, row: u64, bytes: usize) -> Hold {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.bytes += u64::from(bytes);
        self.rows.insert(row, Row { bytes, ..Row::default() });
        self.hold(row, 0)
    }

    /// Claims `bytes` of `row`.
    pub fn hold(&mut self, row: u64, bytes: u32) -> Hold {
        if let Some(known) = self.rows.get_mut(&row) {
            known.holds += 1;
            known.live = known.live.saturating_add(bytes);
            self.live += u64::from(bytes);
        }
        Hold { row, bytes }
    }

    /// Gives a claim back and leaves `hold` empty.
    pub fn release(&mut self, hold: &mut Hold) {
        let Hold { row, bytes } = std::mem::take(hold);
        let Some(known) = self.rows.get_mut(&row) else { return };
        known.holds -= 1;
        known.live = known.live.saturating_sub(bytes);
        self.live = self.live.saturating_sub(u64::from(bytes));
        if known.holds == 0 {
            self.dead.push(row);
            self.dead_bytes += u64::from(known.bytes);
        }
    }

    /// Rows that nothing needs, at most `limit`.
    pub fn take_dead(&mut self, limit: usize) -> Vec<u64> {
        let at = self.dead.len().saturating_sub(limit);
        self.dead.split_off(at)
    }

    /// Drops rows that were deleted from the log.
    pub fn deleted(&mut self, rows: &[u64]) {
        for row in rows {
            if let Some(row) = self.rows.remove(row) {
                self.bytes -= u64::from(row.bytes);
                self.dead_bytes -= u64::from(row.bytes);
            }
        }
    }

    /// Rows and bytes that can be deleted at once.
    pub fn dead(&self) -> (usize, u64) {
        (self.dead.len(), self.dead_bytes)
    }

    /// True when more than half of the log, and more than `slack` bytes, is
    /// kept only because something else in its row is needed.
    pub fn is_sparse(&self, slack: u64) -> bool {
        self.bytes - self.dead_bytes > 2 * self.live + slack
    }

    /// Half-empty rows, oldest first from where the last search ended, of
    /// `max_bytes` together.
    pub fn sparse_rows(&mut self, max_bytes: usize) -> Vec<u64> {
        let (mut found, mut bytes, mut seen) = (Vec::new(), 0, 0);
        for (&id, row) in self.rows.range(self.cursor..) {
            self.cursor = id + 1;
            seen += 1;
            if row.holds > 0 && row.live <= row.bytes / WORTH_DIVISOR {
                found.push(id);
                bytes += row.bytes as usize;
            }
            if bytes >= max_bytes || seen >= SEARCH_ROWS {
                return found;
            }
        }
        self.cursor = 0;
        found
    }

    /// Rows and bytes in the log.
    pub fn totals(&self) -> (u64, u64) {
        (self.rows.len() as u64, self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_dead_when_its_last_hold_is_given_back() {
        let mut rows = Rows::default();
        let mut guard = rows.add(7, 100);
        let (mut a, mut b) = (rows.hold(7, 40), rows.hold(7, 30));
        rows.release(&mut guard);
        rows.release(&mut a);
        assert!(rows.take_dead(9).is_empty());
        assert_eq!(rows.sparse_rows(1), [7]);
        rows.release(&mut b);
        rows.release(&mut b);
        assert_eq!((rows.dead(), rows.take_dead(9)), ((1, 100), vec![7]));
        rows.deleted(&[7]);
        assert_eq!((rows.totals(), rows.dead()), ((0, 0), (0, 0)));
    }

    #[test]
    fn a_full_row_is_not_worth_rewriting() {
        let mut rows = Rows::default();
        for (row, live) in [(1, 90), (2, 10), (3, 100), (4, 50)] {
            rows.add(row, 100);
            rows.hold(row, live);
        }
        assert!(!rows.is_sparse(0));
        assert_eq!(rows.sparse_rows(1000), [2, 4]);
        assert_eq!(rows.sparse_rows(50), [2], "the search begins anew at the end");
        assert_eq!(rows.sparse_rows(50), [4]);
    }
}
