//! How far a stream is: received, under way, done.

use std::{
    collections::HashMap,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use super::{
    lsn::Lsn,
    rows::{Columns, Row},
};

/// A batch is handed over as soon as the one before is done; it grows up to
/// this until then.
const BATCH_ROWS: usize = 1_000;
const BATCH_BYTES: usize = 4 << 20;

/// Rows in the order of their commits.
#[derive(Default)]
pub(super) struct Batch {
    pub rows: Vec<Row>,
    bytes: usize,
    /// When the first one's transaction committed.
    oldest_us: i64,
}

/// Where in the log the stream is.
#[derive(Default)]
pub(super) struct Progress {
    /// Where the columns of the table are, by its id; more than one when it was
    /// made anew.
    pub tables: HashMap<u32, Columns>,
    pub transaction: Option<Transaction>,
    pub batch: Batch,
    /// Everything up to here was received, whole.
    pub received: Lsn,
    /// What is being done.
    sent: Option<Sent>,
    /// Everything up to here is done.
    confirmed: Lsn,
    pub told: Option<(Lsn, Instant)>,
    pub is_asked: bool,
}

pub(super) struct Transaction {
    pub commit: Lsn,
    pub committed_us: i64,
    pub rows: u64,
}

/// A batch that was handed over.
struct Sent {
    rows: usize,
    oldest_us: i64,
    /// Done up to here once it is done.
    upto: Lsn,
}

impl Batch {
    pub fn is_full(&self) -> bool {
        self.rows.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES
    }

    pub fn push(&mut self, row: Row, committed_us: i64) {
        if self.rows.is_empty() {
            self.oldest_us = committed_us;
        }
        self.bytes += row.bytes();
        self.rows.push(row);
    }
}

impl Progress {
    /// The next batch, unless one is under way.
    pub fn next_batch(&mut self) -> Option<Batch> {
        if self.sent.is_some() || self.batch.rows.is_empty() {
            return None;
        }
        let batch = std::mem::take(&mut self.batch);
        let (rows, oldest_us) = (batch.rows.len(), batch.oldest_us);
        self.sent = Some(Sent { rows, oldest_us, upto: self.received });
        Some(batch)
    }

    /// The batch under way is done.
    pub fn finished(&mut self) {
        if let Some(sent) = self.sent.take() {
            self.confirmed = self.confirmed.max(sent.upto);
        }
    }

    /// How far all is done. With nothing to do it follows the log.
    pub fn confirmed(&mut self) -> Lsn {
        let is_idle =
            self.sent.is_none() && self.batch.rows.is_empty() && self.transaction.is_none();
        if is_idle {
            self.confirmed = self.confirmed.max(self.received);
        }
        self.confirmed
    }

    /// Rows that wait, and for how long the oldest does.
    pub fn lag(&self) -> (usize, Duration) {
        let sent = self.sent.as_ref();
        let waiting = sent.map_or(0, |sent| sent.rows) + self.batch.rows.len();
        let oldest_us = sent.map_or(self.batch.oldest_us, |sent| sent.oldest_us);
        if waiting == 0 {
            return (0, Duration::ZERO);
        }
        let committed = UNIX_EPOCH + Duration::from_micros(oldest_us.max(0).unsigned_abs());
        (waiting, SystemTime::now().duration_since(committed).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{super::pgoutput::Relation, *};

    fn begin(progress: &mut Progress, commit: u64) {
        let commit = Lsn(commit);
        progress.transaction = Some(Transaction { commit, committed_us: 7, rows: 0 });
    }

    fn insert(progress: &mut Progress) {
        let transaction = progress.transaction.as_ref().unwrap();
        let relation =
            Relation { id: 1, schema: String::new(), name: String::new(), columns: vec![] };
        let row = Columns::of(&relation)
            .row(Bytes::from_static(b"\0\0"), false, transaction.commit, 0)
            .unwrap();
        progress.batch.push(row, transaction.committed_us);
    }

    fn commit(progress: &mut Progress, end: u64) {
        progress.transaction = None;
        progress.received = Lsn(end);
    }

    #[test]
    fn nothing_is_confirmed_before_it_is_done() {
        let mut progress = Progress::default();
        commit(&mut progress, 10);
        assert_eq!(progress.confirmed(), Lsn(10), "idle");
        begin(&mut progress, 20);
        assert_eq!(progress.confirmed(), Lsn(10));
        insert(&mut progress);
        // A part of a transaction under way, the rest not yet received.
        assert_eq!(progress.next_batch().unwrap().rows.len(), 1);
        insert(&mut progress);
        assert!(progress.next_batch().is_none());
        assert_eq!((progress.lag().0, progress.confirmed()), (2, Lsn(10)));
        progress.finished();
        assert_eq!(progress.confirmed(), Lsn(10));
        commit(&mut progress, 25);
        begin(&mut progress, 30);
        insert(&mut progress);
        commit(&mut progress, 35);
        assert_eq!(progress.next_batch().unwrap().rows.len(), 2);
        // Others' log goes on, with nothing of ours.
        commit(&mut progress, 90);
        assert_eq!(progress.confirmed(), Lsn(10));
        begin(&mut progress, 95);
        progress.finished();
        assert_eq!((progress.lag().0, progress.confirmed()), (0, Lsn(35)));
        commit(&mut progress, 99);
        assert_eq!(progress.confirmed(), Lsn(99));
    }

    #[test]
    fn a_batch_is_bounded() {
        let mut progress = Progress::default();
        begin(&mut progress, 1);
        while !progress.batch.is_full() {
            insert(&mut progress);
        }
        assert_eq!(progress.batch.rows.len(), BATCH_ROWS);
    }
}
