//! The replication slot: what the database keeps of its log for this consumer.

use std::time::Duration;

use tokio::time::timeout;

use super::{
    super::session::{Session, bounded},
    lsn::Lsn,
    names::literal,
    position::Position,
};
use crate::consumers::SourceError;

/// A slot comes about once the transactions that are open have ended; the
/// session's statement_timeout is shorter.
const PATIENCE: Duration = Duration::from_secs(30);

/// A slot as the database tells of it.
pub(super) struct Slot {
    plugin: Option<String>,
    is_here: Option<bool>,
    /// `reserved`, `extended`, `unreserved` or `lost`.
    pub wal_status: Option<String>,
    /// The server's process that reads it.
    pub reader: Option<i32>,
    /// The log up to here is done with.
    confirmed: Option<Lsn>,
    /// Bytes of log after that.
    pub unconfirmed_bytes: u64,
    /// Bytes of log that the database keeps for it.
    pub held_bytes: u64,
}

impl Slot {
    pub async fn look_up(session: &Session, name: &str) -> Result<Option<Self>, SourceError> {
        let query = "SELECT plugin::text, database = current_database(), wal_status, \
                       (confirmed_flush_lsn - '0/0')::int8, \
                       (pg_current_wal_lsn() - confirmed_flush_lsn)::int8, \
                       (pg_current_wal_lsn() - restart_lsn)::int8, active_pid \
                     FROM pg_replication_slots WHERE slot_name = $1::text";
        let row = bounded(session.client.query_opt(query, &[&name])).await?;
        let number = |number: Option<i64>| number.unwrap_or(0).max(0).unsigned_abs();
        Ok(row.map(|row| Self {
            plugin: row.get(0),
            is_here: row.get(1),
            wal_status: row.get(2),
            confirmed: row.get::<_, Option<i64>>(3).map(|lsn| Lsn(lsn.unsigned_abs())),
            unconfirmed_bytes: number(row.get(4)),
            held_bytes: number(row.get(5)),
            reader: row.get(6),
        }))
    }

    /// Makes sure that there is one from which nothing is missing, and tells
    /// from where on it has the log. It is made when nothing was ever `done`.
    /// `doubt` says why the log may be another one.
    pub async fn ensure(
        session: &Session,
        name: &str,
        done: Option<&Position>,
        doubt: Option<&str>,
    ) -> Result<Lsn, SourceError> {
        let mut found = Self::look_up(session, name).await?;
        if found.is_none() && done.is_none() {
            create(session, name).await?;
            found = Self::look_up(session, name).await?;
        }
        let create = create_statement(name);
        let Some(slot) = found else {
            return Err(SourceError::new(format!(
                "replication slot {name:?} is gone{}: events after {} may be missing; look after \
                 what depends on them, then go on with: {create}",
                doubt.map(|doubt| format!(" ({doubt})")).unwrap_or_default(),
                done.map_or_else(String::new, |done| done.commit.to_string()),
            )));
        };
        let drop = format!("SELECT pg_drop_replication_slot({})", literal(name));
        if slot.wal_status.as_deref() == Some("lost") {
            return Err(SourceError::new(format!(
                "replication slot {name:?} has lost log that was not read (see \
                 max_slot_wal_keep_size): events after {} may be missing; look after what depends \
                 on them, then go on with: {drop}; {create}",
                done.map_or(slot.confirmed.unwrap_or_default(), |done| done.commit),
            )));
        }
        match (slot.plugin.as_deref(), slot.is_here, slot.confirmed) {
            (Some("pgoutput"), Some(true), Some(confirmed)) => Ok(confirmed),
            _ => Err(SourceError::new(format!(
                "replication slot {name:?} is of something else: set another slot_name, or, if \
                 nothing needs it: {drop}"
            ))),
        }
    }
}

async fn create(session: &Session, name: &str) -> Result<(), SourceError> {
    let statement = create_statement(name);
    let created = session.client.batch_execute(&statement);
    let problem = match timeout(PATIENCE, created).await {
        Ok(Ok(())) => {
            tracing::info!(slot = name, "replication slot created");
            return Ok(());
        }
        Ok(Err(error)) => {
            match error.code().map(|code| code.code()) {
                // Another node was quicker.
                Some("42710") => return Ok(()),
                Some("42501") => "ALTER ROLE ... REPLICATION for the role of dsn",
                Some("53400") => "raise max_replication_slots, or drop slots that nobody reads",
                Some("57014") => "it waits for transactions that are open: end the oldest of them",
                _ => "create it",
            }
            .to_owned()
                + &format!(" ({})", Session::describe(&error))
        }
        Err(_) => "the database does not answer".to_owned(),
    };
    Err(SourceError::new(format!("replication slot {name:?} cannot be created: {problem}")))
}

fn create_statement(name: &str) -> String {
    format!("SELECT pg_create_logical_replication_slot({}, 'pgoutput')", literal(name))
}
