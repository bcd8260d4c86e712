//! What backends do to connections.

use fanwire::pb::client::push::Event;
use serde_json::{Value, json};
use tonic::Code;

use super::told;
use crate::support::{Peer, Server, connection, now_s};

async fn count(server: &Server, method: &str, body: Value) -> u64 {
    server.post(method, body).await.result()["connections"].as_u64().unwrap()
}

/// The next push that is no join and no leave.
async fn event(peer: &mut Peer) -> Event {
    loop {
        match peer.push().await.event.unwrap() {
            Event::Join(_) | Event::Leave(_) => {}
            event => return event,
        }
    }
}

#[tokio::test]
async fn a_subscription_carries_info_data_and_position_and_ends() {
    let server = Server::guarded(&[]).await;
    let (mut peer, hello) = server.connected_with(connection("42")).await;
    for number in 1..4 {
        server.post("publish", json!({"channel": "secret:a", "data": number})).await.result();
    }
    let page = server.post("history", json!({"channel": "secret:a"})).await.result();
    let body = json!({
        "user": "42", "channel": "secret:a", "info": {"role": "x"}, "b64data": "AP8=",
        "recover_since": {"offset": 2, "epoch": page["epoch"]}, "expire_at": now_s() + 600,
    });
    assert_eq!(count(&server, "subscribe", body).await, 1);
    match event(&mut peer).await {
        Event::Subscribe(begun) => assert_eq!(begun.data, &[0, 0xff][..]),
        other => panic!("{other:?}"),
    }
    assert_eq!(peer.publication().await.data, "3");
    let presence = server.post("presence", json!({"channel": "secret:a"})).await.result();
    assert_eq!(presence["presence"][&hello.client]["chan_info"], json!({"role": "x"}));

    let foreign = json!({"user": "7", "client": hello.client, "channel": "secret:a"});
    assert_eq!(count(&server, "unsubscribe", foreign).await, 0);
    let body = json!({"client": hello.client, "channel": "secret:a", "code": 2100, "reason": "r"});
    assert_eq!(count(&server, "unsubscribe", body).await, 1);
    match event(&mut peer).await {
        Event::Unsubscribe(ended) => assert_eq!((ended.code, &*ended.reason), (2100, "r")),
        other => panic!("{other:?}"),
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn an_override_stands_in_for_the_namespaces_options() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    let clients = async |channel: &str| {
        let body = json!({"channel": channel});
        server.post("presence_stats", body).await.result()["num_clients"].as_u64()
    };
    for (channel, wanted, present) in [
        ("view:a", json!({"presence": {"value": false}}), 0),
        ("view:b", json!({"presence": null, "join_leave": {"value": false}}), 1),
        ("view:c", Value::Null, 1),
    ] {
        let body = json!({"user": "42", "channel": channel, "override": wanted});
        assert_eq!(count(&server, "subscribe", body).await, 1);
        assert!(matches!(event(&mut peer).await, Event::Subscribe(_)));
        assert_eq!(clients(channel).await, Some(present), "{channel}");
    }
    let forced = json!({"force_positioning": {"value": true}, "force_recovery": {"value": true}});
    let body = json!({"user": "42", "channel": "view:d", "override": forced});
    assert_eq!(count(&server, "subscribe", body).await, 1);
    match event(&mut peer).await {
        Event::Subscribe(begun) => assert!(begun.recoverable && begun.positioned, "{begun:?}"),
        other => panic!("{other:?}"),
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn connections_end_with_the_code_that_is_given_but_those_that_are_spared() {
    let server = Server::guarded(&[]).await;
    let (mut spared, hello) = server.connected_with(connection("42")).await;
    let mut ended = server.user("42").await;
    let told = json!({"code": 4123, "reason": "later", "reconnect_after_ms": 1500});
    let body = json!({"user": "42", "whitelist": [hello.client], "disconnect": told});
    assert_eq!(count(&server, "disconnect", body).await, 1);
    let (farewell, _) = ended.end().await;
    assert_eq!((farewell.code, farewell.reason.as_str()), (4123, "later"));
    assert!((750..=1500).contains(&farewell.reconnect_after_ms), "{farewell:?}");
    server.reaches("fanwire_connections", 1.0).await;
    assert_eq!(count(&server, "disconnect", json!({"user": "42", "disconnect": null})).await, 1);
    assert_eq!(spared.end_codes().await, (3503, Code::PermissionDenied));
    server.stop().await;
}

#[tokio::test]
async fn a_refresh_without_a_time_means_for_ever() {
    let server = Server::guarded(&[]).await;
    for body in [
        json!({"user": "42", "expired": true}),
        json!({"user": "42", "expire_at": now_s() - 1}),
        json!({"user": "42", "expired": true, "expire_at": now_s() + 600}),
    ] {
        let mut peer = server.user("42").await;
        assert_eq!(count(&server, "refresh", body).await, 1);
        assert_eq!(peer.end_codes().await, (3005, Code::Unauthenticated));
        server.reaches("fanwire_connections", 0.0).await;
    }
    let mut peer = server.user("42").await;
    for (body, expires) in [
        (json!({"user": "42", "expire_at": now_s() + 600, "info": {"a": 1}}), true),
        (json!({"user": "42"}), false),
        (json!({"user": "42", "expire_at": -1, "info": null}), false),
    ] {
        assert_eq!(count(&server, "refresh", body).await, 1);
        match peer.push().await.event {
            Some(Event::Refresh(refresh)) => assert_eq!(refresh.expires, expires),
            other => panic!("{other:?}"),
        }
    }
    peer.subscribe("chat:room").await;
    let presence = server.post("presence", json!({"channel": "chat:room"})).await.result();
    let (_, shown) = presence["presence"].as_object().unwrap().iter().next().unwrap();
    assert_eq!(shown["conn_info"], json!({"a": 1}), "null keeps what is shown");
    drop(peer);
    server.stop().await;
}

/// A session that is not known must not stand for all connections.
#[tokio::test]
async fn nobody_is_met_by_a_name_that_is_not_known() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    for method in ["subscribe", "unsubscribe", "disconnect", "refresh"] {
        let body = json!({"user": "42", "session": "s", "channel": "chat:room"});
        let answer = server.post(method, body).await;
        let (code, message) = told(&answer.json["error"]);
        assert_eq!(code, 107);
        assert!(message.starts_with("session: ") && message.contains("client"), "{message}");
        let (code, message) = server.post(method, json!({"channel": "chat:room"})).await.error();
        assert_eq!(code, 107, "{method}");
        assert!(message.starts_with("user: is empty"), "{message}");
    }
    peer.subscribe("chat:room").await;
    drop(peer);
    server.stop().await;
}
