use super::server::{Server, config, stream_at, within};
use crate::{
    client::{Client, SubscribeOptions, SubscriptionEvent},
    model::ClientInfo,
    pb::client::{
        self as pb, Join, Leave, PresenceResult, PresenceStatsResult, command, push, reply,
    },
};

fn info(user: &str) -> pb::ClientInfo {
    pb::ClientInfo { user: user.into(), client: "c1".into(), ..Default::default() }
}

#[tokio::test]
async fn joins_and_leaves_come_in_order_with_publications() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let mut options = SubscribeOptions::new("room");
    options.join_leave = true;
    let mut room = client.subscribe(options).await.unwrap();
    let (mut session, _) = server.connected().await;
    assert!(session.subscribed(stream_at(0)).await.join_leave);
    session.push("room", push::Event::Join(Join { info: Some(info("42")) })).await;
    session.publish("room", 1).await;
    session.push("room", push::Event::Leave(Leave { info: Some(info("43")) })).await;
    within(room.next()).await.unwrap();
    let who = |user: &str| ClientInfo {
        user: user.into(),
        client: "c1".into(),
        conn_info: Default::default(),
        chan_info: Default::default(),
    };
    assert_eq!(within(room.next()).await, Some(SubscriptionEvent::Join(who("42"))));
    assert!(matches!(within(room.next()).await, Some(SubscriptionEvent::Publication(_))));
    assert_eq!(within(room.next()).await, Some(SubscriptionEvent::Leave(who("43"))));
}

#[tokio::test]
async fn asks_who_and_how_many() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let (mut session, _) = server.connected().await;
    let (who, stats, ()) =
        tokio::join!(client.presence("room"), client.presence_stats("room"), async {
            for _ in 0..2 {
                let (id, request) = session.command().await;
                let result = match request {
                    command::Request::Presence(request) if request.channel == "room" => {
                        let presence = [("c1".to_owned(), info("42"))].into_iter().collect();
                        reply::Result::Presence(PresenceResult { presence, truncated: false })
                    }
                    command::Request::PresenceStats(request) if request.channel == "room" => {
                        let (num_clients, num_users) = (3, 2);
                        reply::Result::PresenceStats(PresenceStatsResult { num_clients, num_users })
                    }
                    other => panic!("{other:?}"),
                };
                session.reply(id, result).await;
            }
        });
    assert_eq!(who.unwrap().presence["c1"].user, "42");
    assert_eq!(stats.unwrap(), PresenceStatsResult { num_clients: 3, num_users: 2 });
}
