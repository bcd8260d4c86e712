use fanwire::client::{SubscribeOptions, SubscriptionEvent};

use super::support::{client_of, next, subscribed};
use crate::support::{Server, connection};

#[tokio::test]
async fn who_comes_is_told_and_can_be_asked_for() {
    let server = Server::guarded(&[]).await;
    let (host, _) = client_of(&server, &connection("42"));
    let mut options = SubscribeOptions::new("chat:room");
    options.join_leave = true;
    let mut room = host.subscribe(options).await.unwrap();
    subscribed(&mut room).await;
    let mut guest = server.user("43").await;
    guest.subscribe("chat:room").await;
    // The own join may come first.
    let who = loop {
        match next(&mut room).await {
            SubscriptionEvent::Join(info) if info.user.as_str() == "43" => break info.client,
            SubscriptionEvent::Join(_) => {}
            other => panic!("{other:?}"),
        }
    };
    let presence = host.presence("chat:room").await.unwrap().presence;
    assert_eq!(presence.len(), 2);
    assert_eq!(presence[who.as_str()].user, "43");
    let stats = host.presence_stats("chat:room").await.unwrap();
    assert_eq!((stats.num_clients, stats.num_users), (2, 2));
    host.close().await;
    drop((room, guest));
    server.stop().await;
}
