//! Permissions as clients meet them. What allows what is decided, and tested
//! exhaustively, in the policy room; here it is that every command asks.

use fanwire::pb::client::{
    PresenceRequest, PresenceStatsRequest, SubscribeRequest, command::Request,
    reply::Result as Answer,
};
use serde_json::json;

use crate::support::{
    Peer, Server, connection, history, publish, subscribe, subscription, token, with,
};

/// The commands beside subscribe: pub, hst, prs and presence_stats.
fn commands(channel: &str) -> [Request; 4] {
    let name = || channel.to_owned();
    [
        publish(channel, b"{}"),
        Request::History(history(channel, 1)),
        Request::Presence(PresenceRequest { channel: name() }),
        Request::PresenceStats(PresenceStatsRequest { channel: name() }),
    ]
}

/// Which of them are let through; every refusal is 103 with a reason.
async fn allowed(peer: &mut Peer, channel: &str) -> [bool; 4] {
    let mut allowed = [false; 4];
    for (allowed, request) in allowed.iter_mut().zip(commands(channel)) {
        let id = peer.request(request).await;
        let answer = loop {
            let reply = peer.reply().await;
            if reply.id == id {
                break reply.result;
            }
        };
        *allowed = match answer {
            Some(Answer::Error(error)) => {
                assert_eq!(error.code, 103, "{error:?}");
                assert!(error.message.starts_with("permission denied: "), "{}", error.message);
                false
            }
            _ => true,
        };
    }
    allowed
}

#[tokio::test]
async fn each_command_asks_for_its_own_permission() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    assert_eq!(allowed(&mut peer, "chat:room").await, [true; 4]);
    assert_eq!(allowed(&mut peer, "secret:room").await, [false; 4]);
    assert_eq!(allowed(&mut peer, "view:room").await, [false; 4]);
    peer.subscribe("view:room").await;
    assert_eq!(allowed(&mut peer, "view:room").await, [false, true, true, true]);

    let grants = with(subscription("42", "secret:room"), json!({"allow": ["pub", "prs"]}));
    let request = SubscribeRequest { token: token(&grants), ..subscribe("secret:room") };
    peer.subscribe_with(request).await.unwrap();
    assert_eq!(allowed(&mut peer, "secret:room").await, [true, false, true, true]);
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn capabilities_open_what_the_namespace_does_not() {
    let server = Server::guarded(&[]).await;
    let claims = with(
        connection("42"),
        json!({"caps": [
            {"channels": ["secret:closed"], "allow": []},
            {"channels": ["secret:*"], "match": "wildcard", "allow": ["sub", "hst"]},
            {"channels": ["^secret:.*$"], "match": "regex", "allow": ["pub"]},
        ]}),
    );
    let (mut peer, _) = server.connected_with(claims).await;
    peer.subscribe("secret:room").await;
    assert_eq!(allowed(&mut peer, "secret:room").await, [false, true, false, false]);
    let closed = peer.subscribe_with(subscribe("secret:closed")).await.unwrap_err();
    assert_eq!(closed.code, 103);
    assert!(closed.message.contains("caps[0]"), "{}", closed.message);
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_channel_with_users_in_its_name_is_for_them() {
    let server = Server::guarded(&[]).await;
    for (user, code) in [("42", None), ("43", None), ("4", Some(103)), ("42,43", Some(103))] {
        let mut peer = server.user(user).await;
        let error = peer.subscribe_with(subscribe("dialog#42,43")).await.err();
        // Without its namespace's boundary that is no channel of it.
        assert_eq!(error.map(|error| error.code), Some(103), "{user}");
        let error = peer.subscribe_with(subscribe("dialog:x#42,43")).await.err();
        assert_eq!(error.map(|error| error.code), code, "{user}");
    }
    server.stop().await;
}

#[tokio::test]
async fn names_and_payloads_are_checked_by_the_namespace() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    peer.subscribe("named:abc").await;
    let mismatch = peer.subscribe_with(subscribe("named:42")).await.unwrap_err();
    assert_eq!(mismatch.code, 107);
    assert!(mismatch.message.contains("channel_regex"), "{}", mismatch.message);
    for (data, refused) in [("{}", false), ("[]", true), ("{", true), ("", true)] {
        match peer.ask(publish("typed:x", data.as_bytes())).await {
            Answer::Publish(_) => assert!(!refused, "{data}"),
            Answer::Error(error) => {
                assert!(refused && error.code == 107, "{data}");
                assert!(error.message.contains("publication_data_format"), "{}", error.message);
            }
            other => panic!("{other:?}"),
        }
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_recovery_is_authorised_like_the_first_time() {
    let server = Server::guarded(&[]).await;
    let grants = token(&subscription("42", "secret:room"));
    let request = SubscribeRequest { token: grants, ..subscribe("secret:room") };
    let mut peer = server.user("42").await;
    let position = peer.subscribe_with(request).await.unwrap();
    server.publish("secret:room", "hidden").await;
    drop(peer);
    let mut back = server.user("42").await;
    let recover = SubscribeRequest {
        recover: true,
        epoch: position.epoch,
        offset: position.offset,
        ..subscribe("secret:room")
    };
    let refused = back.subscribe_with(recover).await.unwrap_err();
    assert_eq!(refused.code, 103);
    drop(back);
    server.stop().await;
}
