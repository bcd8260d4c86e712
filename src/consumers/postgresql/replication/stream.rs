//! Reads a slot's changes, hands them over in batches and tells the server how
//! far they are done.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::{Buf as _, BufMut as _, Bytes};
use tokio::{
    sync::mpsc::{Receiver, Sender},
    time::{MissedTickBehavior, interval, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{
    connection::{Connection, Frame, WireError, unexpected},
    lsn::Lsn,
    pgoutput::{EPOCH_US, Message},
    position::Position,
    progress::{Batch, Progress, Transaction},
    rows::Columns,
};
use crate::telemetry::ConsumerStats;

/// The server is told of progress at most this often, and without any this
/// often.
const STATUS_INTERVAL: Duration = Duration::from_millis(200);
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(1);
/// For the last words.
const FAREWELL: Duration = Duration::from_secs(2);

/// A table by its name, and by its id as long as it has another name.
pub(super) struct Table {
    pub id: u32,
    pub schema: String,
    pub name: String,
}

/// The stream of one slot.
pub(super) struct Stream<'a> {
    pub connection: Connection,
    pub table: Table,
    pub stats: &'a ConsumerStats,
    /// What is done and skipped.
    pub done: Option<Position>,
    pub batches: Sender<Batch>,
    /// One for each batch that is done.
    pub finished: Receiver<()>,
}

impl Stream<'_> {
    /// Streams until `stop` is cancelled or whoever does the batches ends. A
    /// server that is silent may be decoding a long transaction of others:
    /// whether it still reads the slot is for [`super::watch`] to see.
    pub async fn run(mut self, stop: &CancellationToken) -> Result<(), WireError> {
        let mut progress = Progress::default();
        let mut ticks = interval(STATUS_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        loop {
            self.decode(&mut progress)?;
            if self.hand_over(&mut progress) {
                continue;
            }
            if progress.is_asked {
                self.tell(&mut progress, false).await?;
            }
            let is_full = progress.batch.is_full();
            tokio::select! {
                () = stop.cancelled() => return self.finish(progress).await,
                filled = self.connection.fill(), if !is_full => {
                    filled?;
                    heard = Instant::now();
                }
                finished = self.finished.recv() => match finished {
                    Some(()) => progress.finished(),
                    None => return Ok(()),
                },
                _ = ticks.tick() => {
                    if is_full {
                        heard = Instant::now();
                    }
                    self.tick(&mut progress, heard.elapsed()).await?;
                }
            }
        }
    }

    /// True when a batch was handed over.
    fn hand_over(&self, progress: &mut Progress) -> bool {
        // There is room, as none is under way; if nobody does it any more, the
        // other channel tells.
        progress.next_batch().is_some_and(|batch| self.batches.try_send(batch).is_ok())
    }

    /// Reads what is there, as far as the batch takes it.
    fn decode(&mut self, progress: &mut Progress) -> Result<(), WireError> {
        while !progress.batch.is_full()
            && let Some(frame) = self.connection.buffered()?
        {
            match frame.tag {
                b'd' => self.copied(progress, frame)?,
                b'c' => return Err(WireError::Refused("it ended the replication".into())),
                b'N' | b'S' => {}
                tag => return Err(unexpected(tag)),
            }
        }
        Ok(())
    }

    fn copied(&self, progress: &mut Progress, mut frame: Frame) -> Result<(), WireError> {
        let broken = || WireError::Unexpected("a broken message".into());
        match frame.body.try_get_u8() {
            Ok(b'k') => {
                let end = Lsn(frame.body.try_get_u64().map_err(|_| broken())?);
                let _server_time = frame.body.try_get_i64().map_err(|_| broken())?;
                progress.is_asked |= frame.body.try_get_u8().map_err(|_| broken())? != 0;
                // Within a transaction it is not yet received.
                if progress.transaction.is_none() {
                    progress.received = progress.received.max(end);
                }
                Ok(())
            }
            Ok(b'w') => {
                const PLACES_AND_TIME: usize = 24;
                if frame.body.len() < PLACES_AND_TIME {
                    return Err(broken());
                }
                frame.body.advance(PLACES_AND_TIME);
                self.changed(progress, frame.body, frame.is_cut).ok_or_else(broken)
            }
            _ => Err(broken()),
        }
    }

    /// One message of the output plugin; none when it is broken.
    fn changed(&self, progress: &mut Progress, body: Bytes, is_cut: bool) -> Option<()> {
        match Message::read(body)? {
            Message::Begin { commit, committed_us } => {
                progress.transaction = Some(Transaction { commit, committed_us, rows: 0 });
            }
            Message::Commit { end } => {
                progress.transaction = None;
                progress.received = progress.received.max(end);
            }
            Message::Relation(relation) => {
                let is_named =
                    (&relation.schema, &relation.name) == (&self.table.schema, &self.table.name);
                // Rows of a table that was renamed are not lost: whoever renames
                // it is told by [`super::watch`].
                let is_known =
                    self.table.id == relation.id || progress.tables.contains_key(&relation.id);
                if is_named || is_known {
                    progress.tables.insert(relation.id, Columns::of(&relation));
                }
            }
            Message::Insert { relation, tuple } => {
                let Some(columns) = progress.tables.get(&relation) else { return Some(()) };
                let transaction = progress.transaction.as_mut()?;
                let (commit, number) = (transaction.commit, transaction.rows);
                transaction.rows += 1;
                if !self.done.is_some_and(|done| done.covers(commit, number)) {
                    let row = columns.row(tuple, is_cut, commit, number)?;
                    progress.batch.push(row, transaction.committed_us);
                }
            }
            Message::Other => {}
        }
        Some(())
    }

    async fn tick(&mut self, progress: &mut Progress, silence: Duration) -> Result<(), WireError> {
        let (waiting, oldest) = progress.lag();
        self.stats.lag(waiting as u64, oldest);
        let confirmed = progress.confirmed();
        // A server that reads nothing for long must not drown in heartbeats: a
        // full window would end the connection.
        let pause = HEARTBEAT_INTERVAL.max(silence / 2);
        match progress.told {
            Some((told, at)) if told == confirmed && at.elapsed() < pause => Ok(()),
            // Its answer says how far the log is by now.
            _ => self.tell(progress, true).await,
        }
    }

    /// Tells the server how far all is done.
    async fn tell(&mut self, progress: &mut Progress, asks: bool) -> Result<(), WireError> {
        let confirmed = progress.confirmed();
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now_us = i64::try_from(since_1970.as_micros()).unwrap_or(i64::MAX) - EPOCH_US;
        let out = self.connection.outgoing();
        out.put_u8(b'd');
        out.put_u32(4 + 34);
        out.put_u8(b'r');
        for lsn in [progress.received.max(confirmed), confirmed, confirmed] {
            out.put_u64(lsn.0);
        }
        out.put_i64(now_us);
        out.put_u8(asks.into());
        self.connection.flush().await?;
        progress.is_asked = false;
        progress.told = Some((confirmed, Instant::now()));
        Ok(())
    }

    /// Waits for the batch under way, tells how far all is done and ends.
    async fn finish(mut self, mut progress: Progress) -> Result<(), WireError> {
        let (nobody, _) = tokio::sync::mpsc::channel(1);
        self.batches = nobody;
        while self.finished.recv().await.is_some() {
            progress.finished();
        }
        let farewell = async {
            self.tell(&mut progress, false).await?;
            // CopyDone. Closing with something unread would reset the connection
            // before the server has read all this.
            self.connection.outgoing().put_slice(b"c\0\0\0\x04");
            self.connection.flush().await?;
            while self.connection.next().await?.tag != b'c' {}
            // Terminate.
            self.connection.outgoing().put_slice(b"X\0\0\0\x04");
            self.connection.flush().await
        };
        // The slot is free in any case once the connection is closed.
        let _ = timeout(FAREWELL, farewell).await;
        Ok(())
    }
}
