//! Connections whose expiry backends change. Real seconds, as a token's times
//! are whole ones.

use std::time::Duration;

use fanwire::pb::{
    api::{PresenceRequest, RefreshRequest, refresh_request::Expiry},
    client::push::Event,
};
use serde_json::json;
use tonic::Code;

use super::{invalid, told};
use crate::support::{Server, connection, now_s, with, within};

const SOON: [(&str, &str); 1] = [("client.expired_close_delay", "100ms")];

fn refresh(expiry: Expiry) -> RefreshRequest {
    RefreshRequest { user: "42".into(), expiry: Some(expiry), ..Default::default() }
}

async fn refreshed(server: &Server, request: RefreshRequest) -> u32 {
    within(server.api().await.refresh(request)).await.unwrap().into_inner().connections
}

#[tokio::test]
async fn a_connection_that_has_expired_ends_at_once() {
    let server = Server::guarded(&[]).await;
    for expiry in [Expiry::Expired(true), Expiry::ExpireAtS(now_s() - 1)] {
        let mut peer = server.user("42").await;
        assert_eq!(refreshed(&server, refresh(expiry)).await, 1);
        assert_eq!(peer.end_codes().await, (3005, Code::Unauthenticated));
        server.reaches("fanwire_connections", 0.0).await;
    }
    server.stop().await;
}

#[tokio::test]
async fn a_connection_lives_as_long_as_it_is_given() {
    let server = Server::guarded(&SOON).await;
    let claims = with(connection("42"), json!({"exp": now_s() + 1, "info": "old"}));
    let (mut peer, _) = server.connected_with(claims).await;
    let request =
        RefreshRequest { info: Some("new".into()), ..refresh(Expiry::NeverExpires(true)) };
    assert_eq!(refreshed(&server, request).await, 1);
    match peer.push().await.event {
        Some(Event::Refresh(refresh)) => assert!(!refresh.expires),
        other => panic!("{other:?}"),
    }
    // Past its token's end the connection is there, with its new info.
    let seen = tokio::time::timeout(Duration::from_millis(2100), peer.next()).await;
    assert!(seen.is_err(), "{seen:?}");
    peer.subscribe("chat:room").await;
    let request = PresenceRequest { channel: "chat:room".into(), ..Default::default() };
    let present = within(server.api().await.presence(request)).await.unwrap().into_inner();
    assert_eq!(present.clients[0].conn_info.as_ref(), b"new");
    assert_eq!(refreshed(&server, refresh(Expiry::ExpireAtS(now_s() + 1))).await, 1);
    assert_eq!(peer.end_codes().await, (3005, Code::Unauthenticated));
    server.stop().await;
}

#[tokio::test]
async fn a_bad_refresh_changes_nothing_and_says_why() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    let mut api = server.api().await;
    let nobody = RefreshRequest { user: String::new(), ..refresh(Expiry::Expired(true)) };
    let large = RefreshRequest {
        info: Some(vec![0; 20_000].into()),
        ..refresh(Expiry::NeverExpires(true))
    };
    for (request, field) in [
        (nobody, "user"),
        (large, "info"),
        (RefreshRequest { expiry: None, ..refresh(Expiry::Expired(true)) }, "expiry"),
        (refresh(Expiry::Expired(false)), "expiry"),
        (refresh(Expiry::NeverExpires(false)), "expiry"),
        (refresh(Expiry::ExpireAtS(0)), "expiry"),
    ] {
        let status = within(api.refresh(request)).await.unwrap_err();
        assert_eq!(told(&status, "field"), invalid(field));
    }
    peer.subscribe("chat:room").await;
    drop(peer);
    server.stop().await;
}
