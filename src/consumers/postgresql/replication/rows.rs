//! Rows of the outbox, from the messages of a transaction.

use bytes::Bytes;

use super::{
    super::columns::MAX_PAYLOAD_BYTES,
    lsn::Lsn,
    pgoutput::{self, Relation, Value},
};
use crate::consumers::{Event, Payload};

/// The columns that matter; others are the user's.
const COLUMNS: [&str; 5] = ["id", "method", "payload", "partition", "created_at"];
const METHOD: usize = 1;
const PAYLOAD: usize = 2;

/// The oid of type bytea, whose values are protobuf.
const BYTEA: u32 = 17;

/// One inserted row.
#[derive(Debug)]
pub(super) struct Row {
    /// Where its transaction committed.
    pub commit: Lsn,
    /// Which of its transaction's rows it is, from 0.
    pub number: u64,
    values: [Value; 5],
    is_protobuf: bool,
}

/// Where the columns that matter stand in a row.
#[derive(Debug)]
pub(super) struct Columns {
    places: [Option<usize>; 5],
    is_protobuf: bool,
}

impl Columns {
    pub fn of(relation: &Relation) -> Self {
        let columns = &relation.columns;
        let places = COLUMNS.map(|name| columns.iter().position(|column| column.name == name));
        let is_protobuf = places[PAYLOAD].is_some_and(|place| columns[place].kind == BYTEA);
        Self { places, is_protobuf }
    }

    /// Reads a row; none when it is broken.
    pub fn row(&self, tuple: Bytes, is_cut: bool, commit: Lsn, number: u64) -> Option<Row> {
        let all = pgoutput::values(tuple, is_cut)?;
        let value = |place: usize| all.get(place).map(Value::copied);
        let values = self.places.map(|place| place.and_then(value).unwrap_or(Value::Null));
        Some(Row { commit, number, values, is_protobuf: self.is_protobuf })
    }
}

impl Value {
    /// The same on its own: a row must not keep its other columns, nor what
    /// was read with it.
    fn copied(&self) -> Self {
        match self {
            Self::Text(text) => Self::Text(Bytes::copy_from_slice(text)),
            Self::Null | Self::TooLong => self.clone(),
        }
    }
}

impl Row {
    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        let bytes = self.values.iter().map(|value| match value {
            Value::Text(text) => text.len(),
            Value::Null | Value::TooLong => 0,
        });
        size_of::<Self>() + bytes.sum::<usize>()
    }

    /// Its columns, as the dead letters have them.
    pub fn texts(&self) -> [Option<String>; 5] {
        self.values.clone().map(|value| match value {
            Value::Text(text) => Some(String::from_utf8_lossy(&text).into_owned()),
            Value::Null | Value::TooLong => None,
        })
    }

    /// What it asks for.
    pub fn event(&self) -> Event {
        let method = match &self.values[METHOD] {
            Value::Text(method) => String::from_utf8_lossy(method).into_owned(),
            _ => return Event::Unreadable("method is null: name a method".to_owned()),
        };
        let payload = match &self.values[PAYLOAD] {
            Value::Text(text) if self.is_protobuf => hexadecimal(text).map(Payload::Protobuf),
            Value::Text(text) => Some(Payload::Json(text.clone())),
            Value::Null | Value::TooLong => None,
        };
        match payload {
            Some(payload) if payload.len() <= MAX_PAYLOAD_BYTES => {
                Event::Command { method, payload }
            }
            _ => Event::Unreadable(format!(
                "payload is null, or has more than {MAX_PAYLOAD_BYTES} bytes: give the method's \
                 request"
            )),
        }
    }
}

impl Payload {
    fn len(&self) -> usize {
        match self {
            Self::Json(bytes) | Self::Protobuf(bytes) => bytes.len(),
        }
    }
}

/// Reads bytea as text: `\x` and digits.
fn hexadecimal(text: &[u8]) -> Option<Bytes> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    // Two digits are below 256.
    let byte = |pair: &[u8]| Some((digit(pair[0])? << 4 | digit(*pair.get(1)?)?) as u8);
    text.strip_prefix(b"\\x")?.chunks(2).map(byte).collect()
}
