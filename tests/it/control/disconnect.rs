//! Connections that backends end.

use fanwire::pb::api::DisconnectRequest;
use tonic::Code;

use super::{invalid, told};
use crate::support::{Server, connection, within};

fn disconnect(user: &str) -> DisconnectRequest {
    DisconnectRequest { user: user.into(), ..Default::default() }
}

async fn disconnected(server: &Server, request: DisconnectRequest) -> u32 {
    within(server.api().await.disconnect(request)).await.unwrap().into_inner().connections
}

#[tokio::test]
async fn all_connections_of_a_user_end_but_those_that_are_spared() {
    let server = Server::guarded(&[]).await;
    let mut ended = [server.user("42").await, server.user("42").await];
    let (mut spared, hello) = server.connected_with(connection("42")).await;
    let mut other = server.user("7").await;
    let request = DisconnectRequest { whitelist: vec![hello.client], ..disconnect("42") };
    assert_eq!(disconnected(&server, request.clone()).await, 2);
    for peer in &mut ended {
        assert_eq!(peer.end_codes().await, (3503, Code::PermissionDenied));
    }
    server.reaches("fanwire_connections", 2.0).await;
    assert_eq!(disconnected(&server, request).await, 0);
    for peer in [&mut spared, &mut other] {
        peer.subscribe("chat:room").await;
    }
    drop((spared, other));
    server.stop().await;
}

#[tokio::test]
async fn clients_are_told_the_code_the_reason_and_when_to_come_back() {
    let server = Server::guarded(&[]).await;
    let (mut peer, hello) = server.connected_with(connection("42")).await;
    let foreign = DisconnectRequest { client: hello.client.clone(), ..disconnect("7") };
    assert_eq!(disconnected(&server, foreign).await, 0, "it is not that user's");
    let request = DisconnectRequest {
        client: hello.client.clone(),
        code: 4123,
        reason: "come back later".into(),
        reconnect_after_ms: 1500,
        ..Default::default()
    };
    assert_eq!(disconnected(&server, request).await, 1);
    let (farewell, status) = peer.end().await;
    assert_eq!((farewell.code, farewell.reason.as_str()), (4123, "come back later"));
    assert!(farewell.reconnect);
    assert!((750..=1500).contains(&farewell.reconnect_after_ms), "{farewell:?}");
    assert_eq!(status.code(), Code::Unavailable);
    server.reaches("fanwire_connections", 0.0).await;
    let gone = DisconnectRequest { client: hello.client, ..Default::default() };
    assert_eq!(disconnected(&server, gone).await, 0);
    server.stop().await;
}

#[tokio::test]
async fn a_bad_disconnect_ends_nothing_and_says_why() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    let mut api = server.api().await;
    let coded = |code| DisconnectRequest { code, ..disconnect("42") };
    for (request, field) in [
        (disconnect(""), "user"),
        (coded(2999), "code"),
        (coded(6000), "code"),
        (DisconnectRequest { reason: "x".repeat(300), ..coded(0) }, "reason"),
        (DisconnectRequest { reconnect_after_ms: 1, ..coded(4500) }, "reconnect_after_ms"),
        (DisconnectRequest { whitelist: vec![String::new(); 10_001], ..coded(0) }, "whitelist"),
    ] {
        let status = within(api.disconnect(request)).await.unwrap_err();
        assert_eq!(told(&status, "field"), invalid(field));
    }
    peer.subscribe("chat:room").await;
    drop(peer);
    server.stop().await;
}
