use tonic::Status;

use super::server::{Server, config, publication, stream_at, within};
use crate::{
    client::{
        Client, ClientConfig, Ended, Lost, RequestError, SubscribeOptions, Subscription,
        SubscriptionEvent,
    },
    model::{Epoch, RecoveryOutcome, StreamPosition},
    pb::client::{
        self as pb, FilterNode, Gap, HistoryRequest, HistoryResult, Publication,
        RecoveryOutcome as PbOutcome, SubscribeResult, Unsubscribe, UnsubscribeResult, command,
        push, reply,
    },
};

async fn next(room: &mut Subscription) -> SubscriptionEvent {
    within(room.next()).await.expect("the subscription has ended")
}

async fn offset(room: &mut Subscription) -> u64 {
    match next(room).await {
        SubscriptionEvent::Publication(publication) => publication.offset,
        other => panic!("not a publication: {other:?}"),
    }
}

async fn subscribed(room: &mut Subscription) -> (u64, RecoveryOutcome, u64) {
    match next(room).await {
        SubscriptionEvent::Subscribed(s) => (s.position.offset, s.outcome, s.recovered),
        other => panic!("not subscribed: {other:?}"),
    }
}

async fn lost(room: &mut Subscription) -> Lost {
    match next(room).await {
        SubscriptionEvent::Lost(lost) => lost,
        other => panic!("not lost: {other:?}"),
    }
}

async fn room(client: &Client) -> Subscription {
    client.subscribe(SubscribeOptions::new("room")).await.unwrap()
}

fn recovered(offset: u64, publications: &[u64]) -> SubscribeResult {
    SubscribeResult {
        recovery: PbOutcome::Recovered.into(),
        publications: publications.iter().copied().map(publication).collect(),
        ..stream_at(offset)
    }
}

fn unsubscribe(code: u32) -> push::Event {
    push::Event::Unsubscribe(Unsubscribe { code, reason: "because".into() })
}

#[tokio::test]
async fn recovers_from_its_own_position_after_every_cut() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let mut room = room(&client).await;

    let (mut session, _) = server.connected().await;
    let request = session.subscribed(stream_at(7)).await;
    assert!(!request.recover && request.recoverable && request.positioned);
    session.publish("room", 8).await;
    session.publish("room", 9).await;
    session.end(Status::unavailable("cut")).await;
    assert_eq!(subscribed(&mut room).await, (7, RecoveryOutcome::NotRequested, 0));
    assert_eq!(offset(&mut room).await, 8);
    assert_eq!(offset(&mut room).await, 9);
    assert!(matches!(lost(&mut room).await, Lost::Connection { code: 0, .. }));

    // 11 and 12 are to follow as pushes, and only 11 does.
    let (mut session, _) = server.connected().await;
    let request = session.subscribed(recovered(12, &[10])).await;
    assert_eq!((request.recover, &*request.epoch, request.offset), (true, "e", 9));
    session.publish("room", 11).await;
    session.end(Status::unavailable("cut")).await;
    assert_eq!(subscribed(&mut room).await, (9, RecoveryOutcome::Recovered, 3));
    assert_eq!(offset(&mut room).await, 10);
    assert_eq!(offset(&mut room).await, 11);
    lost(&mut room).await;

    let (mut session, _) = server.connected().await;
    let request = session.subscribed(recovered(13, &[12, 13])).await;
    assert_eq!((request.recover, &*request.epoch, request.offset), (true, "e", 11));
    session.publish("room", 14).await;
    assert_eq!(subscribed(&mut room).await, (11, RecoveryOutcome::Recovered, 2));
    for expected in 12..=14 {
        assert_eq!(offset(&mut room).await, expected);
    }
}

#[tokio::test]
async fn a_failed_recovery_is_told_and_the_subscription_goes_on() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let mut options = SubscribeOptions::new("room");
    options.since = Some(StreamPosition::new(&Epoch::from("old"), 3));
    let mut room = client.subscribe(options).await.unwrap();
    let (mut session, _) = server.connected().await;
    let recovery = PbOutcome::EpochChanged.into();
    let request = session.subscribed(SubscribeResult { recovery, ..stream_at(5) }).await;
    assert_eq!((&*request.epoch, request.offset), ("old", 3));
    session.publish("room", 6).await;
    assert_eq!(subscribed(&mut room).await, (5, RecoveryOutcome::EpochChanged, 0));
    assert_eq!(offset(&mut room).await, 6);
}

#[tokio::test]
async fn an_unrecoverable_subscription_starts_anew() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let mut options = SubscribeOptions::new("room");
    (options.recoverable, options.since) = (false, Some(StreamPosition::default()));
    let _room = client.subscribe(options).await.unwrap();
    for recover in [true, false] {
        let (mut session, _) = server.connected().await;
        let request = session.subscribed(stream_at(5)).await;
        assert_eq!((request.recover, request.recoverable), (recover, false));
        session.end(Status::unavailable("cut")).await;
    }
}

