//! Whoever is cut off stays out: neither recovery nor a replaced session nor a
//! refresh gives back what token and namespace no longer give.

use fanwire::pb::{
    api::{self, DisconnectRequest, RefreshRequest, UnsubscribeRequest, refresh_request::Expiry},
    client::{
        Command, ConnectRequest, PresenceRequest, RefreshRequest as ClientRefresh, SendRequest,
        SubRefreshRequest, SubscribeRequest, client_service_client::ClientServiceClient,
        command::Request, reply::Result as Answer,
    },
};
use serde_json::{Value, json};
use tonic::Code;

use crate::support::{
    Peer, Server, connection, history, now_s, publish, subscribe, subscription, token, with, within,
};

/// Everything in `secret`.
fn caps() -> Value {
    let allow = ["sub", "pub", "hst", "prs"];
    json!([{"channels": ["secret:*"], "match": "wildcard", "allow": allow}])
}

/// From the beginning.
fn recover(channel: &str) -> SubscribeRequest {
    SubscribeRequest { recover: true, ..subscribe(channel) }
}

async fn unsubscribed(server: &Server, user: &str, channel: &str) {
    let (user, channel) = (user.to_owned(), channel.to_owned());
    let request = UnsubscribeRequest { user, channel, ..Default::default() };
    let answer = within(server.api().await.unsubscribe(request)).await.unwrap().into_inner();
    assert_eq!(answer.connections, 1);
}

async fn disconnected(server: &Server, user: &str) {
    let request = DisconnectRequest { user: user.into(), ..Default::default() };
    let answer = within(server.api().await.disconnect(request)).await.unwrap().into_inner();
    assert_eq!(answer.connections, 1);
}

/// Nothing that was published to closed channels has come to this peer.
async fn hears_nothing_but(server: &Server, mut peer: Peer) {
    peer.subscribe("chat:room").await;
    for channel in ["secret:a", "secret:b", "secret:c", "chat:room"] {
        server.publish(channel, "x").await;
    }
    let push = peer.push().await;
    assert_eq!(push.channel, "chat:room");
}

#[tokio::test]
async fn a_session_that_replaces_another_inherits_none_of_its_grants() {
    let server = Server::guarded(&[]).await;
    let claims = with(connection("42"), json!({"caps": caps(), "channels": ["secret:b"]}));
    let (mut old, hello) = server.connected_with(claims).await;
    old.subscribe("secret:a").await;
    let request = api::SubscribeRequest {
        user: "42".into(),
        channel: "secret:c".into(),
        ..Default::default()
    };
    within(server.api().await.subscribe(request)).await.unwrap();
    server.reaches("fanwire_subscriptions", 3.0).await;
    let channels = ["secret:a", "secret:b", "secret:c"];
    for channel in channels {
        server.publish(channel, "not for a token without grants").await;
    }

    let connect = |previous_session: String| ConnectRequest {
        token: token(&connection("42")),
        subs: channels.map(|channel| (channel.to_owned(), recover(channel))).into(),
        previous_session,
        ..Default::default()
    };
    let mut back = server.peer().await;
    let again = back.connect_with(connect(hello.session)).await.unwrap();
    assert!(again.subs.is_empty(), "{again:?}");
    for channel in channels {
        assert_eq!(back.subscribe_with(recover(channel)).await.unwrap_err().code, 103);
        assert_eq!(back.refused(Request::History(history(channel, 10))).await, 103);
        assert_eq!(back.refused(publish(channel, b"x")).await, 103);
    }
    let (listening, again) = Peer::listen(server.channel().await, connect(again.session)).await;
    assert!(again.subs.is_empty(), "{again:?}");
    assert!(channels.iter().all(|channel| again.sub_errors[*channel].code == 103), "{again:?}");
    assert_eq!(back.end_codes().await, (3503, Code::PermissionDenied));
    hears_nothing_but(&server, server.user("42").await).await;
    drop((old, listening));
    server.stop().await;
}

