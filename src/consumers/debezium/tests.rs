//! With what the real Debezium 3.7 wrote for rows of an outbox: inserted,
//! updated, deleted, found by a snapshot; and what it tells besides.

use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Captured {
    topic: String,
    value: String,
}

fn captured() -> impl Iterator<Item = Captured> {
    include_str!("captured.jsonl").lines().map(|line| serde_json::from_str(line).unwrap())
}

fn text(event: Event) -> String {
    let said = |method: &str, payload: Payload| match payload {
        Payload::Json(json) => format!("{method} {}", String::from_utf8(json.to_vec()).unwrap()),
        Payload::Protobuf(message) => format!("{method} {message:?}"),
    };
    match event {
        Event::Command { method, payload } => said(&method, payload),
        Event::Repeatable { method, payload, .. } => format!("row: {}", said(&method, payload)),
        Event::Post(posting) if posting.channels.is_empty() => "-".to_owned(),
        Event::Post(posting) => panic!("{posting:?}"),
        Event::Unreadable(reason) => format!("unreadable: {reason}"),
    }
}

fn read(value: &str) -> String {
    text(event("topic", value.as_bytes()))
}

#[test]
fn rows_are_found_in_whatever_debezium_writes() {
    let said: Vec<_> = captured()
        .map(|Captured { topic, value }| {
            let said = text(event(&topic, value.as_bytes()));
            format!("{topic} {said}")
        })
        .collect();
    let with_escapes = r#"row: publish {"data": {"x": "é\"y"}, "channel": "a"}"#;
    let plain = r#"row: publish {"data": 2, "channel": "a"}"#;
    let bytes = r#"row: publish b"\n\x01a\x12\x012""#;
    assert_eq!(
        said,
        [
            "__debezium-heartbeat.plain -",
            "__debezium-heartbeat.schema -",
            "plain.message -",
            &format!("plain.public.outbin {bytes}"),
            r#"plain.public.outbox row: publish {"data": 0, "channel": "a"}"#,
            &format!("plain.public.outbox {with_escapes}"),
            "plain.public.outbox -",
            &format!("plain.public.outbox {plain}"),
            "plain.public.outbox -",
            "plain.transaction -",
            "plain.transaction -",
            "schema.message -",
            &format!("schema.public.outbin {bytes}"),
            &format!("schema.public.outbox {with_escapes}"),
            "schema.public.outbox -",
            "schema.public.outbox -",
            "schema.transaction -",
            "schema.transaction -",
            &format!("unwrap.public.outbin {bytes}"),
            &format!("unwrap.public.outbox {with_escapes}"),
            "unwrap.public.outbox -",
            &format!("unwrap.public.outbox {plain}"),
            // An update, which looks like an insert without `add.fields=op`.
            &format!("unwrap.public.outbox {plain}"),
            &format!("unwrapschema.public.outbox {with_escapes}"),
            "unwrapschema.public.outbox -",
            &format!("unwrapschema.public.outbox {plain}"),
            "unwrapschema.public.outbox -",
        ]
    );
}

/// The key of a row.
fn key_of(topic: &str, value: &str) -> Option<String> {
    match event(topic, value.as_bytes()) {
        Event::Repeatable { key, .. } => Some(key),
        _ => None,
    }
}

#[test]
fn the_key_is_the_rows_own_in_whatever_form_it_comes() {
    let at = "2026-11-24T21:50:39.456088Z";
    let row = format!(r#"{{"id":2,"method":"publish","payload":"{{}}","created_at":"{at}"}}"#);
    let key = key_of("t", &row).unwrap();
    let with_escapes = captured().filter(|captured| captured.value.contains("\"lsn\":22294056"));
    let keys: Vec<_> = with_escapes.map(|captured| key_of("t", &captured.value)).collect();
    assert_eq!(keys, [Some(key.clone()), Some(key.clone())]);
    // As a snapshot tells of it, somewhere else in the WAL.
    let found = format!(r#"{{"op":"r","after":{row},"source":{{"lsn":7}}}}"#);
    assert_eq!(key_of("t", &found).unwrap(), key);
    for other in [row.replace(":2,", ":3,"), row.replace("21:50", "21:51")] {
        assert_ne!(key_of("t", &other).unwrap(), key, "{other}");
    }
    assert_ne!(key_of("other", &row).unwrap(), key);
    assert_eq!(key_of("t", &row.replace("created_at", "other")), None);
    assert_eq!(key_of("t", &row.replace("\"id\"", "\"other\"")), None);
}

#[test]
fn plain_commands_are_read_as_they_are() {
    let command = r#" {"payload": {"channel": "a", "data": "\u00e9"}, "method": "publ\u0069sh"}"#;
    assert_eq!(read(command), r#"publish {"channel": "a", "data": "\u00e9"}"#);
    // Fields of the command's own are none of Debezium's.
    let command = r#"{"method": "publish", "op": "d", "schema": {}, "payload": {"after": 1}}"#;
    assert_eq!(read(command), r#"publish {"after": 1}"#);
    let others =
        r#"{"method": "publish", "op": 1, "__op": [], "__deleted": 0, "payload": {"after": 1}}"#;
    assert_eq!(read(others), r#"publish {"after": 1}"#);
    let enveloped = format!(r#"{{"schema": null, "payload": {command}}}"#);
    assert_eq!(read(&enveloped), r#"publish {"after": 1}"#);
}

#[test]
fn what_stands_for_nothing_is_no_event() {
    let changed =
        r#"{"source": {}, "ts_ms": 1, "databaseName": "d", "ddl": "x", "tableChanges": []}"#;
    for value in ["null", " null\n", r#"{"schema": {}, "payload": null}"#, changed] {
        assert_eq!(read(value), "-", "{value}");
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    for (value, reason) in [
        ("", "no JSON object"),
        ("\u{0}\u{0}avro", "value.converter"),
        ("7", "no JSON object"),
        (r#"["publish", {}]"#, "no JSON object"),
        (r#"{"method": "publish", "payload": {}"#, "EOF"),
        (r#"{"method": "publish", "method": "publish", "payload": {}}"#, "duplicate"),
        (r#"{"method": 7, "payload": {}}"#, "expected a string"),
        (r#"{"method": null, "payload": {}}"#, "no \"method\""),
        (r#"{"method": "publish", "payload": null}"#, "no \"payload\""),
        (r#"{"ts_ms": 1, "name": "x"}"#, "no \"method\""),
        (r#"{"id": 1, "text": "another table"}"#, "table.include.list"),
        (r#"{"op": "c", "after": {"id": 1}}"#, "no \"method\""),
        (r#"{"op": "c", "after": null}"#, "no row after it"),
        (r#"{"op": "x", "after": {}}"#, "\"x\" is not the kind of a change"),
        (r#"{"op": "c", "after": [1]}"#, "no JSON object"),
        (r#"{"schema": {}, "payload": 7}"#, "no JSON object"),
        (r#"{"schema": {}, "payload": {"schema": {}, "payload": {}}}"#, "no \"method\""),
        (r#"{"method": "publish", "payload": "0a!"}"#, "neither a JSON object nor base64"),
        (r#"{"method": "publish", "payload": "\ud800"}"#, "payload"),
    ] {
        let said = read(value);
        assert!(said.starts_with("unreadable: "), "{value}: {said}");
        assert!(said.contains(reason), "{value}: {said}");
    }
}
