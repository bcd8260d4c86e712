use fanwire::{
    client::{ConnectionEvent, ConnectionEvents, Ended, SubscriptionEvent},
    model::RecoveryOutcome,
    pb::api::{StreamPosition, SubscribeRequest, UnsubscribeRequest},
};
use serde_json::json;

use super::support::{client_of, connected, data};
use crate::support::{Server, connection, with, within};

/// The next that happens to a server-side subscription.
async fn next(events: &mut ConnectionEvents) -> (String, SubscriptionEvent) {
    loop {
        if let ConnectionEvent::ServerSubscription { channel, event } =
            within(events.next()).await.expect("the client has ended")
        {
            return (channel, event);
        }
    }
}

/// How the subscription to `chat:room` began: outcome and recovered
/// publications.
async fn began(events: &mut ConnectionEvents) -> (RecoveryOutcome, u64) {
    match next(events).await {
        (channel, SubscriptionEvent::Subscribed(subscribed)) if channel == "chat:room" => {
            (subscribed.outcome, subscribed.recovered)
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn they_come_with_the_token_and_recover_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fanwire.redb");
    let settings = [
        ("engine.type", "embedded"),
        ("engine.embedded.path", path.to_str().unwrap()),
        ("shutdown.reconnect_spread", "0s"),
    ];
    let server = Server::guarded(&settings).await;
    let claims = with(connection("42"), json!({"channels": ["chat:room", "nowhere:x"]}));
    let (client, mut events) = client_of(&server, &claims);
    let (channel, event) = next(&mut events).await;
    assert!(
        matches!(&event, SubscriptionEvent::Ended(Ended::Refused(error)) if error.code == 102),
        "{channel}: {event:?}"
    );
    assert_eq!(began(&mut events).await, (RecoveryOutcome::NotRequested, 0));
    server.publish("chat:room", "one").await;
    assert_eq!(data(next(&mut events).await.1), "one");

    let address = server.client.clone();
    server.shut_down().await;
    let again = [settings.as_slice(), &[("listen.client.address", &address)]].concat();
    let server = Server::guarded(&again).await;
    let (_, event) = next(&mut events).await;
    assert!(matches!(event, SubscriptionEvent::Lost(_)), "{event:?}");
    let (_, event) = next(&mut events).await;
    assert!(matches!(event, SubscriptionEvent::Ended(Ended::Refused(_))), "{event:?}");
    assert_eq!(began(&mut events).await, (RecoveryOutcome::Recovered, 0));
    server.publish("chat:room", "two").await;
    assert_eq!(data(next(&mut events).await.1), "two");
    client.close().await;
    server.stop().await;
}

#[tokio::test]
async fn the_api_makes_and_ends_them_and_recovers_what_it_likes() {
    let server = Server::guarded(&[]).await;
    let epoch = server.publish("chat:room", "0").await.epoch;
    server.publish_numbers("chat:room", 1..4).await;
    let (client, mut events) = client_of(&server, &connection("42"));
    connected(&mut events).await;
    let (user, channel) = (String::from("42"), String::from("chat:room"));
    let recover_since = Some(StreamPosition { offset: 1, epoch });
    let subscribe = SubscribeRequest {
        user: user.clone(),
        channel: channel.clone(),
        recover_since,
        ..Default::default()
    };
    let subscribed = server.api().await.subscribe(subscribe).await.unwrap();
    assert_eq!(subscribed.into_inner().connections, 1);
    assert_eq!(began(&mut events).await, (RecoveryOutcome::NotRequested, 0));
    server.publish("chat:room", "4").await;
    for number in ["1", "2", "3", "4"] {
        assert_eq!(data(next(&mut events).await.1), number);
    }
    let unsubscribe = UnsubscribeRequest { user, channel, ..Default::default() };
    server.api().await.unsubscribe(unsubscribe).await.unwrap();
    let (_, event) = next(&mut events).await;
    assert!(
        matches!(&event, SubscriptionEvent::Ended(Ended::Unsubscribed { code: 2000, .. })),
        "{event:?}"
    );
    client.close().await;
    while let Some(event) = within(events.next()).await {
        assert!(!matches!(event, ConnectionEvent::Disconnected { .. }), "{event:?}");
    }
    server.stop().await;
}