#[tokio::test]
async fn an_expired_token_does_not_bring_back_whoever_was_disconnected() {
    let server = Server::guarded(&[("client.expired_close_delay", "10ms")]).await;
    let soon = with(
        connection("42"),
        json!({"exp": now_s() + 2, "caps": caps(), "channels": ["secret:b"]}),
    );
    let (mut peer, hello) = server.connected_with(soon.clone()).await;
    peer.subscribe("secret:a").await;
    let prolonged = RefreshRequest {
        user: "42".into(),
        expiry: Some(Expiry::NeverExpires(true)),
        ..Default::default()
    };
    within(server.api().await.refresh(prolonged)).await.unwrap();
    // Another one with the same token tells when its time is over.
    let (mut clock, _) = server.connected_with(with(soon.clone(), json!({"sub": "7"}))).await;
    assert_eq!(clock.end_codes().await.0, 3005);
    disconnected(&server, "42").await;
    assert_eq!(peer.end_codes().await, (3503, Code::PermissionDenied));
    server.publish("secret:a", "not for 42").await;

    let connect = ConnectRequest {
        token: token(&soon),
        subs: [("secret:b".to_owned(), recover("secret:b"))].into(),
        previous_session: hello.session,
        ..Default::default()
    };
    let mut back = server.peer().await;
    assert_eq!(back.connect_with(connect).await.unwrap_err().code, 109);
    // Whoever does not wait for the end gets no further.
    back.request(Request::Subscribe(recover("secret:a"))).await;
    assert_eq!(back.next().await.unwrap_err().code(), Code::Unauthenticated);
    server.stop().await;
}

#[tokio::test]
async fn a_browser_that_was_disconnected_sends_nothing_any_more() {
    let server = Server::guarded(&[]).await;
    let connect = ConnectRequest { token: token(&connection("42")), ..Default::default() };
    let channel = server.channel().await;
    let (mut listening, hello) = Peer::listen(channel.clone(), connect).await;
    disconnected(&server, "42").await;
    assert_eq!(listening.end_codes().await, (3503, Code::PermissionDenied));
    server.reaches("fanwire_connections", 0.0).await;
    let request = SendRequest {
        node: hello.node,
        session: hello.session,
        seq: 1,
        commands: vec![Command { id: 2, request: Some(publish("chat:room", b"x")) }],
    };
    let status = within(ClientServiceClient::new(channel).send(request)).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
    server.stop().await;
}

#[tokio::test]
async fn an_expired_subscription_token_recovers_nothing() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    let good =
        SubscribeRequest { token: token(&subscription("42", "secret:a")), ..subscribe("secret:a") };
    let position = peer.subscribe_with(good).await.unwrap();
    unsubscribed(&server, "42", "secret:a").await;
    peer.push().await;
    server.publish("secret:a", "not for 42").await;
    let expired = SubscribeRequest {
        token: token(&with(subscription("42", "secret:a"), json!({"exp": now_s() - 1}))),
        recover: true,
        epoch: position.epoch,
        offset: position.offset,
        ..subscribe("secret:a")
    };
    assert_eq!(peer.subscribe_with(expired.clone()).await.unwrap_err().code, 109);
    hears_nothing_but(&server, peer).await;

    let connect = ConnectRequest {
        token: token(&connection("42")),
        subs: [("secret:a".to_owned(), expired)].into(),
        ..Default::default()
    };
    let (listening, hello) = Peer::listen(server.channel().await, connect).await;
    assert!(hello.subs.is_empty(), "{hello:?}");
    assert_eq!(hello.sub_errors["secret:a"].code, 109);
    drop(listening);
    server.stop().await;
}

