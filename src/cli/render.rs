//! What commands print: results to stdout, for people or as one JSON object a
//! line, and notes to stderr.

use std::{
    borrow::Cow,
    io::{self, ErrorKind, Write},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use super::Failure;
use crate::{model, pb::api};

/// Whether the reader of stdout wants more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    Reads,
    /// Such as `| head` after its last line.
    Gone,
}

/// Writes one line to stdout.
///
/// # Errors
/// Those of stdout, except that a reader who has seen enough is fine.
pub(super) fn line(text: &str) -> Result<Reader, Failure> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Ok(()) => Ok(Reader::Reads),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(error.into()),
    }
}

/// Writes one line to stderr; a closed terminal is nobody to tell.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// `3 publications`, `1 publication`.
pub(super) fn publications(count: u64) -> String {
    format!("{count} publication{}", if count == 1 { "" } else { "s" })
}

/// `3 connections`, `1 connection`.
pub(super) fn connections(count: u32) -> String {
    format!("{count} connection{}", if count == 1 { "" } else { "s" })
}

/// One publication as a line for people: channel, offset, payload.
pub(super) fn publication(channel: &str, offset: u64, data: &[u8]) -> String {
    let offset = match offset {
        0 => Cow::Borrowed("-"),
        offset => offset.to_string().into(),
    };
    format!("{channel} {offset} {}", payload(data))
}

/// The payload on one line. Control characters are escaped: whoever publishes
/// must not be able to write to somebody's terminal.
pub(super) fn payload(data: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(data) else {
        return format!("base64:{}", STANDARD.encode(data));
    };
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}') {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

/// Text of clients on one line, as [`payload`].
pub(super) fn text(text: &str) -> String {
    payload(text.as_bytes())
}

/// A publication from a subscription as JSON.
pub(super) fn publication_json(channel: &str, epoch: &str, from: &model::Publication) -> Value {
    let mut object = object(channel, epoch, from.offset, &from.data);
    extend(&mut object, &from.tags, from.time_ms, from.version);
    if let Some(info) = &from.info {
        object.insert("user".into(), info.user.as_str().into());
        object.insert("client".into(), info.client.as_str().into());
    }
    object.into()
}

/// A publication from the history as JSON.
pub(super) fn history_json(channel: &str, epoch: &str, from: &api::Publication) -> Value {
    let mut object = object(channel, epoch, from.offset, &from.data);
    extend(&mut object, &from.tags, from.time_ms.try_into().unwrap_or(0), from.version);
    if let Some(info) = &from.info {
        object.insert("user".into(), (&*info.user).into());
        object.insert("client".into(), (&*info.client).into());
    }
    object.into()
}

fn object(channel: &str, epoch: &str, offset: u64, data: &[u8]) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("event".into(), "publication".into());
    object.insert("channel".into(), channel.into());
    object.insert("offset".into(), offset.into());
    object.insert("epoch".into(), epoch.into());
    insert_bytes(&mut object, "data", data);
    object
}

/// Text under `name`, other bytes as base64 under `name` and `_b64`.
pub(super) fn insert_bytes(object: &mut Map<String, Value>, name: &str, data: &[u8]) {
    match std::str::from_utf8(data) {
        Ok(text) => object.insert(name.into(), text.into()),
        Err(_) => object.insert(format!("{name}_b64"), STANDARD.encode(data).into()),
    };
}

/// Who joined or left a channel, as JSON.
pub(super) fn member_json(event: &str, channel: &str, info: &model::ClientInfo) -> Value {
    let mut object = Map::new();
    object.insert("event".into(), event.into());
    object.insert("channel".into(), channel.into());
    object.insert("user".into(), info.user.as_str().into());
    object.insert("client".into(), info.client.as_str().into());
    for (name, info) in [("conn_info", &info.conn_info), ("chan_info", &info.chan_info)] {
        if !info.is_empty() {
            insert_bytes(&mut object, name, info);
        }
    }
    object.into()
}

/// Who joined or left a channel, for people.
pub(super) fn member(info: &model::ClientInfo) -> String {
    match info.user.as_str() {
        "" => format!("an anonymous user (client {})", info.client.as_str()),
        user => format!("user {} (client {})", payload(user.as_bytes()), info.client.as_str()),
    }
}

fn extend(object: &mut Map<String, Value>, tags: &model::Tags, time_ms: u64, version: u64) {
    object.insert("time_ms".into(), time_ms.into());
    if !tags.is_empty() {
        object.insert("tags".into(), json!(tags));
    }
    if version > 0 {
        object.insert("version".into(), version.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publication_is_one_line_whatever_is_in_it() {
        assert_eq!(publication("chat:room", 8, b"hello"), "chat:room 8 hello");
        assert_eq!(publication("c", 0, "a\nb\x1b[2Jé".as_bytes()), "c - a\\nb\\u{1b}[2Jé");
        assert_eq!(publication("c", 1, &[0xff, 0xfe]), "c 1 base64://4=");
    }

    #[test]
    fn json_keeps_every_byte() {
        let mut publication = api::Publication { offset: 3, ..Default::default() };
        publication.data = "a\n\"".into();
        assert_eq!(history_json("c", "e", &publication)["data"], "a\n\"");
        publication.data = vec![0xff].into();
        let json = history_json("c", "e", &publication);
        assert_eq!((&json["data_b64"], json.get("data")), (&"/w==".into(), None));
    }
}
