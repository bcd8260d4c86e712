//! Records whose values are JSON: commands, and what Debezium makes of the rows
//! of an outbox table. Kafka Connect may wrap either in a schema envelope.

mod document;
#[cfg(test)]
mod tests;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use ring::digest::{Context, SHA256};
use serde_json::value::RawValue;

use self::document::Row;
use super::{Event, Payload};
use crate::node::Posting;

/// Reads the value of a record of `topic`.
///
/// - A command, `{"method": ..., "payload": ...}`, is that command.
/// - A row that was inserted, as a change event or as the row alone
///   (`ExtractNewRecordState`), is the command that it holds. Debezium may write
///   it again after a failure, so it comes with a key that stays the same.
/// - Other changes, heartbeats, transactions, changes of the schema and what
///   stands for a deleted row are no events: nothing is done.
/// - Everything else is unreadable.
pub(super) fn event(topic: &str, value: &[u8]) -> Event {
    let read = document::row(value).and_then(|row| match row {
        Some(row) => command(topic, &row),
        None => Ok(Event::Post(Posting::default())),
    });
    read.unwrap_or_else(Event::Unreadable)
}

fn command(topic: &str, row: &Row<'_>) -> Result<Event, String> {
    let method = row.method.clone().into_owned();
    let payload = payload(row.payload)?;
    Ok(match (row.id, row.created_at) {
        (Some(id), Some(created_at)) => {
            Event::Repeatable { key: key(topic, id, created_at), method, payload }
        }
        _ => Event::Command { method, payload },
    })
}

/// JSON, which may come as text (a column of type jsonb does), or the bytes of
/// a message in base64 (a column of type bytea).
fn payload(raw: &RawValue) -> Result<Payload, String> {
    let raw = raw.get();
    if !raw.starts_with('"') {
        return Ok(Payload::Json(Bytes::copy_from_slice(raw.as_bytes())));
    }
    let text: String =
        serde_json::from_str(raw).map_err(|error| format!("payload: {error}: write an object"))?;
    if text.trim_ascii_start().starts_with('{') {
        return Ok(Payload::Json(text.into()));
    }
    match STANDARD.decode(&text) {
        Ok(message) => Ok(Payload::Protobuf(message.into())),
        Err(error) => Err(format!(
            "payload: is text that is neither a JSON object nor base64 ({error}): write an object; \
             for a column of type bytea set Debezium's binary.handling.mode to bytes or base64"
        )),
    }
}

/// The same whenever Debezium writes the row: unlike the position in the WAL,
/// which a snapshot changes. The time tells rows apart whose ids begin again.
fn key(topic: &str, id: &RawValue, created_at: &RawValue) -> String {
    let mut digest = Context::new(&SHA256);
    for part in [topic, "\0", id.get(), "\0", created_at.get()] {
        digest.update(part.as_bytes());
    }
    format!("debezium:{}", STANDARD.encode(&digest.finish().as_ref()[..16]))
}
