//! What a subscriber who was away gets, and how it is told when it gets less.

use fanwire::pb::client::{
    ConnectRequest, HistoryRequest, RecoveryOutcome, StreamPosition, SubscribeRequest,
    SubscribeResult, UnsubscribeRequest, command::Request, push::Event, reply::Result as Answer,
};
use prost::Message;
use tonic::Code;

use crate::support::{Peer, Server, history, subscribe};

const MIB: usize = 1 << 20;

fn recover(channel: &str, offset: u64, epoch: &str) -> SubscribeRequest {
    SubscribeRequest { recover: true, offset, epoch: epoch.into(), ..subscribe(channel) }
}

/// Recovers on a stream of its own.
async fn recovered(server: &Server, channel: &str, offset: u64, epoch: &str) -> SubscribeResult {
    let mut peer = server.connected().await;
    peer.subscribe_with(recover(channel, offset, epoch)).await.unwrap()
}

fn offsets(result: &SubscribeResult) -> Vec<u64> {
    result.publications.iter().map(|publication| publication.offset).collect()
}

#[tokio::test]
async fn every_outcome_has_its_cause() {
    use RecoveryOutcome::*;
    let server = Server::start(&[("client.recovery_max_publication_limit", "5")]).await;
    for channel in ["log:a", "short:a", "kept:a", "plain:a"] {
        server.publish_numbers(channel, 1..11).await;
    }
    let epoch_of = async |channel: &str| server.publish(channel, "11").await.epoch;
    let (log, short, kept) =
        (epoch_of("log:a").await, epoch_of("short:a").await, epoch_of("kept:a").await);
    let nothing = Vec::<u64>::new();
    for (channel, offset, epoch, outcome, missed) in [
        ("log:a", 7, &*log, Recovered, vec![8, 9, 10, 11]),
        ("log:a", 11, &*log, Recovered, nothing.clone()),
        ("log:a", 5, &*log, LimitExceeded, nothing.clone()),
        ("log:a", 12, &*log, InvalidPosition, nothing.clone()),
        ("log:a", 7, "foreign", EpochChanged, nothing.clone()),
        ("log:a", 7, "", EpochChanged, nothing.clone()),
        ("short:a", 7, &*short, Recovered, vec![8, 9, 10, 11]),
        ("short:a", 5, &*short, Trimmed, nothing.clone()),
        // From the beginning of whatever there is: fewer are kept than published.
        ("short:a", 0, "", Recovered, vec![7, 8, 9, 10, 11]),
        ("kept:a", 7, &*kept, HistoryOff, nothing.clone()),
        ("plain:a", 7, "any", HistoryOff, nothing.clone()),
    ] {
        let result = recovered(&server, channel, offset, epoch).await;
        let place = format!("{channel} since {offset} of {epoch:?}");
        assert_eq!(result.recovery(), outcome, "{place}");
        assert_eq!(result.recovered, outcome == Recovered, "{place}");
        assert!(result.was_recovering, "{place}");
        assert_eq!(offsets(&result), missed, "{place}");
        let newest = if channel == "plain:a" { 0 } else { 11 };
        assert_eq!(result.offset, newest, "{place}");
    }
    let mut peer = server.connected().await;
    let result = peer.subscribe("log:a").await;
    assert_eq!(result.recovery(), NotRequested);
    assert!(!result.recovered && !result.was_recovering);
    assert_eq!((result.offset, result.epoch), (11, log));
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn flag_bit_1_refuses_what_could_not_be_recovered() {
    let server = Server::start(&[]).await;
    let epoch = server.publish("log:a", "x").await.epoch;
    let mut peer = server.connected().await;
    for (offset, epoch, flag) in [(1, "foreign", 2), (9, &*epoch, 2), (9, &*epoch, 3)] {
        let request = SubscribeRequest { flag, ..recover("log:a", offset, epoch) };
        assert_eq!(peer.subscribe_with(request).await.unwrap_err().code, 112);
        assert_eq!(server.metric("fanwire_subscriptions").await, 0.0);
        assert_eq!(server.metric("fanwire_channels").await, 0.0);
    }
    let request = SubscribeRequest { flag: 2, ..recover("log:a", 0, &epoch) };
    assert_eq!(offsets(&peer.subscribe_with(request).await.unwrap()), [1]);
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn cache_mode_gives_the_newest_only() {
    let server = Server::start(&[]).await;
    server.publish_numbers("cache:a", 1..4).await;
    let result = recovered(&server, "cache:a", 0, "").await;
    assert_eq!((offsets(&result), result.recovered), (vec![3], true));
    let known = recovered(&server, "cache:a", 3, &result.epoch).await;
    assert_eq!((offsets(&known), known.recovered), (vec![], true));
    let old = recovered(&server, "cache:a", 1, &result.epoch).await;
    assert_eq!((offsets(&old), old.recovered), (vec![3], true));
    server.stop().await;
}

#[tokio::test]
async fn what_the_reply_has_no_room_for_follows_before_anything_live() {
    let server = Server::start(&[]).await;
    for _ in 0..40 {
        server.publish("log:a", vec![b'x'; 60_000]).await;
    }
    let mut peer = server.connected().await;
    let result = peer.subscribe_with(recover("log:a", 0, "")).await.unwrap();
    server.publish("log:a", "live").await;
    assert!(result.encoded_len() <= MIB, "{}", result.encoded_len());
    assert!(result.recovered);
    assert_eq!(result.offset, 40);
    let mut seen = offsets(&result);
    assert!(seen.len() > 5 && seen.len() < 40, "{seen:?}");
    while seen.len() < 41 {
        let publication = peer.publication().await;
        assert_eq!(publication.data == "live", publication.offset == 41);
        seen.push(publication.offset);
    }
    assert_eq!(seen, (1..=41).collect::<Vec<_>>());
    drop(peer);
    server.stop().await;
}

/// Sixty publications of 60 kB: one reply has room for a part of them only.
async fn more_than_a_reply(server: &Server) {
    for _ in 0..60 {
        server.publish("log:a", vec![b'x'; 60_000]).await;
    }
}

#[tokio::test]
async fn live_publications_that_overflow_a_recovery_end_the_subscription() {
    let server = Server::start(&[("client.queue_max_size", "100000")]).await;
    more_than_a_reply(&server).await;
    let mut peer = server.connected().await;
    let result = peer.subscribe_with(recover("log:a", 0, "")).await.unwrap();
    let mut seen = offsets(&result).len() as u64;
    // While it reads nothing these have to wait, and are too many.
    for _ in 0..3 {
        server.publish("log:a", vec![b'x'; 60_000]).await;
    }
    let told = loop {
        match peer.push().await.event.unwrap() {
            Event::Pub(publication) => {
                seen += 1;
                assert_eq!(publication.offset, seen, "a silent hole");
            }
            Event::Unsubscribe(told) => break told,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(told.code, 2500);
    assert!(seen < 63, "everything came nevertheless");
    // It may come back for the rest.
    let rest = peer.subscribe_with(recover("log:a", seen, &result.epoch)).await.unwrap();
    assert_eq!(offsets(&rest), (seen + 1..=63).collect::<Vec<_>>());
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_listen_that_loses_continuity_ends() {
    let server = Server::start(&[("client.queue_max_size", "100000")]).await;
    more_than_a_reply(&server).await;
    let subs = [("log:a".to_owned(), recover("log:a", 0, ""))].into();
    let connect = ConnectRequest { subs, ..Default::default() };
    let (mut peer, hello) = Peer::listen(server.channel().await, connect).await;
    assert!(hello.subs["log:a"].recovered);
    for _ in 0..3 {
        server.publish("log:a", vec![b'x'; 60_000]).await;
    }
    assert_eq!(peer.end_codes().await, (3010, Code::Unavailable));
    server.stop().await;
}

#[tokio::test]
async fn unsubscribing_stops_what_follows() {
    let server = Server::start(&[]).await;
    for _ in 0..120 {
        server.publish("log:a", vec![b'x'; 60_000]).await;
    }
    let mut peer = server.connected().await;
    peer.subscribe_with(recover("log:a", 0, "")).await.unwrap();
    let request = UnsubscribeRequest { channel: "log:a".into() };
    let id = peer.request(Request::Unsubscribe(request)).await;
    let mut followed = 0;
    loop {
        let reply = peer.reply().await;
        match reply.result {
            Some(Answer::Push(_)) => followed += 1,
            Some(Answer::Unsubscribe(_)) => break assert_eq!(reply.id, id),
            other => panic!("{other:?}"),
        }
    }
    assert!(followed < 105, "everything was sent nevertheless");
    // Nothing comes behind the answer.
    peer.subscribe("log:b").await;
    server.publish("log:b", "next").await;
    assert_eq!(peer.push().await.channel, "log:b");
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn commands_are_answered_while_a_long_recovery_is_on_its_way() {
    let server = Server::start(&[]).await;
    for _ in 0..200 {
        server.publish("log:a", vec![b'x'; 60_000]).await;
    }
    let mut peer = server.connected().await;
    peer.subscribe_with(recover("log:a", 0, "")).await.unwrap();
    // One after the other: each is read only after the one before was answered.
    for _ in 0..5 {
        let id = peer.request(Request::History(history("log:a", 0))).await;
        loop {
            let reply = peer.reply().await;
            match reply.result {
                Some(Answer::Push(_)) => {}
                Some(Answer::History(_)) => break assert_eq!(reply.id, id),
                other => panic!("{other:?}"),
            }
        }
    }
    let next = peer.publication().await;
    assert!(next.offset < 200, "the commands had to wait for the whole recovery");
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn history_pages_are_cut_and_say_so() {
    let server = Server::start(&[]).await;
    for _ in 0..40 {
        server.publish("log:a", vec![b'x'; 60_000]).await;
    }
    let mut peer = server.connected().await;
    let (mut seen, mut since) = (Vec::new(), None);
    loop {
        let request = HistoryRequest { since: since.take(), ..history("log:a", -1) };
        let Answer::History(page) = peer.ask(Request::History(request)).await else {
            panic!("no page")
        };
        assert!(page.encoded_len() <= MIB);
        seen.extend(page.publications.iter().map(|publication| publication.offset));
        if !page.truncated {
            break;
        }
        let offset = *seen.last().expect("a page is never empty");
        since = Some(StreamPosition { offset, epoch: page.epoch });
    }
    assert_eq!(seen, (1..=40).collect::<Vec<_>>());
    let Answer::History(page) = peer.ask(Request::History(history("log:a", 0))).await else {
        panic!("no page")
    };
    assert_eq!((page.publications.len(), page.offset, page.truncated), (0, 40, false));
    drop(peer);
    server.stop().await;
}
