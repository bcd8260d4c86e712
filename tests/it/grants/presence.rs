//! Who is there, and who comes and goes.

use fanwire::pb::client::{
    ClientInfo, ConnectRequest, PresenceRequest, PresenceStatsRequest, SubscribeRequest,
    command::Request, push::Event, reply::Result as Answer,
};
use serde_json::json;

use crate::support::{Peer, Server, connection, subscribe, token, with};

async fn presence(peer: &mut Peer, channel: &str) -> Vec<ClientInfo> {
    let request = PresenceRequest { channel: channel.into() };
    let id = peer.request(Request::Presence(request)).await;
    loop {
        let reply = peer.reply().await;
        match reply.result {
            Some(Answer::Presence(result)) if reply.id == id => {
                assert!(result.presence.iter().all(|(client, info)| *client == info.client));
                return result.presence.into_values().collect();
            }
            Some(Answer::Push(_)) => {}
            other => panic!("{other:?}"),
        }
    }
}

async fn stats(peer: &mut Peer, channel: &str) -> (u32, u32) {
    let request = PresenceStatsRequest { channel: channel.into() };
    match peer.ask(Request::PresenceStats(request)).await {
        Answer::PresenceStats(stats) => (stats.num_clients, stats.num_users),
        other => panic!("{other:?}"),
    }
}

fn joining(channel: &str) -> SubscribeRequest {
    SubscribeRequest { join_leave: true, ..subscribe(channel) }
}

#[tokio::test]
async fn presence_tells_who_is_subscribed() {
    let server = Server::guarded(&[]).await;
    let claims = with(connection("42"), json!({"info": {"name": "Ann"}}));
    let (mut ann, hello) = server.connected_with(claims.clone()).await;
    let (mut ann_again, _) = server.connected_with(claims).await;
    let mut bob = server.user("7").await;
    for peer in [&mut ann, &mut ann_again, &mut bob] {
        peer.subscribe("view:room").await;
    }
    assert_eq!(stats(&mut bob, "view:room").await, (3, 2));
    let infos = presence(&mut bob, "view:room").await;
    assert_eq!(infos.len(), 3);
    let of_ann = infos.iter().find(|info| info.client == hello.client).unwrap();
    assert_eq!(of_ann.user, "42");
    assert_eq!(of_ann.conn_info.as_ref(), br#"{"name":"Ann"}"#);
    drop((ann, ann_again));
    server.reaches("fanwire_connections", 1.0).await;
    assert_eq!(stats(&mut bob, "view:room").await, (1, 1));
    drop(bob);
    server.stop().await;
}

#[tokio::test]
async fn joins_and_leaves_are_told_to_those_who_asked() {
    let server = Server::guarded(&[]).await;
    let (mut watcher, hello) = server.connected_with(connection("7")).await;
    watcher.subscribe_with(joining("chat:room")).await.unwrap();
    let join = |push: Option<Event>| match push {
        Some(Event::Join(join)) => join.info.unwrap(),
        other => panic!("{other:?}"),
    };
    // Its own comes first.
    assert_eq!(join(watcher.push().await.event).client, hello.client);
    let mut quiet = server.user("8").await;
    quiet.subscribe("chat:room").await;
    assert_eq!(join(watcher.push().await.event).user, "8");
    let (mut other, other_hello) = server.connected_with(connection("42")).await;
    other.subscribe("chat:room").await;
    assert_eq!(join(watcher.push().await.event).client, other_hello.client);
    drop(other);
    match watcher.push().await.event {
        Some(Event::Leave(leave)) => assert_eq!(leave.info.unwrap().client, other_hello.client),
        other => panic!("{other:?}"),
    }
    server.publish("chat:room", "end").await;
    assert_eq!(quiet.publication().await.data.as_ref(), b"end", "nothing came before");
    drop((watcher, quiet));
    server.stop().await;
}

#[tokio::test]
async fn a_session_that_replaces_another_neither_leaves_nor_joins() {
    let server = Server::guarded(&[]).await;
    let mut watcher = server.user("7").await;
    watcher.subscribe_with(joining("chat:room")).await.unwrap();
    watcher.push().await; // its own join
    let (mut old, hello) = server.connected_with(connection("42")).await;
    old.subscribe("chat:room").await;
    watcher.push().await; // the old session's join
    let mut new = server.peer().await;
    let request = ConnectRequest {
        token: token(&connection("42")),
        previous_session: hello.session,
        ..Default::default()
    };
    let new_client = new.connect_with(request).await.unwrap().client;
    assert_eq!(old.end_codes().await.0, 3503);
    new.subscribe("chat:room").await;
    assert_eq!(presence(&mut watcher, "chat:room").await.len(), 2);
    drop(new);
    // Leaves are told in the order of their coming about: the old one's would
    // be first.
    match watcher.push().await.event {
        Some(Event::Leave(leave)) => assert_eq!(leave.info.unwrap().client, new_client),
        other => panic!("{other:?}"),
    }
    drop((watcher, old));
    server.stop().await;
}
