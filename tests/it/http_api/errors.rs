//! What is refused, and how it is told.

use fanwire::pb::api::{HistoryRequest, PresenceRequest};
use serde_json::json;
use tokio::{io::AsyncWriteExt, net::TcpStream};

use super::{TRANSPORT, head, read, told};
use crate::support::{Server, publish_request, within};

#[tokio::test]
async fn errors_are_told_in_the_body_or_by_the_status() {
    let server = Server::start(&[]).await;
    server.post("publish", json!({"channel": "log:a", "data": 1})).await.result();
    for (method, body, code, status) in [
        ("publish", json!({"channel": "no:a", "data": 1}), 102, 404),
        ("publish", json!({"channel": "", "data": 1}), 107, 400),
        ("publish", json!({"channel": "log:a"}), 107, 400),
        ("publish", json!({"channel": "log:a", "b64data": "?"}), 107, 400),
        ("history", json!({"channel": "plain:a"}), 108, 400),
        ("history", json!({"channel": "log:a", "limit": -2}), 107, 400),
        (
            "history",
            json!({"channel": "log:a", "limit": 1, "since": {"offset": 1, "epoch": "?"}}),
            112,
            416,
        ),
        ("presence", json!({"channel": "log:a"}), 108, 400),
        ("disconnect", json!({"user": "a", "disconnect": {"code": 1}}), 107, 400),
        ("channels", json!({"pattern": "*".repeat(1000)}), 107, 400),
    ] {
        let answer = server.post(method, &body).await;
        assert_eq!(answer.status, 200, "{method} {body}");
        let (told_code, message) = answer.error();
        assert_eq!(told_code, code, "{method} {body}");
        let answer = server.post_with(method, &[TRANSPORT], body.to_string().as_bytes()).await;
        assert_eq!(answer.status, status, "{method} {body}");
        assert_eq!(told(&answer.json), (code, message));
        assert!(answer.json.get("temporary").is_none());
    }
    // Any other mode is the default one.
    let body = json!({"channel": "no:a", "data": 1}).to_string();
    let mode = [("X-Centrifugo-Error-Mode", "any")];
    assert_eq!(server.post_with("publish", &mode, body.as_bytes()).await.error().0, 102);
    server.stop().await;
}