#[tokio::test]
async fn resubscribes_all_without_waiting_for_each() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let channels = ["a", "b", "c"];
    let mut rooms = Vec::new();
    for channel in channels {
        rooms.push(client.subscribe(SubscribeOptions::new(channel)).await.unwrap());
    }
    for _ in 0..2 {
        let (mut session, _) = server.connected().await;
        let mut ids = Vec::new();
        for channel in channels {
            let (id, request) = session.subscribe_command().await;
            assert_eq!(request.channel, channel);
            ids.push(id);
        }
        for id in ids {
            session.reply(id, reply::Result::Subscribe(stream_at(0))).await;
        }
        session.end(Status::unavailable("cut")).await;
        for room in &mut rooms {
            subscribed(room).await;
            lost(room).await;
        }
    }
}

#[tokio::test]
async fn temporary_errors_are_tried_again_and_others_end_it() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let mut room = room(&client).await;
    let (mut session, _) = server.connected().await;
    for _ in 0..2 {
        let (id, _) = session.subscribe_command().await;
        session.error(id, 100, true).await;
        let event = next(&mut room).await;
        assert!(
            matches!(&event, SubscriptionEvent::Retrying { error, .. } if error.code == 100),
            "{event:?}"
        );
    }
    let (id, _) = session.subscribe_command().await;
    session.error(id, 103, false).await;
    let event = next(&mut room).await;
    assert!(
        matches!(&event, SubscriptionEvent::Ended(Ended::Refused(error)) if error.code == 103),
        "{event:?}"
    );
    assert_eq!(within(room.next()).await, None);

    // The channel is free again.
    let _again = client.subscribe(SubscribeOptions::new("room")).await.unwrap();
    session.subscribed(stream_at(0)).await;
}

#[tokio::test]
async fn an_unsubscribe_from_2500_recovers_and_below_is_final() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let mut room = room(&client).await;
    let (mut session, _) = server.connected().await;
    session.subscribed(stream_at(7)).await;
    subscribed(&mut room).await;

    session.push("room", unsubscribe(2500)).await;
    assert!(matches!(lost(&mut room).await, Lost::Unsubscribed { code: 2500, .. }));
    let request = session.subscribed(recovered(8, &[8])).await;
    assert_eq!((request.recover, request.offset), (true, 7));
    assert_eq!(subscribed(&mut room).await, (7, RecoveryOutcome::Recovered, 1));
    assert_eq!(offset(&mut room).await, 8);

    session.push("room", unsubscribe(2502)).await;
    lost(&mut room).await;
    let request = session.subscribed(stream_at(9)).await;
    assert!(!request.recover, "2502 says that the position counts no more");
    subscribed(&mut room).await;

    session.push("room", unsubscribe(2000)).await;
    let ended = Ended::Unsubscribed { code: 2000, reason: "because".into() };
    assert_eq!(next(&mut room).await, SubscriptionEvent::Ended(ended));
    assert_eq!(within(room.next()).await, None);
}

#[tokio::test]
async fn a_hole_is_told_and_filled_by_recovery() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let mut room = room(&client).await;
    let (mut session, _) = server.connected().await;
    session.subscribed(stream_at(7)).await;
    session.publish("room", 8).await;
    session.publish("room", 10).await;
    session.publish("room", 11).await;
    subscribed(&mut room).await;
    assert_eq!(offset(&mut room).await, 8);
    assert!(matches!(lost(&mut room).await, Lost::Broken { .. }));

    let (_, request) = session.command().await;
    assert!(matches!(request, command::Request::Unsubscribe(_)), "{request:?}");
    let request = session.subscribed(recovered(11, &[9, 10, 11])).await;
    assert_eq!((request.recover, request.offset), (true, 8));
    assert_eq!(subscribed(&mut room).await, (8, RecoveryOutcome::Recovered, 3));
    for expected in 9..=11 {
        assert_eq!(offset(&mut room).await, expected);
    }
}

#[tokio::test]
async fn a_gap_moves_the_position() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let mut room = room(&client).await;
    let (mut session, _) = server.connected().await;
    session.subscribed(stream_at(7)).await;
    let gap = Gap { from: 8, to: 10, epoch: "e".into(), count: 3 };
    session.push("room", push::Event::Gap(gap)).await;
    // Of publications that are in no history.
    session.push("room", push::Event::Gap(Gap { count: 2, ..Gap::default() })).await;
    session.publish("room", 11).await;
    subscribed(&mut room).await;
    assert_eq!(next(&mut room).await, SubscriptionEvent::Gap { from: 8, to: 10, count: 3 });
    assert_eq!(next(&mut room).await, SubscriptionEvent::Gap { from: 0, to: 0, count: 2 });
    assert_eq!(offset(&mut room).await, 11);
}

