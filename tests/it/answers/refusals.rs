//! Commands that are refused while the session goes on.

use fanwire::pb::client::{
    ConnectRequest, MessageRequest, PresenceRequest, PresenceStatsRequest, RpcRequest,
    StreamPosition, SubscribeRequest, UnsubscribeRequest, command::Request,
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
