//! Commands that are refused while the session goes on.

use fanwire::pb::client::{
    ConnectRequest, MessageRequest, PresenceRequest, PresenceStatsRequest, PublishRequest,
    RpcRequest, StreamPosition, SubscribeRequest, UnsubscribeRequest, command::Request,
    reply::Result as Answer,
};

use crate::support::{Server, history, publish, subscribe};

fn to(channel: &str) -> Request {
    Request::Subscribe(subscribe(channel))
}

#[tokio::test]
async fn a_subscription_is_refused_by_its_rule() {
    let server = Server::start(&[("client.channel_limit", "2")]).await;
    let mut peer = server.connected().await;
    peer.subscribe("log:a").await;
    assert_eq!(peer.refused(to("nowhere:a")).await, 102);
    assert_eq!(peer.refused(to("log:a")).await, 105);
    peer.subscribe("log:b").await;
    assert_eq!(peer.refused(to("log:c")).await, 106);
    let leave = UnsubscribeRequest { channel: "log:a".into() };
    assert!(matches!(peer.ask(Request::Unsubscribe(leave)).await, Answer::Unsubscribe(_)));
    peer.subscribe("log:c").await;
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn names_that_no_channel_can_have_are_bad_requests() {
    let server = Server::start(&[("channel.max_length", "20")]).await;
    let mut peer = server.connected().await;
    peer.subscribe(&"x".repeat(20)).await;
    let long = "x".repeat(21);
    for name in ["", &long, "a\0b", "a\nb", "tab\t", "del\u{7f}", "ümlaut", "\u{202e}"] {
        assert_eq!(peer.refused(to(name)).await, 107, "{name:?}");
        assert_eq!(peer.refused(publish(name, b"")).await, 107, "{name:?}");
        assert_eq!(peer.refused(Request::History(history(name, 1))).await, 107, "{name:?}");
        let channel = || name.to_owned();
        let presence = PresenceRequest { channel: channel() };
        assert_eq!(peer.refused(Request::Presence(presence)).await, 107, "{name:?}");
        let stats = PresenceStatsRequest { channel: channel() };
        assert_eq!(peer.refused(Request::PresenceStats(stats)).await, 107, "{name:?}");
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn requests_that_make_no_sense_are_bad_requests() {
    let server = Server::start(&[]).await;
    let mut peer = server.connected().await;
    assert_eq!(peer.refused(Request::History(history("log:a", -2))).await, 107);
    assert_eq!(peer.refused(Request::History(history("log:a", i32::MIN))).await, 107);
    for r#type in [1, -1] {
        let request = SubscribeRequest { r#type, ..subscribe("log:a") };
        assert_eq!(peer.subscribe_with(request).await.unwrap_err().code, 107);
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn data_that_fits_into_no_reply_is_a_bad_request() {
    let server = Server::start(&[("client.message_size_limit", "1048576")]).await;
    let mut peer = server.connected().await;
    assert_eq!(peer.refused(publish("plain:a", &[0; 1_040_000])).await, 107);
    let key = PublishRequest {
        channel: "plain:a".into(),
        idempotency_key: "k".repeat(256),
        ..Default::default()
    };
    assert_eq!(peer.refused(Request::Publish(key)).await, 107);
    let answer = peer.ask(publish("plain:a", &[0; 900_000])).await;
    assert!(matches!(answer, Answer::Publish(_)), "{answer:?}");
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn every_command_knows_an_unknown_namespace() {
    let server = Server::start(&[]).await;
    let mut peer = server.connected().await;
    let channel = || "nowhere:a".to_owned();
    for request in [
        to("nowhere:a"),
        publish("nowhere:a", b"x"),
        Request::History(history("nowhere:a", 1)),
        Request::Presence(PresenceRequest { channel: channel() }),
        Request::PresenceStats(PresenceStatsRequest { channel: channel() }),
    ] {
        assert_eq!(peer.refused(request.clone()).await, 102, "{request:?}");
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn what_is_off_or_does_not_exist_yet_is_not_available() {
    let server = Server::start(&[]).await;
    let mut peer = server.connected().await;
    let channel = || "plain:a".to_owned();
    for request in [
        Request::History(history("plain:a", 1)),
        Request::Presence(PresenceRequest { channel: channel() }),
        Request::PresenceStats(PresenceStatsRequest { channel: channel() }),
        Request::Send(MessageRequest { data: "x".into() }),
        Request::Rpc(RpcRequest { method: "x".into(), ..Default::default() }),
    ] {
        assert_eq!(peer.refused(request.clone()).await, 108, "{request:?}");
    }
    peer.subscribe("plain:a").await;
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn history_since_a_position_that_never_was_is_unrecoverable() {
    let server = Server::start(&[]).await;
    server.publish_numbers("log:a", 0..3).await;
    let mut peer = server.connected().await;
    let epoch = peer.subscribe("log:a").await.epoch;
    let since = |offset, epoch: &str| {
        let since = Some(StreamPosition { offset, epoch: epoch.into() });
        Request::History(fanwire::pb::client::HistoryRequest { since, ..history("log:a", 10) })
    };
    assert_eq!(peer.refused(since(1, "foreign")).await, 112);
    assert_eq!(peer.refused(since(4, &epoch)).await, 112);
    for (offset, rest) in [(0, 3), (1, 2), (3, 0)] {
        match peer.ask(since(offset, &epoch)).await {
            Answer::History(page) => assert_eq!(page.publications.len(), rest),
            other => panic!("{other:?}"),
        }
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn connect_creates_no_subscriptions_by_itself() {
    let server = Server::start(&[]).await;
    let mut peer = server.peer().await;
    let subs = [("log:a".to_owned(), subscribe("log:a"))].into();
    let request = ConnectRequest { subs, ..Default::default() };
    match peer.ask(Request::Connect(request)).await {
        Answer::Connect(result) => assert!(result.subs.is_empty()),
        other => panic!("{other:?}"),
    }
    assert_eq!(server.metric("fanwire_subscriptions").await, 0.0);
    drop(peer);
    server.stop().await;
}
