//! What there is: channels and connections.

use std::collections::BTreeMap;

use fanwire::pb::{
    api::{
        ChannelsRequest, Connection, ConnectionsRequest, SubscribeRequest, Subscription,
        api_service_client::ApiServiceClient,
    },
    client::ConnectRequest,
};
use serde_json::json;
use tonic::transport::Channel;

use super::{invalid, told};
use crate::support::{Server, connection, now_s, token, with, within};

type Api = ApiServiceClient<Channel>;

async fn connections(api: &mut Api, mut request: ConnectionsRequest) -> Vec<Connection> {
    let mut listed = Vec::new();
    loop {
        let page = within(api.connections(request.clone())).await.unwrap().into_inner();
        assert!(request.page_size == 0 || page.connections.len() <= request.page_size as usize);
        listed.extend(page.connections);
        if page.next_page_token.is_empty() {
            return listed;
        }
        request.page_token = page.next_page_token;
    }
}

async fn channels(api: &mut Api, pattern: &str, page_size: u32) -> BTreeMap<String, u64> {
    let pattern = pattern.into();
    let mut request = ChannelsRequest { pattern, page_size, page_token: String::new() };
    let mut listed = BTreeMap::new();
    loop {
        let page = within(api.channels(request.clone())).await.unwrap().into_inner();
        for found in page.channels {
            assert_eq!(listed.insert(found.channel, found.subscribers), None, "listed twice");
        }
        if page.next_page_token.is_empty() {
            return listed;
        }
        request.page_token = page.next_page_token;
    }
}

#[tokio::test]
async fn a_connection_shows_all_but_its_secret() {
    let server = Server::guarded(&[]).await;
    let expire_at_s = now_s() + 3600;
    let caps = json!([{"channels": ["secret:*"], "match": "wildcard", "allow": ["pub"]}]);
    let claims = with(
        connection("42"),
        json!({"exp": expire_at_s, "info": {"name": "Ann"}, "meta": {"plan": 1}, "caps": caps}),
    );
    let mut peer = server.peer().await;
    let request = ConnectRequest {
        token: token(&claims),
        name: "lib".into(),
        version: "1.2".into(),
        ..Default::default()
    };
    let before_ms = now_s() as i64 * 1000;
    let hello = peer.connect_with(request).await.unwrap();
    peer.subscribe("chat:room").await;
    let mut api = server.api().await;
    let request = SubscribeRequest {
        user: "42".into(),
        channel: "secret:room".into(),
        expire_at_s,
        ..Default::default()
    };
    within(api.subscribe(request)).await.unwrap();
    let epoch = server.publish("chat:room", "one").await.epoch;
    while peer.push().await.channel != "chat:room" {}
    let request = ConnectionsRequest { client: hello.client.clone(), ..Default::default() };
    let listed = connections(&mut api, request).await;
    let [found] = &listed[..] else { panic!("{listed:?}") };
    assert!(!hello.session.is_empty() && !format!("{found:?}").contains(&hello.session));
    let names = (&*found.client, &*found.user, &*found.name, &*found.version, &*found.transport);
    assert_eq!(names, (&*hello.client, "42", "lib", "1.2", "connect"));
    assert_eq!((found.busy, found.truncated, found.expire_at_s), (false, false, expire_at_s));
    assert_eq!(found.info.as_ref(), br#"{"name":"Ann"}"#);
    assert_eq!(found.meta.as_ref(), br#"{"plan":1}"#);
    assert!(found.connected_at_ms >= before_ms);
    assert_eq!(found.capabilities.len(), 1);
    let [chat, secret] = &found.subscriptions[..] else { panic!("{:?}", found.subscriptions) };
    let of = |subscription: &Subscription| {
        (subscription.channel.clone(), subscription.origin.clone(), subscription.expire_at_s)
    };
    assert_eq!(of(chat), ("chat:room".into(), "client".into(), 0));
    assert_eq!(of(secret), ("secret:room".into(), "api".into(), expire_at_s));
    let position = chat.position.clone().unwrap();
    assert_eq!((position.offset, position.epoch), (1, epoch));
    assert!(chat.recoverable && chat.positioned);
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn connections_are_listed_once_each_by_user_and_by_client() {
    let server = Server::guarded(&[]).await;
    let (mut peers, mut expected) = (Vec::new(), BTreeMap::new());
    for user in ["42", "42", "42", "7"] {
        let (peer, hello) = server.connected_with(connection(user)).await;
        peers.push(peer);
        expected.insert(hello.client, user);
    }
    let mut api = server.api().await;
    let any = expected.keys().next().unwrap().clone();
    for page_size in [0, 1, 3] {
        for (user, client, count) in
            [("", "", 4), ("42", "", 3), ("7", "", 1), ("8", "", 0), ("", &*any, 1), ("", "x", 0)]
        {
            let request = ConnectionsRequest {
                user: user.into(),
                client: client.into(),
                page_size,
                page_token: String::new(),
            };
            let listed = connections(&mut api, request).await;
            assert_eq!(listed.len(), count, "{user} {client} {page_size}");
            assert!(listed.is_sorted_by(|a, b| a.client < b.client));
            assert!(listed.iter().all(|found| expected[&found.client] == found.user));
        }
    }
    let request = |page_size, page_token: &str| ConnectionsRequest {
        page_size,
        page_token: page_token.into(),
        ..Default::default()
    };
    for (request, field) in [(request(1001, ""), "page_size"), (request(0, "?"), "page_token")] {
        let status = within(api.connections(request)).await.unwrap_err();
        assert_eq!(told(&status, "field"), invalid(field));
    }
    drop(peers);
    server.stop().await;
}

#[tokio::test]
async fn channels_are_listed_with_their_subscribers() {
    let server = Server::guarded(&[]).await;
    let mut peers = [server.user("42").await, server.user("7").await];
    let mut expected = BTreeMap::new();
    for room in 0..30 {
        for peer in peers.iter_mut().take(1 + room % 2) {
            peer.subscribe(&format!("chat:{room}")).await;
        }
        expected.insert(format!("chat:{room}"), 1 + room as u64 % 2);
    }
    peers[0].subscribe("view:1").await;
    let mut api = server.api().await;
    for page_size in [0, 1, 7] {
        let mut all = expected.clone();
        assert_eq!(channels(&mut api, "chat:*", page_size).await, all);
        all.insert("view:1".into(), 1);
        assert_eq!(channels(&mut api, "", page_size).await, all);
        all.retain(|channel, _| channel.ends_with(":1"));
        assert_eq!(channels(&mut api, "*:1", page_size).await, all);
        assert_eq!(channels(&mut api, "????:1?", page_size).await.len(), 10);
        assert_eq!(channels(&mut api, "nothing", page_size).await, BTreeMap::new());
    }
    for (request, field) in [
        (ChannelsRequest { page_size: 10_001, ..Default::default() }, "page_size"),
        (ChannelsRequest { page_token: "?".into(), ..Default::default() }, "page_token"),
        (ChannelsRequest { pattern: "x".repeat(256), ..Default::default() }, "pattern"),
    ] {
        let status = within(api.channels(request)).await.unwrap_err();
        assert_eq!(told(&status, "field"), invalid(field));
    }
    drop(peers);
    server.stop().await;
}
