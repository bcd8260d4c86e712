//! What tables have to be like.

use super::{
    TableName,
    session::{Session, bounded},
};
use crate::consumers::SourceError;

/// A payload above this is refused: no message could carry it.
pub(super) const MAX_PAYLOAD_BYTES: usize = 24 << 20;

/// Where refused rows go, beside the outbox.
pub(super) const DEAD_LETTERS: &str = "_dead_letters";

/// Names and types of a table's columns; empty when there is no such table.
pub(super) async fn look_up(
    session: &Session,
    table: &TableName,
) -> Result<Vec<(String, String)>, SourceError> {
    let query = "SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute \
                 WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped";
    let rows = bounded(session.client.query(query, &[&table.to_string()])).await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect::<Result<_, _>>()
        .map_err(unexpected)
}

/// Refuses a table that lacks one of the `needed` columns; `fix` makes it.
pub(super) fn check(
    table: &TableName,
    columns: &[(String, String)],
    needed: &[&str],
    fix: &str,
) -> Result<(), SourceError> {
    let missing = needed.iter().find(|name| !columns.iter().any(|(column, _)| column == *name));
    let problem = match missing {
        None => return Ok(()),
        Some(_) if columns.is_empty() => format!("there is no table {table}"),
        Some(name) => format!("table {table} has no column {name}"),
    };
    Err(SourceError::new(format!("{problem}: {fix}")))
}

pub(super) fn unexpected(error: tokio_postgres::Error) -> SourceError {
    SourceError::new(format!("the database answered something else ({error}): report this"))
}
