use super::*;
use crate::{
    engine::BrokerError,
    model::{ClientError, InvalidChannel, StreamPosition, code},
    node::{ControlError, NodeError},
};

fn publish(json: &str) -> Result<PublishRequest, CommandError> {
    match Command::from_json("publish", json.as_bytes())? {
        Command::Publish(request) => Ok(request),
        other => panic!("{other:?}"),
    }
}

#[test]
fn data_is_published_as_it_was_written() {
    for data in ["1", "null", "\"x\"", "{ \"b\":1,  \"a\" : [1.50, 1e3] }", "[]", "-0.0"] {
        let request = publish(&format!("{{\"channel\": \"c\", \"data\": {data} }}")).unwrap();
        let (channel, message) = request.into_message().unwrap();
        assert_eq!((channel.as_str(), &*message.data), ("c", data.as_bytes()));
    }
}

#[test]
fn base64_counts_before_data_and_one_of_them_is_needed() {
    let message = |json: &str| publish(json).unwrap().into_message().map(|(_, message)| message);
    assert_eq!(message(r#"{"data": 1, "b64data": "AP8="}"#).unwrap().data, &[0, 0xff][..]);
    for (json, field) in [
        (r#"{"channel": "c"}"#, "data"),
        (r#"{"data": 1, "b64data": "AP8"}"#, "b64data"),
        (r#"{"data": 1, "b64data": "_-8="}"#, "b64data"),
    ] {
        match message(json) {
            Err(CommandError::Invalid { field: told, .. }) => assert_eq!(told, field, "{json}"),
            other => panic!("{json}: {other:?}"),
        }
    }
}

#[test]
fn null_and_unknown_fields_change_nothing() {
    let bare = publish(r#"{"channel": "c", "data": 1}"#).unwrap();
    let full = r#"{"channel": "c", "data": 1, "b64data": null, "skip_history": null, "tags": null,
                   "idempotency_key": null, "version": null, "version_epoch": null,
                   "delta": true, "more": {"a": [1]}}"#;
    assert_eq!(publish(full).unwrap(), bare);
    let json = br#"{"user": "42", "channel": "c", "override": null, "recover_since": null,
                    "info": null, "expire_at": null}"#;
    let bare = br#"{"user": "42", "channel": "c"}"#;
    let read = |json: &[u8]| match Command::from_json("subscribe", json) {
        Ok(Command::Subscribe(request)) => {
            (request.r#override.clone(), request.recover_since.clone(), request.info.unless_null())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(read(json), read(bare));
}

#[test]
fn what_is_wrong_is_named() {
    for (method, json, part) in [
        ("publish", r#"{"channel": 1}"#, "channel: invalid type: integer `1`, expected a string"),
        ("publish", r#"{"tags": {"a": 1}}"#, "tags.a: invalid type: integer `1`"),
        ("publish", r#"{"version": -1}"#, "version: invalid value: integer `-1`"),
        ("publish", r#"{"version": "1"}"#, "version: invalid type: string \"1\""),
        ("broadcast", r#"{"channels": ["a", 2]}"#, "channels[1]: invalid type"),
        ("subscribe", r#"{"override": {"presence": true}}"#, "override.presence: invalid type"),
        ("history", r#"{"since": {"offset": -1}}"#, "since.offset: invalid value"),
        ("publish", "[]", "invalid type: sequence, expected a JSON object"),
        ("publish", "7", "expected a JSON object"),
        ("disconnect", r#"{"disconnect": [3500]}"#, "disconnect: invalid type: sequence"),
        ("history", r#"{"since": [1, "a"]}"#, "since: invalid type: sequence"),
        ("publish", "", "EOF while parsing a value"),
        ("publish", "{\"channel\": ", "EOF while parsing"),
        ("publish", "{} {}", "trailing characters"),
        ("publish", "{\"channel\": \"\u{7f}", "EOF"),
    ] {
        match Command::from_json(method, json.as_bytes()) {
            Err(error @ CommandError::Malformed(_)) => {
                let text = error.to_string();
                assert!(text.contains(part), "{json}: {text}");
                assert_eq!((error.code(), error.is_transient()), (107, false));
            }
            other => panic!("{json}: {other:?}"),
        }
    }
    let deep = "[".repeat(100_000);
    assert!(publish(&format!("{{\"data\": {deep}")).is_err());
    assert!(Command::from_json("publish", b"{\"channel\": \"\xff\"}").is_err());
}

#[test]
fn methods_that_only_read_are_none_for_those_who_do_not_wait() {
    let asynchronous: Vec<_> = Command::asynchronous_methods().collect();
    let expected = [
        "publish",
        "broadcast",
        "subscribe",
        "unsubscribe",
        "disconnect",
        "refresh",
        "history_remove",
    ];
    assert_eq!(asynchronous, expected);
    for method in Command::METHODS {
        let command = Command::from_json(method, b"{}").unwrap();
        assert_eq!(command.method().as_str(), *method);
        assert_eq!(Command::method_named(method), Some(command.method()));
        let taken = Command::asynchronous(method, b"{}").is_ok();
        assert_eq!(taken, expected.contains(method), "{method}");
    }
    for method in ["history", "rpc", "Publish", ""] {
        let error = Command::asynchronous(method, b"{}").unwrap_err();
        assert_eq!((error.code(), error.is_transient()), (104, false), "{method}");
        assert!(error.to_string().contains("use one of publish, broadcast"), "{error}");
    }
}

#[test]
fn a_key_of_ones_own_is_kept() {
    for (method, json, key) in [
        ("publish", r#"{"idempotency_key": "mine"}"#, Some("mine")),
        ("publish", "{}", Some("derived")),
        ("broadcast", "{}", Some("derived")),
        ("disconnect", "{}", None),
    ] {
        let mut command = Command::from_json(method, json.as_bytes()).unwrap();
        command.set_default_idempotency_key(|| "derived".to_owned());
        let got = match &command {
            Command::Publish(request) => Some(request.idempotency_key.as_str()),
            Command::Broadcast(request) => Some(request.idempotency_key.as_str()),
            _ => None,
        };
        assert_eq!(got, key, "{method} {json}");
    }
}

#[test]
fn only_what_may_pass_by_itself_is_transient() {
    let refused = |code, temporary| {
        let error = ClientError { temporary, ..ClientError::new(code, "no") };
        CommandError::Control(ControlError::Refused { refused: 1, of: 2, error })
    };
    let node = |error: NodeError| CommandError::Control(ControlError::Node(error));
    for (error, code, transient) in [
        (NodeError::Broker(BrokerError::Overloaded).into(), 111, true),
        (NodeError::Broker(BrokerError::OutcomeUnknown("io".into())).into(), 100, true),
        (node(NodeError::Broker(BrokerError::ShuttingDown)), 100, true),
        (CommandError::Control(ControlError::Busy { busy: 1, of: 2 }), 100, true),
        (refused(code::INTERNAL, true), 100, true),
        (refused(code::LIMIT_EXCEEDED, false), 106, false),
        (CommandError::Starting, 100, true),
        (NodeError::InvalidChannel(InvalidChannel::Empty).into(), 107, false),
        (node(NodeError::HistoryOff { namespace: String::new() }), 108, false),
        (
            NodeError::Unrecoverable {
                since: StreamPosition::default(),
                newest: StreamPosition::default(),
            }
            .into(),
            112,
            false,
        ),
        (CommandError::NotAllowed("no".into()), 103, false),
        (CommandError::Unauthorized("no".into()), 101, false),
        (CommandError::TooLarge("no".into()), 106, false),
    ] {
        assert_eq!((error.code(), error.is_transient()), (code, transient), "{error:?}");
        let json = serde_json::to_value(&error).unwrap();
        assert_eq!(json["code"], code);
        assert_eq!(json.get("temporary").is_some(), transient);
    }
}

#[test]
fn errors_are_bounded_one_by_one_and_together() {
    let long = || Err(CommandError::NotAllowed("ü".repeat(10_000)));
    let reply = BroadcastReply { responses: (0..10_000).map(|_| long()).collect() };
    let json = serde_json::to_string(&reply).unwrap();
    assert!(json.len() < 3 << 20, "{} bytes", json.len());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for response in json["responses"].as_array().unwrap() {
        assert_eq!(response["error"]["code"], 103);
        assert!(response["error"]["message"].as_str().is_some_and(|text| !text.is_empty()));
    }
}

#[test]
fn batches_are_read_in_order_and_bounded() {
    let json = br#"{"commands": [{"history": {"channel": "a"}}, {}, {"id": 1, "rpc": {}},
                                 {"publish": null, "info": {}}]}"#;
    let batch: BatchRequest = from_json(json).unwrap();
    let methods = batch.into_commands().unwrap().into_iter();
    let methods: Vec<_> = methods.map(|command| command.map(|it| it.method().as_str())).collect();
    assert_eq!(methods, [Some("history"), None, None, Some("info")]);
    let error = from_json::<BatchRequest>(br#"{"commands": [{}, {"publish": {"channel": 1}}]}"#);
    let text = error.unwrap_err().to_string();
    assert!(text.starts_with("commands[1].publish.channel: invalid type"), "{text}");
    let many = format!("{{\"commands\": [{}{{}}]}}", "{},".repeat(10_000));
    let batch: BatchRequest = from_json(many.as_bytes()).unwrap();
    assert!(batch.into_commands().unwrap_err().to_string().contains("split it"));
}
