//! Who may call the HTTP API: as over gRPC.

use serde_json::json;

use super::{TRANSPORT, told};
use crate::support::Server;

const KEYS: &str = r#"[
    {"name": "all", "key": "the key for everything"},
    {"name": "chat", "key": "the key for chat",
     "methods": ["Publish", "Broadcast", "Channels"], "namespaces": ["chat"]}
]"#;

const ALL: (&str, &str) = ("X-API-Key", "the key for everything");
const CHAT: (&str, &str) = ("x-api-key", "the key for chat");

async fn start() -> Server {
    Server::guarded(&[("api.keys", KEYS)]).await
}

#[tokio::test]
async fn without_a_right_key_nothing_is_answered() {
    let server = start().await;
    let body = br#"{"channel": "chat:a", "data": 1}"#;
    for headers in [
        &[][..],
        &[("X-API-Key", "")],
        &[("X-API-Key", "wrong")],
        &[("X-API-Key", "apikey the key for everything")],
        &[("Authorization", "the key for everything")],
        &[("Authorization", "Bearer the key for everything")],
        &[("Authorization", "apikey wrong")],
        &[("X-API-Key", "wrong"), ("Authorization", "apikey the key for everything")],
    ] {
        for method in ["publish", "batch", "info"] {
            let answer = server.post_with(method, headers, body).await;
            assert_eq!(answer.status, 401, "{headers:?}");
            assert_eq!(answer.error().0, 101);
            let headers = [headers, &[TRANSPORT]].concat();
            let answer = server.post_with(method, &headers, body).await;
            assert_eq!((answer.status, told(&answer.json).0), (401, 101));
        }
    }
    let authorization = ("Authorization", "apikey the key for everything");
    for (headers, offset) in [([ALL], 1), ([authorization], 2), ([CHAT], 3)] {
        let result = server.post_with("publish", &headers, body).await.result();
        assert_eq!(result["offset"], offset);
    }
    // A page may not leave out its origin, and may well have a key.
    let from_page = [ALL, ("origin", "https://admin.example")];
    server.post_with("publish", &from_page, body).await.result();
    server.stop().await;
}

#[tokio::test]
async fn a_key_calls_its_methods_in_its_namespaces() {
    let server = start().await;
    for (method, body, part) in [
        ("history", json!({"channel": "chat:a"}), "may not call History"),
        ("publish", json!({"channel": "secret:a", "data": 1}), "namespace \"secret\""),
        ("publish", json!({"channel": "no:a", "data": 1}), "namespace \"no\""),
        ("publish", json!({"channel": "a", "data": 1}), "without a namespace"),
    ] {
        let body = body.to_string();
        let (code, message) = server.post_with(method, &[CHAT], body.as_bytes()).await.error();
        assert_eq!(code, 103);
        assert!(message.contains("\"chat\"") && message.contains(part), "{message}");
        let answer = server.post_with(method, &[CHAT, TRANSPORT], body.as_bytes()).await;
        assert_eq!((answer.status, told(&answer.json).0), (403, 103));
    }
    let denied = "fanwire_api_calls_total{method=\"history\",code=\"7\"}";
    assert_eq!(server.metric(denied).await, 2.0);

    let body = json!({"channels": ["secret:a", "chat:a", "no:a"], "data": 1}).to_string();
    let answer = server.post_with("broadcast", &[CHAT], body.as_bytes()).await.result();
    let codes = ["0", "1", "2"].map(|at| {
        let response = &answer["responses"][at.parse::<usize>().unwrap()];
        response["error"]["code"].as_u64()
    });
    assert_eq!(codes, [Some(103), None, Some(103)]);
    let body = json!({"channels": ["secret:a", "no:a"], "data": 1}).to_string();
    let answer = server.post_with("broadcast", &[CHAT], body.as_bytes()).await.result();
    assert_eq!(answer["responses"].as_array().unwrap().len(), 2);
    let body = json!({"channel": "secret:a"}).to_string();
    let page = server.post_with("history", &[ALL], body.as_bytes()).await.result();
    assert_eq!(page.get("offset"), None, "nothing was published there");
    server.stop().await;
}

#[tokio::test]
async fn a_batch_is_no_way_around_a_key() {
    let server = start().await;
    let mut peer = server.user("42").await;
    peer.subscribe("chat:room").await;
    peer.subscribe("view:room").await;
    let body = json!({"commands": [
        {"history": {"channel": "chat:a"}},
        {"publish": {"channel": "secret:a", "data": 1}},
        {"publish": {"channel": "chat:a", "data": 1}},
        {"channels": {}},
    ]});
    let answer = server.post_with("batch", &[CHAT], body.to_string().as_bytes()).await;
    let replies = &answer.json["replies"];
    assert_eq!((told(&replies[0]["error"]).0, told(&replies[1]["error"]).0), (103, 103));
    assert_eq!(replies[2]["publish"]["offset"], 1);
    assert_eq!(replies[3]["channels"]["channels"], json!({"chat:room": {"num_clients": 1}}));
    drop(peer);
    server.stop().await;
}