#[tokio::test]
async fn metrics_count_an_error_as_over_grpc() {
    let server = Server::start(&[]).await;
    let mut api = server.api().await;
    let history = |channel: &str| HistoryRequest { channel: channel.into(), ..Default::default() };
    let presence = PresenceRequest { channel: "plain:a".into(), ..Default::default() };
    for (method, body, status) in [
        (
            "publish",
            json!({"channel": "no:a", "data": 1}),
            within(api.publish(publish_request("no:a", "1"))).await.unwrap_err(),
        ),
        (
            "publish",
            json!({"channel": "", "data": 1}),
            within(api.publish(publish_request("", "1"))).await.unwrap_err(),
        ),
        (
            "history",
            json!({"channel": "plain:a"}),
            within(api.history(history("plain:a"))).await.unwrap_err(),
        ),
        (
            "presence",
            json!({"channel": "plain:a"}),
            within(api.presence(presence)).await.unwrap_err(),
        ),
    ] {
        let code = status.code() as i32;
        let series = format!("fanwire_api_calls_total{{method=\"{method}\",code=\"{code}\"}}");
        let before = server.metric(&series).await;
        assert_eq!(before, 1.0, "{series}");
        server.post(method, body).await.error();
        assert_eq!(server.metric(&series).await, 2.0, "{series}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_body_that_is_no_command_is_refused_by_name() {
    let server = Server::start(&[]).await;
    for (body, part) in [
        (&b""[..], "EOF"),
        (b"{", "EOF"),
        (b"[]", "expected a JSON object"),
        (b"null", "expected a JSON object"),
        (b"{} {}", "trailing characters"),
        (b"channel=log:a&data=1", "expected value"),
        (b"{\"channel\": 1}", "channel: invalid type: integer `1`, expected a string"),
        (b"{\"channel\": \"log:a\", \"tags\": {\"a\": 1}}", "tags.a: invalid type"),
        (b"{\"channel\": \"\xff\"}", "unicode"),
    ] {
        for (headers, in_body) in [(&[][..], true), (&[TRANSPORT][..], false)] {
            let answer = server.post_with("publish", headers, body).await;
            assert_eq!(answer.status, 400, "{part}");
            let error = if in_body { &answer.json["error"] } else { &answer.json };
            let (code, message) = told(error);
            assert_eq!(code, 107);
            assert!(message.contains(part), "{part}: {message}");
        }
    }
    let deep = format!("{{\"x\": {}", "[".repeat(1_000_000));
    assert_eq!(server.post("publish", deep).await.status, 400);
    server.stop().await;
}

/// curl says that JSON is a form unless it is told otherwise.
#[tokio::test]
async fn any_content_type_is_taken_for_json() {
    let server = Server::start(&[]).await;
    for kind in ["application/json", "application/x-www-form-urlencoded", "text/plain"] {
        let body = br#"{"channel": "log:a", "data": 1}"#;
        server.post_with("publish", &[("content-type", kind)], body).await.result();
    }
    server.stop().await;
}

#[tokio::test]
async fn a_giant_body_is_refused_before_it_is_held() {
    let server = Server::start(&[]).await;
    let body = vec![b' '; 6 * 1024 * 1024 + 1];
    for method in ["publish", "batch"] {
        let answer = server.post_with(method, &[], &body).await;
        assert_eq!(answer.status, 413, "{method}");
        let (code, message) = answer.error();
        assert_eq!(code, 106);
        assert!(message.contains("6291456"), "{message}");
    }
    // One of the largest size is read.
    let data = "x".repeat(900 * 1024);
    let padding = " ".repeat(6 * 1024 * 1024 - data.len() - 40);
    let body = format!("{{\"channel\": \"log:a\", \"data\": \"{data}\"}}{padding}");
    server.post("publish", body).await.result();
    server.stop().await;
}

#[tokio::test]
async fn a_body_that_breaks_off_does_nothing() {
    let server = Server::start(&[]).await;
    let body = br#"{"channel": "log:a", "data": 1}"#;
    let mut tcp = TcpStream::connect(&server.api).await.unwrap();
    tcp.write_all(head("POST", "publish", &[], body.len() + 1).as_bytes()).await.unwrap();
    tcp.write_all(body).await.unwrap();
    drop(tcp);
    let failed = "fanwire_api_calls_total{method=\"publish\",code=\"3\"}";
    server.reaches(failed, 1.0).await;
    let page = server.post("history", json!({"channel": "log:a"})).await.result();
    assert_eq!(page.get("offset"), None);
    server.stop().await;
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    let server = Server::start(&[]).await;
    for method in ["rpc", "Publish", "connections"] {
        let answer = server.post(method, "{}").await;
        assert_eq!(answer.status, 404);
        let (code, message) = answer.error();
        assert_eq!(code, 104);
        assert!(message.contains("publish, broadcast"), "{message}");
    }
    for method in ["publish", "batch"] {
        let mut tcp = TcpStream::connect(&server.api).await.unwrap();
        tcp.write_all(head("GET", method, &[], 0).as_bytes()).await.unwrap();
        let answer = read(tcp).await;
        assert_eq!(answer.status, 405);
        assert!(answer.head.contains("allow: post"), "{}", answer.head);
    }
    server.stop().await;
}

/// A page may have its visitor's browser send a simple POST to a server on the
/// visitor's own machine.
#[tokio::test]
async fn a_web_page_cannot_call_a_server_without_keys() {
    let server = Server::start(&[]).await;
    for origin in ["https://evil.example", "null", "http://localhost:9000"] {
        for method in ["publish", "batch"] {
            let headers = [("origin", origin), ("content-type", "text/plain")];
            let body = br#"{"channel": "log:a", "data": 1}"#;
            let answer = server.post_with(method, &headers, body).await;
            assert_eq!(answer.status, 403, "{origin}");
            assert_eq!(answer.error().0, 103);
        }
    }
    let page = server.post("history", json!({"channel": "log:a"})).await.result();
    assert_eq!(page.get("offset"), None, "nothing was published");
    server.stop().await;
}
