//! What ends when its time has come. These tests use real seconds, since a
//! token's times are whole ones.

use fanwire::pb::client::{
    ConnectRequest, ListenRequest, RefreshRequest, SubRefreshRequest, SubscribeRequest,
    client_service_client::ClientServiceClient, command::Request, push::Event,
    reply::Result as Answer,
};
use serde_json::{Value, json};
use tonic::Code;

use crate::support::{
    Peer, Server, connection, now_s, subscribe, subscription, token, with, within,
};

const SOON: [(&str, &str); 2] =
    [("client.expired_close_delay", "100ms"), ("client.expired_sub_close_delay", "100ms")];

fn expiring(claims: Value, in_s: u64) -> String {
    token(&with(claims, json!({"exp": now_s() + in_s})))
}

#[tokio::test]
async fn a_connection_that_is_not_refreshed_ends() {
    let server = Server::guarded(&SOON).await;
    let mut peer = server.peer().await;
    let request = ConnectRequest { token: expiring(connection("42"), 1), ..Default::default() };
    assert!(peer.connect_with(request).await.unwrap().ttl <= 1);
    assert_eq!(peer.end_codes().await, (3005, Code::Unauthenticated));
    server.stop().await;
}

#[tokio::test]
async fn a_refresh_keeps_the_connection_and_changes_nothing_but_expiry_and_info() {
    let server = Server::guarded(&SOON).await;
    let mut peer = server.peer().await;
    let token = expiring(connection("42"), 2);
    let client = peer.connect_with(ConnectRequest { token, ..Default::default() }).await.unwrap();
    peer.subscribe("chat:room").await;
    let caps = json!([{"channels": ["*"], "match": "wildcard", "allow": ["sub"]}]);
    let claims = with(connection("42"), json!({"caps": caps, "channels": ["secret:a"], "info": 7}));
    let refresh = RefreshRequest { token: crate::support::token(&claims) };
    match peer.ask(Request::Refresh(refresh)).await {
        Answer::Refresh(result) => {
            assert_eq!(result.client, client.client);
            assert!(result.expires && result.ttl > 3000);
        }
        other => panic!("{other:?}"),
    }
    let refused = peer.subscribe_with(subscribe("secret:room")).await.unwrap_err();
    assert_eq!(refused.code, 103, "a refresh gives no new capabilities");
    // Past the first token's end the connection is still there.
    let past = std::time::Duration::from_millis(2200);
    let seen = tokio::time::timeout(past, peer.next()).await;
    assert!(seen.is_err(), "{seen:?}");
    peer.request(crate::support::publish("chat:room", b"x")).await;
    let info = loop {
        if let Some(Answer::Push(push)) = peer.reply().await.result
            && let Some(Event::Pub(publication)) = push.event
        {
            break publication.info.unwrap();
        }
    };
    assert_eq!(info.conn_info.as_ref(), b"7");
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_bad_refresh_ends_the_connection() {
    let server = Server::guarded(&[]).await;
    for (claims, code) in [
        (json!({"sub": "42", "exp": now_s() - 1}), 3005),
        (connection("43"), 3500),
        (subscription("42", "chat:room"), 3500),
    ] {
        let mut peer = server.user("42").await;
        peer.request(Request::Refresh(RefreshRequest { token: token(&claims) })).await;
        assert_eq!(peer.end_codes().await, (code, Code::Unauthenticated), "{claims}");
    }
    server.stop().await;
}

async fn subscribed(server: &Server, in_s: u64) -> Peer {
    let mut peer = server.user("42").await;
    let token = expiring(subscription("42", "secret:room"), in_s);
    peer.subscribe_with(SubscribeRequest { token, ..subscribe("secret:room") }).await.unwrap();
    peer
}

#[tokio::test]
async fn a_subscription_that_is_not_refreshed_ends_and_the_connection_goes_on() {
    let server = Server::guarded(&SOON).await;
    let mut peer = subscribed(&server, 1).await;
    let push = peer.push().await;
    assert_eq!(push.channel, "secret:room");
    match push.event {
        Some(Event::Unsubscribe(unsubscribe)) => assert_eq!(unsubscribe.code, 2501),
        other => panic!("{other:?}"),
    }
    peer.subscribe("chat:room").await;
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_sub_refresh_keeps_the_subscription() {
    let server = Server::guarded(&SOON).await;
    let mut peer = subscribed(&server, 1).await;
    let channel = || "secret:room".to_owned();
    let request =
        SubRefreshRequest { channel: channel(), token: token(&subscription("42", "secret:room")) };
    match peer.ask(Request::SubRefresh(request)).await {
        Answer::SubRefresh(result) => assert!(result.expires && result.ttl > 3000),
        other => panic!("{other:?}"),
    }
    let past = std::time::Duration::from_millis(1300);
    let seen = tokio::time::timeout(past, peer.next()).await;
    assert!(seen.is_err(), "{seen:?}");
    server.publish("secret:room", "x").await;
    assert_eq!(peer.publication().await.data.as_ref(), b"x");

    let unknown = SubRefreshRequest { channel: "secret:b".into(), token: String::new() };
    assert_eq!(peer.refused(Request::SubRefresh(unknown)).await, 103);
    let expired = token(&json!({"sub": "42", "channel": "secret:room", "exp": now_s() - 1}));
    peer.request(Request::SubRefresh(SubRefreshRequest { channel: channel(), token: expired }))
        .await;
    assert_eq!(peer.end_codes().await, (3006, Code::Unauthenticated));
    server.stop().await;
}

#[tokio::test]
async fn an_expired_subscription_of_a_listen_ends_its_stream() {
    let server = Server::guarded(&SOON).await;
    let sub = SubscribeRequest {
        token: expiring(subscription("42", "secret:room"), 1),
        ..Default::default()
    };
    let connect = ConnectRequest {
        token: token(&connection("42")),
        subs: [("secret:room".to_owned(), sub), ("secret:b".to_owned(), subscribe(""))].into(),
        ..Default::default()
    };
    let request = ListenRequest { connect: Some(connect) };
    let mut client = ClientServiceClient::new(server.channel().await);
    let replies = within(client.listen(request)).await.unwrap().into_inner();
    let mut peer = Peer::listening(replies);
    match peer.reply().await.result {
        Some(Answer::Connect(result)) => {
            assert!(result.subs["secret:room"].expires);
            assert_eq!(result.sub_errors["secret:b"].code, 103);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(peer.end_codes().await, (3006, Code::Unauthenticated));
    server.stop().await;
}
