//! The OpenAPI document says what the code does; tests/clients holds it
//! against answers of a real server.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::*;
use crate::{
    commands::{
        BroadcastReply, ChannelReply, ChannelsReply, ConnectionsReply, Flag, HistoryReply,
        InfoReply, NodeReply, Position, PositionReply, PresenceReply, PresenceStatsReply,
        PublishReply, Told, Wanted,
    },
    engine::{Continuity, HistoryPage},
    model::{ClientInfo, Publication, StreamPosition, Tags},
};

fn document() -> Value {
    serde_json::from_str(OPENAPI).unwrap()
}

fn schema<'a>(document: &'a Value, name: &str) -> &'a Value {
    let schema = &document["components"]["schemas"][name];
    assert!(schema.is_object(), "no schema {name}");
    schema
}

fn schema_name(method: &str, kind: &str) -> String {
    let words = method.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect::<String>() + kind
}

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect()
}

#[test]
fn every_route_is_documented_and_no_other() {
    let document = document();
    let methods = Command::METHODS.iter().copied().chain(["batch"]);
    let mut routes: BTreeMap<_, _> =
        methods.map(|method| (format!("/api/{method}"), "post")).collect();
    routes.insert("/api/openapi.json".into(), "get");
    let documented = document["paths"].as_object().unwrap();
    assert_eq!(routes.keys().collect::<BTreeSet<_>>(), documented.keys().collect());
    for (path, verb) in &routes {
        assert_eq!(keys(&documented[path]), BTreeSet::from([*verb]), "{path}");
    }
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let methods: BTreeSet<_> = Command::METHODS.iter().copied().collect();
    assert_eq!(keys(&schema(&document, "Command")["properties"]), methods);
    let mut replies = keys(&schema(&document, "Reply")["properties"]);
    assert!(replies.remove("error"));
    assert_eq!(replies, methods);
}

#[test]
fn every_field_of_a_request_is_documented_and_no_other() {
    let document = document();
    let documented = |name: &str| keys(&schema(&document, name)["properties"]).into_iter();
    let same = |name: &str, fields: &[&'static str]| {
        let fields: BTreeSet<_> = fields.iter().map(|name| name.trim_start_matches("r#")).collect();
        assert_eq!(documented(name).collect::<BTreeSet<_>>(), fields, "{name}");
    };
    for method in Command::METHODS {
        same(&schema_name(method, "Request"), Command::fields(method));
    }
    same("Disconnect", Told::FIELDS);
    same("StreamPosition", Position::FIELDS);
    same("SubscribeOptionOverride", Wanted::FIELDS);
    same("BoolValue", Flag::FIELDS);
}

/// A value that is not of a documented type.
fn of_another_type(property: &Value) -> Option<Value> {
    match property["type"].as_str() {
        Some("string") | Some("boolean") | Some("array") | Some("object") => Some(json!(1)),
        Some("integer") => Some(json!("1")),
        // Another schema, or any JSON.
        _ => property.get("$ref").map(|_| json!(1)),
    }
}

#[test]
fn a_field_of_another_type_than_documented_is_refused_by_its_name() {
    let document = document();
    for method in Command::METHODS {
        let name = schema_name(method, "Request");
        for (field, property) in schema(&document, &name)["properties"].as_object().unwrap() {
            let Some(wrong) = of_another_type(property) else {
                assert!(matches!(field.as_str(), "data" | "info"), "{field} has no type");
                continue;
            };
            let payload = json!({ field: wrong }).to_string();
            let error = Command::from_json(method, payload.as_bytes()).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{field}: invalid type")), "{method}: {error}");
        }
    }
}

fn client(info: &'static str) -> ClientInfo {
    ClientInfo {
        user: "42".into(),
        client: "a".into(),
        conn_info: info.into(),
        chan_info: info.into(),
    }
}

