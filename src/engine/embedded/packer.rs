use super::{
    reveal::Written,
    rows::{Hold, Rows},
};

/// Puts records together into the rows of one write transaction.
pub(super) struct Packer {
    rows: Vec<(u64, Vec<u8>)>,
    next_row: u64,
    row_bytes: usize,
}

impl Packer {
    /// Rows begin at `next_row`; one of `row_bytes` takes no further record.
    pub fn new(next_row: u64, row_bytes: usize) -> Self {
        Self { rows: Vec::new(), next_row, row_bytes }
    }

    /// Adds a record and tells where it will be.
    pub fn add(&mut self, record: &[u8]) -> Written {
        if self.rows.last().is_none_or(|(_, records)| records.len() >= self.row_bytes) {
            self.rows.push((self.next_row, Vec::new()));
            self.next_row += 1;
        }
        let Some((row, records)) = self.rows.last_mut() else { return Written::default() };
        let at = records.len() as u32;
        records.extend_from_slice(record);
        Written { row: *row, at, bytes: record.len() as u32 }
    }

    pub fn rows(&self) -> &[(u64, Vec<u8>)] {
        &self.rows
    }

    /// The first row of the next transaction.
    pub fn next_row(&self) -> u64 {
        self.next_row
    }

    /// Takes the rows into the books once they are on disk. The holds keep
    /// them until what is in them has been claimed.
    pub fn book(&self, rows: &mut Rows) -> Vec<Hold> {
        self.rows.iter().map(|(row, records)| rows.add(*row, records.len())).collect()
    }
}
