use std::collections::BTreeMap;

use tonic::Status;

use super::server::{Server, config, publication, stream_at, within};
use crate::{
    client::{Client, ConnectionEvent, ConnectionEvents, Ended, Lost, SubscriptionEvent},
    model::RecoveryOutcome,
    pb::client::{
        ConnectResult, Disconnect, Error, Gap, RecoveryOutcome as PbOutcome, Subscribe,
        SubscribeResult, Unsubscribe, push,
    },
};

/// The next one that is about a channel.
async fn next(events: &mut ConnectionEvents) -> (String, SubscriptionEvent) {
    loop {
        if let ConnectionEvent::ServerSubscription { channel, event } =
            within(events.next()).await.expect("the client has ended")
        {
            return (channel, event);
        }
    }
}

async fn subscribed(events: &mut ConnectionEvents) -> (String, u64, RecoveryOutcome) {
    match next(events).await {
        (channel, SubscriptionEvent::Subscribed(s)) => (channel, s.position.offset, s.outcome),
        other => panic!("not subscribed: {other:?}"),
    }
}

async fn offset(events: &mut ConnectionEvents) -> (String, u64) {
    match next(events).await {
        (channel, SubscriptionEvent::Publication(publication)) => (channel, publication.offset),
        other => panic!("not a publication: {other:?}"),
    }
}

async fn ended(events: &mut ConnectionEvents) -> (String, Ended) {
    match next(events).await {
        (channel, SubscriptionEvent::Ended(why)) => (channel, why),
        other => panic!("not ended: {other:?}"),
    }
}

fn with_subs<const N: usize>(subs: [(&str, SubscribeResult); N]) -> ConnectResult {
    let subs: BTreeMap<_, _> =
        subs.into_iter().map(|(channel, result)| (channel.to_owned(), result)).collect();
    ConnectResult { subs, ..Default::default() }
}

fn recovered(offset: u64, publications: &[u64]) -> SubscribeResult {
    SubscribeResult {
        recovery: PbOutcome::Recovered.into(),
        publications: publications.iter().copied().map(publication).collect(),
        ..stream_at(offset)
    }
}

fn unsubscribe() -> push::Event {
    push::Event::Unsubscribe(Unsubscribe { code: 2000, reason: "because".into() })
}

#[tokio::test]
async fn recovers_with_the_connect_command_what_can_be_recovered() {
    let mut server = Server::start().await;
    let (_client, mut events) = Client::new(config(server.address)).unwrap();
    let no_history = SubscribeResult::default();
    let subs = with_subs([("a", stream_at(7)), ("b", no_history), ("c", stream_at(1))]);
    let (session, connect) = server.connected_with(subs).await;
    assert!(connect.subs.is_empty());
    session.publish("a", 8).await;
    session.publish("b", 0).await;
    let began = RecoveryOutcome::NotRequested;
    assert_eq!(subscribed(&mut events).await, ("a".into(), 7, began));
    assert_eq!(subscribed(&mut events).await, ("b".into(), 0, began));
    assert_eq!(subscribed(&mut events).await, ("c".into(), 1, began));
    assert_eq!(offset(&mut events).await, ("a".into(), 8));
    assert_eq!(offset(&mut events).await, ("b".into(), 0));
    session.push("c", unsubscribe()).await;
    let because = Ended::Unsubscribed { code: 2000, reason: "because".into() };
    assert_eq!(ended(&mut events).await, ("c".into(), because));
    session.publish("c", 2).await; // late, and nobody's
    session.end(Status::unavailable("cut")).await;
    for channel in ["a", "b"] {
        let (of, event) = next(&mut events).await;
        assert_eq!(of, channel);
        assert!(matches!(event, SubscriptionEvent::Lost(Lost::Connection { .. })), "{event:?}");
    }

    let mut result = with_subs([("a", recovered(10, &[9]))]);
    let no = Error { code: 103, message: "no".into(), temporary: false };
    result.sub_errors.insert("d".into(), no);
    let (session, connect) = server.connected_with(result).await;
    let positions: Vec<_> = connect
        .subs
        .values()
        .map(|request| (&*request.channel, request.recover, &*request.epoch, request.offset))
        .collect();
    assert_eq!(positions, [("a", true, "e", 8)]);
    session.publish("a", 10).await;
    let (channel, why) = ended(&mut events).await;
    assert!(matches!(&why, Ended::Refused(error) if error.code == 103), "{channel}: {why:?}");
    assert_eq!(channel, "d");
    let (channel, why) = ended(&mut events).await;
    assert!(matches!(&why, Ended::Unsubscribed { code: 2000, .. }), "{channel}: {why:?}");
    assert_eq!(channel, "b");
    assert_eq!(subscribed(&mut events).await, ("a".into(), 8, RecoveryOutcome::Recovered));
    assert_eq!(offset(&mut events).await, ("a".into(), 9));
    assert_eq!(offset(&mut events).await, ("a".into(), 10));
}

