use fanwire::{
    client::{ConnectionEvent, ConnectionEvents, Ended, SubscriptionEvent},
    model::RecoveryOutcome,
};
use serde_json::json;

use super::support::{client_of, data};
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
