//! Orders about clients that do not read: they are obeyed all the same.

use std::time::Duration;

use fanwire::pb::{
    api::{
        Connection, ConnectionsRequest, DisconnectRequest, SubscribeRequest, UnsubscribeRequest,
    },
    client::{ConnectRequest, FilterNode, command::Request, push::Event, reply::Result as Answer},
};
use serde_json::json;
use tonic::Code;

use crate::support::{
    Peer, Server, connection, history, now_s, publish_request, subscribe, subscription, token,
    with, within,
};

const NAMESPACES: &str = r#"[
    {"name": "flood", "history_size": 1000, "history_ttl": "1h", "force_recovery": true,
     "slow_consumer": "drop_oldest", "allow_subscribe_for_client": true,
     "allow_history_for_client": true, "allow_tags_filter": true, "join_leave": true},
    {"name": "secret", "presence": true}
]"#;

const QUEUE: u64 = 100_000;

/// Somebody with two subscriptions who stops reading now.
async fn deaf(server: &Server) -> Peer {
    let mut peer = server.peer().await;
    let request = ConnectRequest {
        token: token(&with(connection("42"), json!({"channels": ["secret:token"]}))),
        gap_support: true,
        ..Default::default()
    };
    peer.connect_with(request).await.unwrap();
    peer.subscribe("flood:a").await;
    peer
}

async fn start() -> Server {
    let queue = QUEUE.to_string();
    Server::guarded(&[("channel.namespaces", NAMESPACES), ("client.queue_max_size", &queue)]).await
}

async fn listed(server: &Server) -> Connection {
    let request = ConnectionsRequest { user: "42".into(), ..Default::default() };
    let answer = within(server.api().await.connections(request)).await.unwrap().into_inner();
    let [found] = &answer.connections[..] else { panic!("{answer:?}") };
    found.clone()
}

/// Subscribes, unsubscribes, lists and disconnects somebody whose queue is full.
async fn obeys(server: &Server) {
    let mut api = server.api().await;
    let channel = || "secret:room".to_owned();
    let (user, channel_) = ("42".to_owned(), channel());
    let request = SubscribeRequest { user: user.clone(), channel: channel_, ..Default::default() };
    assert_eq!(within(api.subscribe(request)).await.unwrap().into_inner().connections, 1);
    let found = listed(server).await;
    assert!(!found.busy);
    assert!(found.queued_bytes > QUEUE / 2, "{found:?}");
    assert!(found.queued_messages > 0, "{found:?}");
    let names: Vec<_> = found.subscriptions.iter().map(|s| (&*s.channel, &*s.origin)).collect();
    let expected = [("flood:a", "client"), ("secret:room", "api"), ("secret:token", "token")];
    assert_eq!(names, expected);
    let request =
        UnsubscribeRequest { user: user.clone(), channel: channel(), ..Default::default() };
    assert_eq!(within(api.unsubscribe(request)).await.unwrap().into_inner().connections, 1);
    assert_eq!(listed(server).await.subscriptions.len(), 2);
    let request = DisconnectRequest { user, ..Default::default() };
    assert_eq!(within(api.disconnect(request)).await.unwrap().into_inner().connections, 1);
    // Nobody has read anything yet.
    for gauge in ["fanwire_connections", "fanwire_subscriptions", "fanwire_channels"] {
        server.reaches(gauge, 0.0).await;
    }
}

#[tokio::test]
async fn a_queue_full_of_publications_keeps_no_order_waiting() {
    let server = start().await;
    let mut peer = deaf(&server).await;
    let mut api = server.api().await;
    for _ in 0..2_000 {
        within(api.publish(publish_request("flood:a", vec![b'x'; 1_000]))).await.unwrap();
    }
    let newest = listed(&server).await.subscriptions[0].position.clone().unwrap();
    assert_eq!(newest.offset, 2_000, "the position counts what was dropped");
    obeys(&server).await;
    let mut told = Vec::new();
    let status = loop {
        match peer.next().await {
            Ok(Some(reply)) => told.extend(reply.result),
            Ok(None) => panic!("no status"),
            Err(status) => break status,
        }
    };
    assert_eq!(status.code(), Code::PermissionDenied);
    let of_room = told.iter().filter_map(|answer| match answer {
        Answer::Push(push) if push.channel == "secret:room" => push.event.as_ref(),
        _ => None,
    });
    let of_room: Vec<_> = of_room.collect();
    assert!(matches!(of_room[..], [Event::Subscribe(_), Event::Unsubscribe(_)]), "{of_room:?}");
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_queue_full_of_replies_keeps_no_order_waiting() {
    let server = start().await;
    server.publish("flood:b", vec![b'x'; 50_000]).await;
    let mut peer = deaf(&server).await;
    for _ in 0..12 {
        peer.request(Request::History(history("flood:b", 1))).await;
    }
    let full = async {
        while listed(&server).await.queued_bytes <= QUEUE / 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    within(full).await;
    obeys(&server).await;
    assert_eq!(peer.end_codes().await, (3503, Code::PermissionDenied));
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_listing_tells_what_each_subscription_is() {
    let server = start().await;
    let mut named = subscribe("");
    named.token = token(&with(subscription("42", "secret:b"), json!({"allow": ["pub", "prs"]})));
    let mut filtered = subscribe("");
    let (key, cmp) = ("lang".into(), "ex".into());
    filtered.tf = Some(FilterNode { key, cmp, ..Default::default() });
    let caps = json!([{"channels": ["flood:*"], "match": "wildcard", "allow": ["prs"]}]);
    let connect = ConnectRequest {
        token: token(&with(connection("42"), json!({"channels": ["secret:a"], "caps": caps}))),
        subs: [("secret:b".to_owned(), named), ("flood:a".to_owned(), filtered)].into(),
        ..Default::default()
    };
    let (peer, hello) = Peer::listen(server.channel().await, connect).await;
    assert!(hello.sub_errors.is_empty(), "{hello:?}");
    let position = server.publish("flood:a", "kept back by the filter").await;
    let mut found = listed(&server).await;
    let text = format!("{found:?}");
    assert!(!hello.session.is_empty() && !text.contains(&hello.session), "{text}");
    assert_eq!((&*found.transport, found.queued_messages), ("listen", 0));
    let standing = found.subscriptions[0].position.take().unwrap();
    assert_eq!((standing.offset, standing.epoch), (position.offset, position.epoch));
    let told: Vec<_> = found
        .subscriptions
        .iter()
        .map(|s| (&*s.channel, &*s.origin, s.filtered, s.recoverable, s.granted.join(" ")))
        .collect();
    let expected = [
        ("flood:a", "connect", true, true, String::new()),
        ("secret:a", "token", false, false, String::new()),
        ("secret:b", "connect", false, false, "pub prs".to_owned()),
    ];
    assert_eq!(told, expected);
    assert!(found.subscriptions[2].expire_at_s > now_s());
    assert_eq!(found.capabilities.len(), 1, "{found:?}");
    drop(peer);
    server.stop().await;
}
