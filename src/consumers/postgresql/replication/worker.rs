//! Does batches of rows.

use tokio::sync::mpsc::{Receiver, Sender};

use super::{
    dead::{Cemetery, Graves},
    position::{Log, Position},
    progress::Batch,
    rows::Row,
};
use crate::{
    consumers::{DeadLetters, Event, Lane, LaneError, SourceError},
    node::Posting,
};

/// Does one batch after the other.
pub(super) struct Worker {
    pub lane: Lane,
    pub log: Log,
    pub cemetery: Cemetery,
}

impl Worker {
    /// Works until no batch can come any more. Tells of each that is done.
    pub async fn run(
        self,
        mut batches: Receiver<Batch>,
        finished: Sender<()>,
    ) -> Result<(), LaneError> {
        while let Some(Batch { rows, .. }) = batches.recv().await {
            let events = rows.iter().map(Row::event).collect();
            let position = |done: usize| {
                // Of nothing done there is no position to store.
                let row = &rows[done.saturating_sub(1)];
                Position { log: self.log, commit: row.commit, rows: row.number + 1 }.encode()
            };
            let graves = Graves { cemetery: &self.cemetery, rows: &rows };
            self.lane.work(events, &position, &graves).await?;
            if finished.send(()).await.is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Stores a position without an event.
pub(super) async fn note(lane: &Lane, position: Position) -> Result<(), LaneError> {
    let nothing = vec![Event::Post(Posting::default())];
    lane.work(nothing, &|_| position.encode(), &Nothing).await
}

/// Nothing is refused where there is nothing.
struct Nothing;

#[async_trait::async_trait]
impl DeadLetters for Nothing {
    async fn bury(&self, _: usize, reason: &str) -> Result<(), SourceError> {
        Err(SourceError::new(reason))
    }
}
