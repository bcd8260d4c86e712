//! The forms in which a row comes.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};

const FORM: &str = r#"{"method": "publish", "payload": {...}}"#;

/// What a command needs of a row.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub method: Cow<'a, str>,
    pub payload: &'a RawValue,
    /// None unless the row has it.
    pub id: Option<&'a RawValue>,
    /// None unless the row has it.
    pub created_at: Option<&'a RawValue>,
}

/// A command, a row, a change event or a schema envelope: they differ by the
/// fields that are there.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    method: Option<Text<'a>>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    created_at: Option<&'a RawValue>,
    #[serde(borrow)]
    schema: Option<&'a RawValue>,
    #[serde(borrow)]
    op: Option<&'a RawValue>,
    #[serde(borrow)]
    after: Option<&'a RawValue>,
    #[serde(borrow, rename = "__op")]
    row_op: Option<&'a RawValue>,
    #[serde(borrow, rename = "__deleted")]
    deleted: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// The row in a record's value; none when the value tells of something else
/// that is known.
pub(super) fn row(value: &[u8]) -> Result<Option<Row<'_>>, String> {
    if value.trim_ascii() == b"null" {
        return Ok(None);
    }
    let mut value = value;
    let mut document = Document::read(value)?;
    if document.is_envelope() {
        let Some(payload) = document.payload else { return Ok(None) };
        value = payload.get().as_bytes();
        document = Document::read(value)?;
    }
    if document.is_change() {
        if !is_insert(text(document.op))? {
            return Ok(None);
        }
        let Some(after) = document.after else {
            return Err("the change has no row after it: let Debezium write \"after\"".to_owned());
        };
        document = Document::read(after.get().as_bytes())?;
    } else if document.method.is_none() && is_notice(value) {
        return Ok(None);
    }
    match document.is_deleted() || !is_insert(text(document.row_op))? {
        true => Ok(None),
        false => document.into_row().map(Some),
    }
}

impl<'a> Document<'a> {
    fn read(json: &'a [u8]) -> Result<Self, String> {
        // An array would pass for a list of the fields.
        if !json.trim_ascii_start().starts_with(b"{") {
            return Err(format!(
                "the value is no JSON object: write {FORM}; in Kafka Connect set value.converter to \
                 org.apache.kafka.connect.json.JsonConverter"
            ));
        }
        serde_json::from_slice(json)
            .map_err(|error| format!("the value cannot be read ({error}): write {FORM}"))
    }

    fn is_envelope(&self) -> bool {
        let is_other = self.method.is_some() || text(self.op).is_some();
        !is_other && (self.schema.is_some() || self.payload.is_some())
    }

    fn is_change(&self) -> bool {
        text(self.op).is_some() && self.method.is_none()
    }

    /// With `delete.tombstone.handling.mode=rewrite`.
    fn is_deleted(&self) -> bool {
        self.deleted.is_some_and(|deleted| matches!(deleted.get(), "true" | "\"true\""))
    }

    fn into_row(self) -> Result<Row<'a>, String> {
        let missing = |field| {
            format!(
                "has no {field:?}: write {FORM}; of a database let Debezium capture the outbox table \
                 only (table.include.list), with all its columns"
            )
        };
        Ok(Row {
            method: self.method.ok_or_else(|| missing("method"))?.0,
            payload: self.payload.ok_or_else(|| missing("payload"))?,
            id: self.id,
            created_at: self.created_at,
        })
    }
}

/// A text as Debezium writes its own; other values are an application's.
fn text(value: Option<&RawValue>) -> Option<&str> {
    value?.get().strip_prefix('"')?.strip_suffix('"')
}

/// Whether a change brings a row: one that was inserted, or found by a snapshot.
fn is_insert(op: Option<&str>) -> Result<bool, String> {
    match op {
        None | Some("c" | "r") => Ok(true),
        Some("u" | "d" | "t" | "m") => Ok(false),
        Some(other) => Err(format!(
            "{other:?} is not the kind of a change: c, r, u, d, t and m are, as Debezium writes them"
        )),
    }
}

/// A heartbeat, the begin or end of a transaction, or a change of the schema.
fn is_notice(value: &[u8]) -> bool {
    let Ok(fields) = serde_json::from_slice::<Map<String, Value>>(value) else { return false };
    let has = |names: &[&str]| names.iter().all(|name| fields.contains_key(*name));
    has(&["ts_ms"]) && fields.len() == 1
        || has(&["status", "id", "event_count", "data_collections"])
        || has(&["source", "databaseName", "tableChanges"])
}
