use fanwire::{
    client::{
        Client, ClientConfig, ConnectionEvent, Ended, RequestError, SubscribeOptions,
        SubscriptionEvent,
    },
    pb::client::{ConnectRequest, SubscribeRequest, push::Event},
};

use super::support::{
    SOON, Script, client, client_of, config, connected, data, disconnected, expiring, next,
    subscribed,
};
use crate::support::{Server, connection, signed_with, subscribe, subscription, token, within};

/// A peer that renews nothing shows when the first tokens have ended.
#[tokio::test]
async fn a_renewed_connection_outlives_its_first_token_and_nobody_notices() {
    let server = Server::guarded(&SOON).await;
    let script = Script::new([expiring(connection("42"), 2), connection("42")]);
    let (client, mut events) = client(&server, &script);
    let mut room = client.subscribe(SubscribeOptions::new("chat:room")).await.unwrap();
    subscribed(&mut room).await;
    let mut lazy = server.peer().await;
    let token = token(&expiring(connection("43"), 2));
    lazy.connect_with(ConnectRequest { token, ..Default::default() }).await.unwrap();
    assert_eq!(lazy.end_codes().await.0, 3005);

    server.publish("chat:room", "still here").await;
    assert_eq!(data(next(&mut room).await), "still here");
    assert!(script.is_over());
    client.close().await;
    connected(&mut events).await;
    assert_eq!(within(events.next()).await, None, "one connection is all there was");
    drop(room);
    server.stop().await;
}

#[tokio::test]
async fn a_renewed_subscription_outlives_its_first_token_and_nobody_notices() {
    let server = Server::guarded(&SOON).await;
    let claims = subscription("42", "secret:room");
    let script = Script::new([expiring(claims.clone(), 2), claims.clone()]);
    let (client, _) = client_of(&server, &connection("42"));
    let mut options = SubscribeOptions::new("secret:room");
    options.token_source = Some(script.source());
    let mut room = client.subscribe(options).await.unwrap();
    subscribed(&mut room).await;
    let mut lazy = server.user("42").await;
    let token = token(&expiring(claims, 2));
    let request = SubscribeRequest { token, ..subscribe("secret:room") };
    lazy.subscribe_with(request).await.unwrap();
    match lazy.push().await.event {
        Some(Event::Unsubscribe(unsubscribe)) => assert_eq!(unsubscribe.code, 2501),
        other => panic!("{other:?}"),
    }

    server.publish("secret:room", "still here").await;
    assert_eq!(data(next(&mut room).await), "still here");
    assert!(script.is_over());
    client.close().await;
    drop((room, lazy));
    server.stop().await;
}

#[tokio::test]
async fn an_expired_token_is_replaced_and_a_valid_one_survives_a_restart() {
    let server = Server::guarded(&[("shutdown.reconnect_spread", "0s")]).await;
    let script = Script::new([expiring(connection("42"), 0), connection("42")]);
    let (client, mut events) = client(&server, &script);
    let (code, _, reconnect) = disconnected(&mut events).await;
    assert_eq!((code, reconnect), (109, true));
    let mut room = client.subscribe(SubscribeOptions::new("chat:room")).await.unwrap();
    subscribed(&mut room).await;

    let address = server.client.clone();
    server.shut_down().await;
    let server = Server::guarded(&[("listen.client.address", &address)]).await;
    while !matches!(next(&mut room).await, SubscriptionEvent::Subscribed(_)) {}
    assert!(script.is_over(), "asked once, besides for the first");
    server.publish("chat:room", "again").await;
    assert_eq!(data(next(&mut room).await), "again");
    client.close().await;
    drop(room);
    server.stop().await;
}

#[tokio::test]
async fn an_expired_subscription_token_is_replaced() {
    let server = Server::guarded(&[]).await;
    let claims = subscription("42", "secret:room");
    let script = Script::new([expiring(claims.clone(), 0), claims]);
    let (client, _) = client_of(&server, &connection("42"));
    let mut options = SubscribeOptions::new("secret:room");
    options.token_source = Some(script.source());
    let mut room = client.subscribe(options).await.unwrap();
    let event = next(&mut room).await;
    assert!(
        matches!(&event, SubscriptionEvent::Retrying { error, .. } if error.code == 109),
        "{event:?}"
    );
    subscribed(&mut room).await;
    client.close().await;
    drop(room);
    server.stop().await;
}

#[tokio::test]
async fn a_refusal_names_its_rule_and_a_bad_token_is_the_end() {
    let server = Server::guarded(&[]).await;
    let (user, _) = client_of(&server, &connection("42"));
    let mut room = user.subscribe(SubscribeOptions::new("secret:room")).await.unwrap();
    let event = next(&mut room).await;
    assert!(
        matches!(&event, SubscriptionEvent::Ended(Ended::Refused(error)) if error.code == 103
            && error.message.contains("allow_subscribe_for_client")),
        "{event:?}"
    );
    user.close().await;

    let token = signed_with("another secret of at least thirty-two bytes", &connection("42"));
    let (client, mut events) = Client::new(ClientConfig { token, ..config(&server) }).unwrap();
    let (code, _, reconnect) = disconnected(&mut events).await;
    assert_eq!((code, reconnect), (3500, false));
    let error = client.presence("chat:room").await.unwrap_err();
    assert!(matches!(&error, RequestError::Stopped(stopped) if stopped.code == 3500), "{error}");
    while let Some(event) = within(events.next()).await {
        assert!(!matches!(event, ConnectionEvent::Connecting { .. }), "it came back");
    }
    server.stop().await;
}
