//! Many commands in one request.

use serde_json::{Value, json};

use super::{TRANSPORT, told};
use crate::support::Server;

#[tokio::test]
async fn each_command_answers_for_itself_in_order() {
    let server = Server::start(&[]).await;
    let publish = |channel: &str| json!({"publish": {"channel": channel, "data": 1}});
    for parallel in [json!(false), json!(true), Value::Null] {
        let commands = json!([
            publish("log:a"),
            publish("no:a"),
            {"history": {"channel": "plain:a"}},
            {},
            {"rpc": {"method": "x"}},
            {"disconnect": {"user": "nobody"}},
            {"broadcast": {"channels": ["log:a", "no:a"], "data": 1}},
            {"history_remove": {"channel": "log:a"}},
        ]);
        let body = json!({"commands": commands, "parallel": parallel}).to_string();
        let answer = server.post_with("batch", &[TRANSPORT], body.as_bytes()).await;
        assert_eq!(answer.status, 200);
        let replies = answer.json["replies"].as_array().unwrap();
        let outcomes = replies.iter().map(|reply| {
            let (key, value) = reply.as_object().unwrap().iter().next().unwrap();
            if key == "error" { told(value).0.to_string() } else { key.clone() }
        });
        let outcomes: Vec<_> = outcomes.collect();
        let expected =
            ["publish", "102", "108", "104", "104", "disconnect", "broadcast", "history_remove"];
        assert_eq!(outcomes, expected);
        assert_eq!(replies[6]["broadcast"]["responses"][1]["error"]["code"], 102);
    }
    let none = server.post("batch", json!({})).await;
    assert_eq!((none.status, none.json), (200, json!({"replies": []})));
    server.stop().await;
}

#[tokio::test]
async fn commands_one_after_the_other_see_each_other() {
    let server = Server::start(&[]).await;
    let mut commands = Vec::new();
    for number in 0..50 {
        commands.push(json!({"publish": {"channel": "log:a", "data": number}}));
        commands.push(json!({"history": {"channel": "log:a"}}));
    }
    let answer = server.post("batch", json!({"commands": commands})).await;
    let replies = answer.json["replies"].as_array().unwrap();
    for (number, pair) in (1..).zip(replies.chunks(2)) {
        assert_eq!(pair[0]["publish"]["offset"], number);
        assert_eq!(pair[1]["history"]["offset"], number);
    }
    let series = "fanwire_api_calls_total{method=\"publish\",code=\"0\"}";
    assert_eq!(server.metric(series).await, 50.0);
    server.stop().await;
}

/// One wrong command spoils the batch before anything is done.
#[tokio::test]
async fn a_malformed_batch_does_nothing() {
    let server = Server::start(&[]).await;
    let good = json!({"publish": {"channel": "log:a", "data": 1}});
    let too_many = vec![json!({}); 10_001];
    for (body, status, part) in [
        (
            json!({"commands": [good, {"publish": {"channel": 1}}]}),
            400,
            "commands[1].publish.channel",
        ),
        (json!({"commands": [good, 1]}), 400, "commands[1]: invalid type"),
        (json!({"commands": good}), 400, "commands: invalid type"),
        (json!([[good]]), 400, "expected a JSON object"),
        (json!({"commands": too_many}), 200, "split it"),
    ] {
        let answer = server.post("batch", body).await;
        assert_eq!(answer.status, status, "{part}");
        let (code, message) = answer.error();
        assert_eq!(code, 107);
        assert!(message.contains(part), "{message}");
    }
    let page = server.post("history", json!({"channel": "log:a"})).await.result();
    assert_eq!(page.get("offset"), None);
    server.stop().await;
}

#[tokio::test]
async fn a_batch_does_not_collect_answers_without_end() {
    let server = Server::start(&[]).await;
    server.post("publish", json!({"channel": "log:a", "data": "x".repeat(900 * 1024)})).await;
    let read = json!({"history": {"channel": "log:a", "limit": 1}});
    let mut commands = vec![read; 200];
    commands.push(json!({"publish": {"channel": "log:a", "data": 2}}));
    for parallel in [false, true] {
        let body = json!({"commands": commands, "parallel": parallel});
        let answer = server.post("batch", body).await;
        let replies = answer.json["replies"].as_array().unwrap();
        let read = replies.iter().filter(|reply| reply.get("history").is_some()).count();
        assert!((18..36).contains(&read), "{read}");
        assert_eq!(told(&replies[199]["error"]).0, 106);
        assert!(replies[200].get("publish").is_some(), "what writes is done nevertheless");
        server.post("history_remove", json!({"channel": "log:a"})).await.result();
        server.post("publish", json!({"channel": "log:a", "data": "x".repeat(900 * 1024)})).await;
    }
    server.stop().await;
}