#[tokio::test]
async fn what_a_subscription_gave_ends_with_it() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    let looks = [
        Request::History(history("view:room", 1)),
        Request::Presence(PresenceRequest { channel: "view:room".into() }),
    ];
    peer.subscribe("view:room").await;
    for look in &looks {
        let answer = peer.ask(look.clone()).await;
        assert!(!matches!(answer, Answer::Error(_)), "{answer:?}");
    }
    let grants = with(subscription("42", "secret:a"), json!({"allow": ["pub", "hst"]}));
    let request = SubscribeRequest { token: token(&grants), ..subscribe("secret:a") };
    peer.subscribe_with(request).await.unwrap();
    let granted = [publish("secret:a", b"x"), Request::History(history("secret:a", 1))];
    for command in &granted {
        let answer = peer.answer(command.clone()).await;
        assert!(!matches!(answer, Answer::Error(_)), "{answer:?}");
    }
    for channel in ["view:room", "secret:a"] {
        unsubscribed(&server, "42", channel).await;
    }
    for command in looks.into_iter().chain(granted) {
        match peer.answer(command).await {
            Answer::Error(error) => assert_eq!(error.code, 103, "{error:?}"),
            other => panic!("{other:?}"),
        }
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_refresh_gives_nothing_but_time_and_info() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    let plain =
        SubscribeRequest { token: token(&subscription("42", "secret:a")), ..subscribe("secret:a") };
    assert!(!peer.subscribe_with(plain).await.unwrap().recoverable);
    let more = with(
        connection("42"),
        json!({"caps": caps(), "channels": ["secret:b"], "subs": {"secret:c": {}}}),
    );
    let refreshed = peer.ask(Request::Refresh(ClientRefresh { token: token(&more) })).await;
    assert!(matches!(refreshed, Answer::Refresh(_)), "{refreshed:?}");
    let all = json!({"allow": ["sub", "pub", "hst", "prs"], "data": {"more": true},
        "override": {"force_recovery": {"value": true}}});
    let request = SubRefreshRequest {
        channel: "secret:a".into(),
        token: token(&with(subscription("42", "secret:a"), all)),
    };
    let refreshed = peer.ask(Request::SubRefresh(request)).await;
    assert!(matches!(refreshed, Answer::SubRefresh(_)), "{refreshed:?}");

    for command in [publish("secret:a", b"x"), Request::History(history("secret:a", 1))] {
        assert_eq!(peer.refused(command).await, 103);
    }
    let mut api = server.api().await;
    let listed = within(api.connections(api::ConnectionsRequest::default())).await.unwrap();
    let found = &listed.into_inner().connections[0];
    assert!(found.capabilities.is_empty(), "{found:?}");
    let [only] = &found.subscriptions[..] else { panic!("{found:?}") };
    assert_eq!((&*only.channel, only.recoverable), ("secret:a", false));
    assert!(only.granted.is_empty(), "{only:?}");
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn nobody_becomes_somebody_else_by_a_refresh() {
    let server = Server::guarded(&[("client.allow_anonymous_connect_without_token", "true")]).await;
    for (from, to) in [("", "42"), ("42", ""), ("42", "43")] {
        let (mut peer, _) = server.connected_with(connection(from)).await;
        let token = token(&connection(to));
        peer.request(Request::Refresh(ClientRefresh { token })).await;
        assert_eq!(peer.end_codes().await, (3500, Code::Unauthenticated), "{from:?} to {to:?}");
    }
    let mut peer = server.user("42").await;
    let foreign =
        [subscription("43", "secret:a"), subscription("42", "secret:b"), connection("42")];
    for claims in foreign {
        let grants = SubscribeRequest {
            token: token(&subscription("42", "secret:a")),
            ..subscribe("secret:a")
        };
        peer.subscribe_with(grants).await.unwrap();
        let request = SubRefreshRequest { channel: "secret:a".into(), token: token(&claims) };
        peer.request(Request::SubRefresh(request)).await;
        assert_eq!(peer.end_codes().await, (3500, Code::Unauthenticated), "{claims}");
        peer = server.user("42").await;
    }
    drop(peer);
    server.stop().await;
}