#[tokio::test]
async fn a_subscription_made_later_recovers_from_its_own_position_and_its_gaps() {
    let mut server = Server::start().await;
    let (_client, mut events) = Client::new(config(server.address)).unwrap();
    let (session, _) = server.connected().await;
    let subscribe =
        Subscribe { recoverable: true, epoch: "e".into(), offset: 3, ..Default::default() };
    session.push("late", push::Event::Subscribe(subscribe)).await;
    let gap = Gap { from: 4, to: 6, epoch: "e".into(), count: 3 };
    session.push("late", push::Event::Gap(gap)).await;
    session.publish("late", 7).await;
    session.end(Status::unavailable("cut")).await;
    let began = RecoveryOutcome::NotRequested;
    assert_eq!(subscribed(&mut events).await, ("late".into(), 3, began));
    let gap = SubscriptionEvent::Gap { from: 4, to: 6, count: 3 };
    assert_eq!(next(&mut events).await, ("late".into(), gap));
    assert_eq!(offset(&mut events).await, ("late".into(), 7));
    let (_session, connect) = server.connected().await;
    assert_eq!(connect.subs["late"].offset, 7);
}

/// Nothing but a new connection can recover it.
#[tokio::test]
async fn a_hole_is_filled_by_a_new_connection() {
    let mut server = Server::start().await;
    let (_client, mut events) = Client::new(config(server.address)).unwrap();
    let (session, _) = server.connected_with(with_subs([("a", stream_at(7))])).await;
    session.publish("a", 9).await;
    subscribed(&mut events).await;
    let (_, event) = next(&mut events).await;
    assert!(
        matches!(&event, SubscriptionEvent::Lost(Lost::Connection { reason, .. })
            if reason.contains("continuity")),
        "{event:?}"
    );
    let subs = with_subs([("a", recovered(9, &[8, 9]))]);
    let (_session, connect) = server.connected_with(subs).await;
    assert_eq!(connect.subs["a"].offset, 7);
    subscribed(&mut events).await;
    for expected in [8, 9] {
        assert_eq!(offset(&mut events).await, ("a".into(), expected));
    }
}

/// The server was in trouble for a moment: that ends nothing, and costs no
/// message.
#[tokio::test]
async fn what_failed_for_a_while_is_asked_for_again_from_where_it_was() {
    let mut server = Server::start().await;
    let (client, mut events) = Client::new(config(server.address)).unwrap();
    let (session, _) = server.connected_with(with_subs([("a", stream_at(7))])).await;
    subscribed(&mut events).await;
    session.end(Status::unavailable("cut")).await;
    let (_, event) = next(&mut events).await;
    assert!(matches!(event, SubscriptionEvent::Lost(_)), "{event:?}");
    for _ in 0..3 {
        let mut result = with_subs([("b", stream_at(1))]);
        let trouble = Error { code: 100, message: "trouble".into(), temporary: true };
        for channel in ["a", "new"] {
            result.sub_errors.insert(channel.into(), trouble.clone());
        }
        // The session ends by the client's own doing.
        let (mut session, connect) = server.connected_with(result).await;
        assert_eq!((connect.subs["a"].recover, connect.subs["a"].offset), (true, 7));
        assert!(session.raw().await.is_none());
    }
    let subs = with_subs([("a", recovered(8, &[8])), ("new", stream_at(1))]);
    let (_session, connect) = server.connected_with(subs).await;
    assert_eq!(connect.subs["a"].offset, 7);
    let mut of_a = Vec::new();
    loop {
        let (channel, event) = next(&mut events).await;
        match (&*channel, event) {
            ("a", event) => of_a.push(event),
            ("new", SubscriptionEvent::Subscribed(_)) => break,
            ("b", _) => {}
            other => panic!("{other:?}"),
        }
    }
    let [SubscriptionEvent::Subscribed(again), SubscriptionEvent::Publication(missed)] = &of_a[..]
    else {
        panic!("{of_a:?}")
    };
    assert_eq!((again.outcome, missed.offset), (RecoveryOutcome::Recovered, 8));
    drop(client);
}

#[tokio::test]
async fn they_end_with_the_connection_for_good() {
    let mut server = Server::start().await;
    let (_client, mut events) = Client::new(config(server.address)).unwrap();
    let (session, _) = server.connected_with(with_subs([("a", stream_at(7))])).await;
    subscribed(&mut events).await;
    let end = Disconnect { code: 3503, reason: "because".into(), ..Default::default() };
    session.push("", push::Event::Disconnect(end)).await;
    let because = Ended::Disconnected { code: 3503, reason: "because".into() };
    assert_eq!(ended(&mut events).await, ("a".into(), because));
    assert_eq!(within(events.next()).await, None);
}