/// Answers in which no field is left out, by the names of their schemas.
fn full_replies() -> Vec<(&'static str, Value)> {
    let position = || StreamPosition { offset: 1, epoch: "e".into() };
    let publish = || PublishReply { offset: 1, epoch: "e".into(), duplicate: true };
    let publication = |data: &'static str, info: &'static str| Publication {
        offset: 1,
        data: data.into(),
        tags: Tags::from([("a".into(), "b".into())]),
        info: Some(client(info)),
        time_ms: 1,
        version: 1,
    };
    let history = HistoryReply::from(HistoryPage {
        publications: vec![publication("{}", "{}").into(), publication("x", "x").into()],
        position: position(),
        continuity: Continuity::Unbroken,
        truncated: true,
    });
    let presence = [("a", "{}"), ("b", "x")].map(|(id, info)| (id.into(), (&client(info)).into()));
    let channels = BTreeMap::from([("c".into(), ChannelReply { num_clients: 1 })]);
    let responses = vec![Ok(publish()), Err(CommandError::Starting)];
    let node = NodeReply {
        uid: "n".into(),
        name: "n".into(),
        version: "0".into(),
        num_clients: 0,
        num_users: 0,
        num_subs: 0,
        num_channels: 0,
        uptime: 0,
    };
    let connections = || Reply::Connections(ConnectionsReply { connections: 0 });
    let stats = PresenceStatsReply { num_clients: 1, num_users: 1 };
    let replies = [
        ("PublishResult", Reply::Publish(publish())),
        ("BroadcastResult", Reply::Broadcast(BroadcastReply { responses })),
        ("SubscribeResult", connections()),
        ("UnsubscribeResult", connections()),
        ("DisconnectResult", connections()),
        ("RefreshResult", connections()),
        ("PresenceResult", Reply::Presence(PresenceReply { presence: presence.into() })),
        ("PresenceStatsResult", Reply::PresenceStats(stats)),
        ("HistoryResult", Reply::History(history)),
        ("HistoryRemoveResult", Reply::HistoryRemove(PositionReply::from(position()))),
        ("ChannelsResult", Reply::Channels(ChannelsReply { channels })),
        ("InfoResult", Reply::Info(InfoReply { nodes: vec![node] })),
    ];
    replies.into_iter().map(|(name, reply)| (name, serde_json::to_value(reply).unwrap())).collect()
}

/// Walks a value beside its schema: notes which properties of which schema
/// came, and refuses what is not documented.
fn walk<'a>(
    document: &'a Value,
    schema: &'a Value,
    value: &Value,
    seen: &mut BTreeSet<(String, String)>,
    name: &str,
) {
    if let Some(target) = schema["$ref"].as_str() {
        let target = target.rsplit('/').next().unwrap();
        return walk(document, self::schema(document, target), value, seen, target);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = |choice: &&Value| keys(&choice["properties"]).is_superset(&keys(value));
        let choice = choices.iter().find(fits).expect("a choice fits");
        return walk(document, choice, value, seen, name);
    }
    for element in value.as_array().into_iter().flatten() {
        walk(document, &schema["items"], element, seen, name);
    }
    for (key, element) in value.as_object().into_iter().flatten() {
        match (&schema["properties"][key], &schema["additionalProperties"]) {
            (Value::Null, Value::Null) if schema["type"] == "object" => {
                panic!("{name}: {key} is not documented")
            }
            (Value::Null, every) => walk(document, every, element, seen, name),
            (property, _) => {
                seen.insert((name.to_owned(), key.clone()));
                walk(document, property, element, seen, name);
            }
        }
    }
}

#[test]
fn every_field_of_an_answer_is_documented_and_no_other() {
    let document = document();
    let mut seen = BTreeSet::new();
    let replies = full_replies();
    for (name, value) in &replies {
        walk(&document, schema(&document, name), value, &mut seen, name);
    }
    let nested = ["Publication", "ClientInfo", "ChannelInfo", "NodeResult", "Error"];
    for name in replies.iter().map(|(name, _)| *name).chain(nested) {
        for property in keys(&schema(&document, name)["properties"]) {
            let key = (name.to_owned(), property.to_owned());
            assert!(seen.contains(&key), "{name}: {property} is never answered");
        }
    }
}
