//! Subscriptions that backends make and end.

use fanwire::pb::{
    api::{PresenceRequest, StreamPosition, SubscribeRequest, UnsubscribeRequest},
    client::{self, Subscribe, Unsubscribe, push::Event},
};
use tonic::Code;

use super::{invalid, told};
use crate::support::{Peer, Server, connection, now_s, token, within};

fn subscribe(user: &str, channel: &str) -> SubscribeRequest {
    SubscribeRequest { user: user.into(), channel: channel.into(), ..Default::default() }
}

fn unsubscribe(user: &str, channel: &str) -> UnsubscribeRequest {
    UnsubscribeRequest { user: user.into(), channel: channel.into(), ..Default::default() }
}

async fn subscribed(server: &Server, request: SubscribeRequest) -> u32 {
    within(server.api().await.subscribe(request)).await.unwrap().into_inner().connections
}

async fn unsubscribed(server: &Server, request: UnsubscribeRequest) -> u32 {
    within(server.api().await.unsubscribe(request)).await.unwrap().into_inner().connections
}

/// The next push about `channel` that is no join.
async fn event(peer: &mut Peer, channel: &str) -> Event {
    loop {
        let push = peer.push().await;
        assert_eq!(push.channel, channel);
        match push.event.unwrap() {
            Event::Join(_) => {}
            event => return event,
        }
    }
}

/// The next of them must begin a subscription.
async fn begin(peer: &mut Peer, channel: &str) -> Subscribe {
    match event(peer, channel).await {
        Event::Subscribe(subscribe) => subscribe,
        other => panic!("{other:?}"),
    }
}

