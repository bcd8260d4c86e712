//! Messages of the output plugin `pgoutput`, protocol version 1.

use bytes::{Buf as _, Bytes};

use super::lsn::Lsn;

/// From 1970 to 2000, where PostgreSQL's time begins.
pub(super) const EPOCH_US: i64 = 946_684_800_000_000;

/// What of a transaction matters here.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Message {
    Begin {
        commit: Lsn,
        committed_us: i64,
    },
    Commit {
        end: Lsn,
    },
    Relation(Relation),
    /// `tuple` is for [`values`].
    Insert {
        relation: u32,
        tuple: Bytes,
    },
    Other,
}

/// A table as the rows that follow have it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub id: u32,
    pub schema: String,
    pub name: String,
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub name: String,
    /// The oid of its type.
    pub kind: u32,
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    Text(Bytes),
    /// Its bytes are more than were kept.
    TooLong,
}

impl Message {
    /// Reads a message; none when it is broken.
    pub fn read(mut body: Bytes) -> Option<Self> {
        Some(match body.try_get_u8().ok()? {
            b'B' => Self::Begin {
                commit: Lsn(body.try_get_u64().ok()?),
                committed_us: body.try_get_i64().ok()?.wrapping_add(EPOCH_US),
            },
            b'C' => {
                let (_flags, _commit) = (body.try_get_u8().ok()?, body.try_get_u64().ok()?);
                Self::Commit { end: Lsn(body.try_get_u64().ok()?) }
            }
            b'R' => Self::Relation(relation(&mut body)?),
            b'I' => {
                let relation = body.try_get_u32().ok()?;
                let b'N' = body.try_get_u8().ok()? else { return None };
                Self::Insert { relation, tuple: body }
            }
            _ => Self::Other,
        })
    }
}

fn relation(body: &mut Bytes) -> Option<Relation> {
    let id = body.try_get_u32().ok()?;
    let (schema, name) = (text(body)?, text(body)?);
    let _replica_identity = body.try_get_u8().ok()?;
    let count = body.try_get_u16().ok()?;
    let mut column = || {
        let _flags = body.try_get_u8().ok()?;
        let name = text(body)?;
        let (kind, _modifier) = (body.try_get_u32().ok()?, body.try_get_i32().ok()?);
        Some(Column { name, kind })
    };
    let columns = (0..count).map(|_| column()).collect::<Option<_>>()?;
    Some(Relation { id, schema, name, columns })
}

/// The values of a row in the order of its table's columns; none when it is
/// broken. `is_cut` when only the head of the tuple is there.
pub(super) fn values(mut tuple: Bytes, is_cut: bool) -> Option<Vec<Value>> {
    let count = tuple.try_get_u16().ok()?;
    let mut values = Vec::with_capacity(usize::from(count));
    while values.len() < usize::from(count) {
        match value(&mut tuple)? {
            Value::TooLong if !is_cut => return None,
            value => values.push(value),
        }
    }
    Some(values)
}

fn value(tuple: &mut Bytes) -> Option<Value> {
    let Ok(kind) = tuple.try_get_u8() else { return Some(Value::TooLong) };
    match kind {
        b'n' | b'u' => Some(Value::Null),
        b't' | b'b' => Some(match tuple.try_get_u32() {
            Ok(length) if length as usize <= tuple.len() => {
                Value::Text(tuple.split_to(length as usize))
            }
            _ => {
                tuple.clear();
                Value::TooLong
            }
        }),
        _ => None,
    }
}

fn text(body: &mut Bytes) -> Option<String> {
    let end = body.iter().position(|byte| *byte == 0)?;
    let text = String::from_utf8(body.split_to(end).to_vec()).ok()?;
    body.advance(1);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELATION: &[u8] =
        b"R\0\0\x40\x01public\0outbox\0d\0\x02\x01id\0\0\0\0\x14\xff\xff\xff\xff\
        \0payload\0\0\0\x0e\xda\xff\xff\xff\xff";
    const INSERT: &[u8] = b"I\0\0\x40\x01N\0\x03t\0\0\0\x0212nt\0\0\0\x03abc";

    #[test]
    fn messages_are_read_and_broken_ones_are_none() {
        let Some(Message::Relation(relation)) = Message::read(Bytes::from_static(RELATION)) else {
            panic!("a relation");
        };
        let columns: Vec<_> = relation.columns.iter().map(|c| (&*c.name, c.kind)).collect();
        assert_eq!((relation.id, &*relation.schema, &*relation.name), (0x4001, "public", "outbox"));
        assert_eq!(columns, [("id", 20), ("payload", 3802)]);
        for end in 0..RELATION.len() {
            assert_eq!(Message::read(Bytes::from_static(&RELATION[..end])), None, "{end}");
        }
        let Some(Message::Insert { relation, tuple }) = Message::read(Bytes::from_static(INSERT))
        else {
            panic!("an insert");
        };
        let text = |text: &'static str| Value::Text(text.into());
        assert_eq!(relation, 0x4001);
        assert_eq!(values(tuple.clone(), false).unwrap(), [text("12"), Value::Null, text("abc")]);
        for end in 2..tuple.len() {
            let head = tuple.slice(..end);
            assert_eq!(values(head.clone(), false), None, "{end}");
            let cut = values(head, true).unwrap();
            assert_eq!((cut.len(), &cut[2]), (3, &Value::TooLong), "{end}");
        }
    }
}
