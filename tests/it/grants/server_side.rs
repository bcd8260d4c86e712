//! Subscriptions that the server makes: from the token, and the personal one.

use fanwire::pb::client::{
    ConnectRequest, ListenRequest, SubscribeRequest, client_service_client::ClientServiceClient,
    reply::Result as Answer,
};
use serde_json::json;

use crate::support::{Peer, Server, connection, subscribe, token, with, within};

#[tokio::test]
async fn the_token_names_channels_that_the_namespace_closes() {
    let server = Server::guarded(&[]).await;
    let claims = with(
        connection("42"),
        json!({
            "subs": {
                "secret:a": {},
                "secret:b": {"data": {"k": 1}, "override": {"force_recovery": {"value": true}}},
                "nowhere:x": {},
            },
            "channels": ["secret:c"], // outweighed by subs
        }),
    );
    let (mut peer, result) = server.connected_with(claims).await;
    let names: Vec<_> = result.subs.keys().map(String::as_str).collect();
    assert_eq!(names, ["secret:a", "secret:b"]);
    assert_eq!(result.sub_errors["nowhere:x"].code, 102);
    assert!(!result.subs["secret:a"].recoverable);
    assert!(result.subs["secret:b"].recoverable);
    assert_eq!(result.subs["secret:b"].data.as_ref(), br#"{"k":1}"#);
    server.publish("secret:a", "one").await;
    assert_eq!(peer.publication().await.data.as_ref(), b"one");
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_server_side_subscription_recovers() {
    let server = Server::guarded(&[]).await;
    let claims = with(connection("42"), json!({"channels": ["chat:room"]}));
    let (peer, result) = server.connected_with(claims.clone()).await;
    let position = result.subs["chat:room"].clone();
    drop(peer);
    server.publish("chat:room", "missed").await;

    let mut back = server.peer().await;
    let recover = SubscribeRequest {
        recover: true,
        epoch: position.epoch,
        offset: position.offset,
        ..Default::default()
    };
    let request = ConnectRequest {
        token: token(&claims),
        subs: [("chat:room".to_owned(), recover.clone()), ("chat:other".to_owned(), recover)]
            .into(),
        ..Default::default()
    };
    let result = back.connect_with(request).await.unwrap();
    assert_eq!(result.subs.len(), 1, "subs subscribes to nothing that the token does not name");
    let sub = &result.subs["chat:room"];
    assert!(sub.recovered && sub.was_recovering);
    assert_eq!(sub.publications[0].data.as_ref(), b"missed");
    server.publish("chat:room", "next").await;
    assert_eq!(back.publication().await.data.as_ref(), b"next");
    drop(back);
    server.stop().await;
}

#[tokio::test]
async fn every_user_has_a_personal_channel_where_configured() {
    let server = Server::guarded(&[
        ("client.subscribe_to_user_personal_channel.enabled", "true"),
        ("client.subscribe_to_user_personal_channel.personal_channel_namespace", "dialog"),
    ])
    .await;
    let (mut peer, result) = server.connected_with(connection("42")).await;
    let names: Vec<_> = result.subs.keys().map(String::as_str).collect();
    assert_eq!(names, ["dialog:#42"]);
    server.publish("dialog:#42", "for you").await;
    assert_eq!(peer.publication().await.data.as_ref(), b"for you");
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_listen_can_recover_without_creating() {
    let server = Server::guarded(&[]).await;
    let recover_only = SubscribeRequest { flag: 4, ..Default::default() };
    let connect = ConnectRequest {
        token: token(&with(connection("42"), json!({"channels": ["chat:a"]}))),
        subs: [
            ("chat:a".to_owned(), recover_only.clone()),
            ("chat:b".to_owned(), recover_only),
            ("chat:c".to_owned(), subscribe("")),
        ]
        .into(),
        ..Default::default()
    };
    let request = ListenRequest { connect: Some(connect) };
    let mut client = ClientServiceClient::new(server.channel().await);
    let mut peer = Peer::listening(within(client.listen(request)).await.unwrap().into_inner());
    match peer.reply().await.result {
        Some(Answer::Connect(result)) => {
            let names: Vec<_> = result.subs.keys().map(String::as_str).collect();
            assert_eq!(names, ["chat:a", "chat:c"]);
            assert!(result.sub_errors.is_empty());
        }
        other => panic!("{other:?}"),
    }
    drop((peer, client));
    server.stop().await;
}