/// The next of them must end a subscription.
async fn end(peer: &mut Peer, channel: &str) -> Unsubscribe {
    match event(peer, channel).await {
        Event::Unsubscribe(unsubscribe) => unsubscribe,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_backend_subscribes_whom_the_namespace_keeps_out() {
    let server = Server::guarded(&[]).await;
    let mut ours = [server.user("42").await, server.user("42").await];
    let mut other = server.user("7").await;
    let request = SubscribeRequest {
        info: "shown".into(),
        data: "given".into(),
        ..subscribe("42", "secret:room")
    };
    assert_eq!(subscribed(&server, request.clone()).await, 2);
    // Again: they stay subscribed, and are told nothing.
    assert_eq!(subscribed(&server, request).await, 2);
    assert_eq!(subscribed(&server, subscribe("nobody", "secret:room")).await, 0);
    server.publish("secret:room", "hello").await;
    for peer in &mut ours {
        assert_eq!(begin(peer, "secret:room").await.data.as_ref(), b"given");
        assert_eq!(peer.publication().await.data.as_ref(), b"hello");
    }
    other.subscribe("chat:room").await;
    server.publish("chat:room", "first").await;
    assert_eq!(other.publication().await.data.as_ref(), b"first", "nothing came before");
    let request = PresenceRequest { channel: "secret:room".into(), ..Default::default() };
    let present = within(server.api().await.presence(request)).await.unwrap().into_inner();
    let infos: Vec<_> = present.clients.iter().map(|info| info.chan_info.as_ref()).collect();
    assert_eq!(infos, [b"shown", b"shown"]);
    drop((ours, other));
    server.stop().await;
}

#[tokio::test]
async fn what_was_missed_comes_between_the_subscription_and_what_is_live() {
    let server = Server::guarded(&[]).await;
    let first = server.publish("secret:room", "0").await;
    server.publish_numbers("secret:room", 1..4).await;
    let mut peer = server.user("42").await;
    let request = SubscribeRequest {
        recover_since: Some(StreamPosition { offset: first.offset, epoch: first.epoch }),
        ..subscribe("42", "secret:room")
    };
    assert_eq!(subscribed(&server, request).await, 1);
    server.publish("secret:room", "4").await;
    let begun = begin(&mut peer, "secret:room").await;
    assert!(begun.recoverable);
    for offset in 2..=5u64 {
        let publication = peer.publication().await;
        let expected = (offset, (offset - 1).to_string().into_bytes());
        assert_eq!((publication.offset, publication.data.to_vec()), expected);
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn one_connection_can_be_meant_alone() {
    let server = Server::guarded(&[]).await;
    let (mut one, hello) = server.connected_with(connection("42")).await;
    let mut other = server.user("42").await;
    let of = |user: &str| SubscribeRequest {
        client: hello.client.clone(),
        ..subscribe(user, "secret:room")
    };
    assert_eq!(subscribed(&server, of("7")).await, 0, "it is not that user's");
    assert_eq!(subscribed(&server, of("")).await, 1);
    begin(&mut one, "secret:room").await;
    let of = |user: &str| UnsubscribeRequest {
        client: hello.client.clone(),
        ..unsubscribe(user, "secret:room")
    };
    assert_eq!(unsubscribed(&server, of("7")).await, 0);
    assert_eq!(unsubscribed(&server, of("42")).await, 1);
    end(&mut one, "secret:room").await;
    other.subscribe("chat:room").await;
    server.publish("chat:room", "first").await;
    assert_eq!(other.publication().await.data.as_ref(), b"first", "nothing came before");
    drop((one, other));
    server.stop().await;
}

#[tokio::test]
async fn an_unsubscribe_ends_subscriptions_whoever_made_them() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    let mut without = server.user("42").await;
    peer.subscribe("chat:room").await;
    let request =
        UnsubscribeRequest { code: 2007, reason: "moved".into(), ..unsubscribe("42", "chat:room") };
    assert_eq!(unsubscribed(&server, request.clone()).await, 1);
    let ended = end(&mut peer, "chat:room").await;
    assert_eq!((ended.code, ended.reason.as_str()), (2007, "moved"));
    assert_eq!(unsubscribed(&server, request).await, 0);
    assert_eq!(subscribed(&server, subscribe("42", "chat:room")).await, 2);
    begin(&mut peer, "chat:room").await;
    begin(&mut without, "chat:room").await;
    assert_eq!(unsubscribed(&server, unsubscribe("42", "chat:room")).await, 2);
    for peer in [&mut peer, &mut without] {
        assert_eq!(end(peer, "chat:room").await.code, 2000);
    }
    server.publish("chat:room", "unheard").await;
    peer.subscribe("chat:other").await;
    server.publish("chat:other", "heard").await;
    assert_eq!(peer.publication().await.data.as_ref(), b"heard");
    drop((peer, without));
    server.stop().await;
}

#[tokio::test]
async fn who_was_cut_off_does_not_come_back_by_recovery() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    assert_eq!(subscribed(&server, subscribe("42", "secret:room")).await, 1);
    let position = server.publish("secret:room", "seen").await;
    begin(&mut peer, "secret:room").await;
    assert_eq!(peer.publication().await.data.as_ref(), b"seen");
    assert_eq!(unsubscribed(&server, unsubscribe("42", "secret:room")).await, 1);
    end(&mut peer, "secret:room").await;
    server.publish("secret:room", "not for 42").await;
    let recover = client::SubscribeRequest {
        recover: true,
        epoch: position.epoch,
        offset: position.offset,
        ..client::SubscribeRequest { channel: "secret:room".into(), ..Default::default() }
    };
    assert_eq!(peer.subscribe_with(recover.clone()).await.unwrap_err().code, 103);

    // Nor with a new connection, whether it names the channel or subscribes.
    let mut back = server.peer().await;
    let request = client::ConnectRequest {
        token: token(&connection("42")),
        subs: [("secret:room".to_owned(), recover.clone())].into(),
        ..Default::default()
    };
    let hello = back.connect_with(request).await.unwrap();
    assert!(hello.subs.is_empty(), "{hello:?}");
    assert_eq!(back.subscribe_with(recover).await.unwrap_err().code, 103);
    server.publish("secret:room", "not for 42 either").await;
    back.subscribe("chat:room").await;
    server.publish("chat:room", "first").await;
    assert_eq!(back.publication().await.data.as_ref(), b"first");
    drop((peer, back));
    server.stop().await;
}

#[tokio::test]
async fn a_subscription_that_nobody_can_renew_ends_with_its_connection() {
    let server = Server::guarded(&[("client.expired_sub_close_delay", "100ms")]).await;
    let mut peer = server.user("42").await;
    let request = SubscribeRequest { expire_at_s: now_s() + 1, ..subscribe("42", "secret:room") };
    assert_eq!(subscribed(&server, request).await, 1);
    begin(&mut peer, "secret:room").await;
    assert_eq!(peer.end_codes().await, (3006, Code::Unauthenticated));
    server.stop().await;
}

#[tokio::test]
async fn a_refused_subscription_says_why() {
    let server = Server::guarded(&[("client.channel_limit", "1")]).await;
    let mut api = server.api().await;
    let mut peer = server.user("42").await;
    peer.subscribe("chat:a").await;
    let refused = (Code::ResourceExhausted, "SESSION_REFUSED".to_owned(), "106".to_owned());
    let status = within(api.subscribe(subscribe("42", "secret:a"))).await.unwrap_err();
    assert_eq!(told(&status, "code"), refused);
    assert!(status.message().contains("client.channel_limit"), "{}", status.message());
    assert_eq!(subscribed(&server, subscribe("42", "chat:a")).await, 1);

    let past = SubscribeRequest { expire_at_s: 1, ..subscribe("42", "chat:b") };
    let status = within(api.subscribe(past)).await.unwrap_err();
    assert_eq!(told(&status, "code").0, Code::InvalidArgument);

    let unknown = (Code::NotFound, "UNKNOWN_NAMESPACE".to_owned(), "no".to_owned());
    let nameless = (Code::InvalidArgument, "INVALID_CHANNEL".to_owned(), String::new());
    let large = SubscribeRequest { info: vec![0; 20_000].into(), ..subscribe("42", "chat:b") };
    for (request, key, expected) in [
        (subscribe("", "chat:a"), "field", invalid("user")),
        (large, "field", invalid("info")),
        (subscribe("42", "no:a"), "namespace", unknown.clone()),
        (subscribe("42", ""), "channel", nameless.clone()),
    ] {
        let status = within(api.subscribe(request)).await.unwrap_err();
        assert_eq!(told(&status, key), expected);
    }
    let coded = |code| UnsubscribeRequest { code, ..unsubscribe("42", "chat:a") };
    for (request, key, expected) in [
        (unsubscribe("", "chat:a"), "field", invalid("user")),
        (coded(1999), "field", invalid("code")),
        (coded(3000), "field", invalid("code")),
        (unsubscribe("42", "no:a"), "namespace", unknown),
        (unsubscribe("42", ""), "channel", nameless),
    ] {
        let status = within(api.unsubscribe(request)).await.unwrap_err();
        assert_eq!(told(&status, key), expected);
    }
    drop(peer);
    server.stop().await;
}
