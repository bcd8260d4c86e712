//! Looks after the slot that is read and what slots hold back.

use std::time::{Duration, Instant};

use super::{
    super::session::{Session, bounded},
    Run,
    names::{PREFIX, literal},
    slot::Slot,
};
use crate::{consumers::SourceError, telemetry::ConsumerStats};

const INTERVAL: Duration = Duration::from_secs(5);
/// Between two warnings of slots that nobody reads.
const FORGOTTEN_INTERVAL: Duration = Duration::from_secs(300);

/// The part of a consumer that a slot in danger degrades.
const PART: &str = "replication slot";

/// Looks until something is wrong with the session, the table or the
/// publication, or `reader`, which is the server's process for us, reads the
/// slot no more.
pub(super) async fn watch(run: &Run<'_>, reader: i32) -> Result<(), SourceError> {
    let (session, slot, stats) = (&run.session, &*run.slot, &*run.context.stats);
    let mut ticks = tokio::time::interval(INTERVAL);
    let mut forgotten_at: Option<Instant> = None;
    let mut was_left = false;
    loop {
        ticks.tick().await;
        let state = Slot::look_up(session, slot).await?;
        let is_left = state.as_ref().and_then(|state| state.reader) != Some(reader);
        // The first time the stream gets to say why.
        if is_left && std::mem::replace(&mut was_left, true) {
            return Err(SourceError::new(format!(
                "the database has ended the reading of replication slot {slot:?} and the \
                 connection does not tell: look into the database's log and at proxies in between"
            )));
        }
        if let Some(state) = state {
            stats.lag_bytes(state.unconfirmed_bytes);
            tell_danger(slot, &state, stats);
        }
        run.look_up().await?;
        if forgotten_at.is_none_or(|at| at.elapsed() >= FORGOTTEN_INTERVAL) {
            forgotten_at = Some(Instant::now());
            warn_of_forgotten(session, slot).await?;
        }
    }
}

fn tell_danger(name: &str, slot: &Slot, stats: &ConsumerStats) {
    let held = slot.held_bytes;
    let problem = match slot.wal_status.as_deref() {
        Some("unreserved") => format!(
            "{name:?} holds {held} bytes of log, more than max_slot_wal_keep_size, and is lost at \
             the next checkpoint: raise that setting now"
        ),
        Some("extended") => format!(
            "{name:?} holds {held} bytes of log, more than max_wal_size: see that the disk has \
             room until events are done, and end transactions that are open for long; \
             max_slot_wal_keep_size bounds it, at the cost of events"
        ),
        _ => {
            if stats.recovered(PART) {
                tracing::info!(consumer = stats.name(), slot = name, "slot holds little log again");
            }
            return;
        }
    };
    if stats.degraded(PART, problem.clone()).is_none() {
        tracing::warn!(consumer = stats.name(), problem, "replication slot holds much log");
    }
}

/// Slots of consumers that are there no more keep the log until the disk is
/// full.
async fn warn_of_forgotten(session: &Session, own: &str) -> Result<(), SourceError> {
    let query = "SELECT slot_name::text, \
                   coalesce((pg_current_wal_lsn() - restart_lsn)::int8, 0) \
                 FROM pg_replication_slots \
                 WHERE NOT active AND slot_type = 'logical' AND plugin = 'pgoutput' \
                   AND starts_with(slot_name, $1) AND slot_name <> $2::text";
    for row in bounded(session.client.query(query, &[&PREFIX, &own])).await? {
        let (slot, held_bytes): (String, i64) = (row.get(0), row.get(1));
        let fix = format!("SELECT pg_drop_replication_slot({})", literal(&slot));
        tracing::warn!(
            slot,
            held_bytes,
            fix,
            "nobody reads this replication slot, and the database keeps its log: drop it if its \
             consumer is gone"
        );
    }
    Ok(())
}