#[tokio::test]
async fn with_a_filter_the_server_says_where_it_is() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let filter = FilterNode { key: "k".into(), cmp: "ex".into(), ..FilterNode::default() };
    let mut options = SubscribeOptions::new("room");
    options.filter = Some(filter.clone());
    let mut room = client.subscribe(options).await.unwrap();
    let (mut session, _) = server.connected().await;
    let request = session.subscribed(stream_at(7)).await;
    assert_eq!(request.tf, Some(filter));
    session.publish("room", 9).await;
    let position = pb::StreamPosition { offset: 20, epoch: "e".into() };
    session.push("room", push::Event::Position(position)).await;
    subscribed(&mut room).await;
    assert_eq!(offset(&mut room).await, 9);
    let moved = StreamPosition::new(&Epoch::from("e"), 20);
    assert_eq!(next(&mut room).await, SubscriptionEvent::Moved(moved));
    drop(session);
    let (mut session, _) = server.connected().await;
    let request = session.subscribed(stream_at(20)).await;
    assert_eq!((request.recover, request.offset), (true, 20));
}

#[tokio::test]
async fn a_dropped_handle_unsubscribes_and_its_late_pushes_are_nobodys() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let first = room(&client).await;
    let error = client.subscribe(SubscribeOptions::new("room")).await.unwrap_err();
    assert_eq!(error, RequestError::AlreadySubscribed { channel: "room".into() });
    let (mut session, _) = server.connected().await;
    session.subscribed(stream_at(7)).await;

    drop(first);
    let mut second = room(&client).await;
    let (_, request) = session.command().await;
    assert!(matches!(request, command::Request::Unsubscribe(_)), "{request:?}");
    session.publish("room", 8).await;
    session.subscribed(stream_at(8)).await;
    session.publish("room", 9).await;
    assert_eq!(subscribed(&mut second).await.0, 8);
    assert_eq!(offset(&mut second).await, 9);
}

#[tokio::test]
async fn unsubscribing_waits_for_the_server_even_with_a_backlog() {
    let mut server = Server::start().await;
    let small = ClientConfig { event_buffer: 1, ..config(server.address) };
    let (client, _) = Client::new(small).unwrap();
    let mut room = room(&client).await;
    let (mut session, _) = server.connected().await;
    session.subscribed(stream_at(0)).await;
    for offset in 1..=3 {
        session.publish("room", offset).await;
    }
    let (unsubscribed, ()) = tokio::join!(client.unsubscribe("room"), async {
        let (id, _) = session.command().await;
        session.reply(id, reply::Result::Unsubscribe(UnsubscribeResult {})).await;
    });
    unsubscribed.unwrap();
    subscribed(&mut room).await;
    while let Some(event) = within(room.next()).await {
        assert!(matches!(event, SubscriptionEvent::Publication(_)), "{event:?}");
    }
    client.unsubscribe("room").await.unwrap();
}

/// Reads on only as the application takes: however much there is, no more is
/// under way than buffers and windows hold.
#[tokio::test]
async fn a_slow_application_holds_the_server_back() {
    const SIZE: usize = 64 * 1024;
    const TOTAL: u64 = 400;
    // Window 256 KiB = 4, tonic's and h2's buffers about 400 KiB each = 13, event buffer 4.
    const UNDER_WAY: u64 = 32;
    let mut server = Server::start().await;
    let small = ClientConfig { event_buffer: 4, ..config(server.address) };
    let (client, _) = Client::new(small).unwrap();
    let mut room = room(&client).await;
    let (mut session, _) = server.connected().await;
    session.subscribed(stream_at(0)).await;

    let (sent, mut seen) = tokio::sync::watch::channel(0);
    let sender = tokio::spawn(async move {
        for offset in 1..=TOTAL {
            let data = vec![b'x'; SIZE].into();
            let publication = Publication { data, ..publication(offset) };
            session.push("room", push::Event::Pub(publication)).await;
            sent.send_replace(offset);
        }
        session
    });
    subscribed(&mut room).await;
    // The event buffer is full and so is everything before it; a busy neighbour gives the
    // client all the time it needs to read on by mistake.
    within(seen.wait_for(|sent| *sent >= 6)).await.unwrap();
    let (neighbour, _) = Client::new(config(server.address)).unwrap();
    let (mut other, _) = server.connected().await;
    for _ in 0..200 {
        let (history, ()) = tokio::join!(neighbour.history(HistoryRequest::default()), async {
            let (id, _) = other.command().await;
            other.reply(id, reply::Result::History(HistoryResult::default())).await;
        });
        history.unwrap();
    }
    for expected in 1..=TOTAL {
        let sent = *seen.borrow();
        assert!(sent < expected + UNDER_WAY, "{sent} sent, {} taken", expected - 1);
        assert_eq!(offset(&mut room).await, expected);
    }
    drop(within(sender).await.unwrap());
}
