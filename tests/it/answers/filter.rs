//! Subscribers with a tags filter: live, recovered, and what keeps them where
//! they are when nothing matches.

use std::ops::RangeInclusive;

use fanwire::pb::{
    api::PublishRequest,
    client::{FilterNode, RecoveryOutcome, SubscribeRequest, SubscribeResult, push::Event},
};

use crate::support::{Server, publish_request, subscribe, within};

const NAMESPACES: &str = r#"[
    {"name": "log", "history_size": 1000, "history_ttl": "1h", "allow_recovery": true,
     "allow_tags_filter": true},
    {"name": "short", "history_size": 5, "history_ttl": "1h", "allow_recovery": true,
     "allow_tags_filter": true},
    {"name": "cache", "history_size": 100, "history_ttl": "1h", "allow_recovery": true,
     "force_recovery_mode": "cache", "allow_tags_filter": true},
    {"name": "all"}
]"#;

async fn server(settings: &[(&str, &str)]) -> Server {
    let namespaces = [("channel.namespaces", NAMESPACES)];
    Server::start(&[&namespaces, settings].concat()).await
}

fn english() -> Option<FilterNode> {
    let (key, cmp, val) = ("lang".into(), "eq".into(), "en".into());
    Some(FilterNode { key, cmp, val, ..Default::default() })
}

fn filtered(channel: &str) -> SubscribeRequest {
    SubscribeRequest { tf: english(), recoverable: true, ..subscribe(channel) }
}

fn recover(channel: &str, epoch: &str, offset: u64) -> SubscribeRequest {
    SubscribeRequest { recover: true, epoch: epoch.into(), offset, ..filtered(channel) }
}

/// Publishes `count` messages; those whose number `english` names match.
async fn publish(server: &Server, channel: &str, count: u64, english: &[u64], bytes: usize) {
    let mut api = server.api().await;
    for number in 1..=count {
        let lang = if english.contains(&number) { "en" } else { "de" };
        let request = PublishRequest {
            tags: [("lang".to_owned(), lang.to_owned())].into(),
            ..publish_request(channel, vec![b'x'; bytes])
        };
        within(api.publish(request)).await.unwrap();
    }
}

fn offsets(result: &SubscribeResult) -> Vec<u64> {
    result.publications.iter().map(|publication| publication.offset).collect()
}

#[tokio::test]
async fn only_what_matches_comes_and_a_ping_tells_how_far_the_rest_went() {
    let server = server(&[("client.ping_interval", "1s"), ("client.pong_timeout", "900ms")]).await;
    let mut peer = server.connected().await;
    let epoch = peer.subscribe_with(filtered("short:a")).await.unwrap().epoch;
    publish(&server, "short:a", 10, &[3, 4], 1).await;
    let mut pubs = Vec::new();
    // Pings may come in between.
    let position = loop {
        match peer.push().await.event.unwrap() {
            Event::Pub(publication) => pubs.push(publication.offset),
            Event::Position(position) if position.offset == 10 => break position,
            Event::Position(_) => {}
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((pubs, &position.epoch), (vec![3, 4], &epoch));
    // From the last publication too much is gone; from the position nothing.
    for (offset, outcome) in
        [(4, RecoveryOutcome::Trimmed), (position.offset, RecoveryOutcome::Recovered)]
    {
        let mut back = server.connected().await;
        let result = back.subscribe_with(recover("short:a", &epoch, offset)).await.unwrap();
        assert_eq!((result.recovery(), result.offset), (outcome, 10));
        assert!(result.publications.is_empty());
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn recovery_brings_matches_and_its_limit_counts_them() {
    let server = server(&[("client.recovery_max_publication_limit", "3")]).await;
    for (channel, english) in
        [("log:few", &[5, 6][..]), ("log:many", &[1, 2, 3, 4]), ("log:none", &[])]
    {
        publish(&server, channel, 900, english, 1).await;
    }
    for (channel, outcome, matching) in [
        ("log:few", RecoveryOutcome::Recovered, vec![5, 6]),
        ("log:many", RecoveryOutcome::LimitExceeded, vec![]),
        ("log:none", RecoveryOutcome::Recovered, vec![]),
    ] {
        let mut peer = server.connected().await;
        let result = peer.subscribe_with(recover(channel, "", 0)).await.unwrap();
        assert_eq!((result.recovery(), result.offset), (outcome, 900), "{channel}");
        assert_eq!(offsets(&result), matching, "{channel}");
        publish(&server, channel, 2, &[2], 1).await;
        assert_eq!(peer.publication().await.offset, 902, "{channel}");
        // From in between the rest alone.
        let mut peer = server.connected().await;
        let result = peer.subscribe_with(recover(channel, &result.epoch, 5)).await.unwrap();
        let rest: Vec<_> = matching.into_iter().filter(|offset| *offset > 5).collect();
        assert_eq!(offsets(&result), [rest, vec![902]].concat(), "{channel}");
    }
    server.stop().await;
}

#[tokio::test]
async fn what_the_reply_has_no_room_for_follows_filtered() {
    let server = server(&[]).await;
    let matching: Vec<_> = (2..=60).step_by(2).collect();
    publish(&server, "log:big", 61, &matching, 60_000).await;
    let mut peer = server.connected().await;
    let result = peer.subscribe_with(recover("log:big", "", 0)).await.unwrap();
    assert_eq!(result.recovery(), RecoveryOutcome::Recovered);
    let mut seen = offsets(&result);
    assert!(!seen.is_empty() && seen.len() < matching.len(), "{seen:?}");
    while seen.len() < matching.len() {
        seen.push(peer.publication().await.offset);
    }
    assert_eq!(seen, matching);
    publish(&server, "log:big", 2, &[2], 1).await;
    assert_eq!(peer.publication().await.offset, 63);
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn cache_mode_gives_the_newest_that_matches() {
    let server = server(&[]).await;
    let recovered = async |offset: u64, epoch: &str| {
        let mut peer = server.connected().await;
        peer.subscribe_with(recover("cache:a", epoch, offset)).await.unwrap()
    };
    let range = |from: RangeInclusive<u64>| from.collect::<Vec<_>>();
    publish(&server, "cache:a", 50, &range(3..=7), 1).await;
    let result = recovered(0, "").await;
    assert_eq!((offsets(&result), result.offset), (vec![7], 50));
    let epoch = result.epoch;
    assert_eq!(offsets(&recovered(6, &epoch).await), [7]);
    let known = recovered(7, &epoch).await;
    assert_eq!((known.recovery(), offsets(&known)), (RecoveryOutcome::Recovered, vec![]));
    // Now all that matched is trimmed: who had seen it must be told.
    publish(&server, "cache:a", 100, &[], 1).await;
    let trimmed = recovered(6, &epoch).await;
    assert_eq!((trimmed.recovery(), offsets(&trimmed)), (RecoveryOutcome::Trimmed, vec![]));
    assert_eq!(recovered(150, &epoch).await.recovery(), RecoveryOutcome::Recovered);
    assert_eq!(recovered(7, "foreign").await.recovery(), RecoveryOutcome::EpochChanged);
    server.stop().await;
}

#[tokio::test]
async fn a_filter_that_is_not_allowed_or_makes_no_sense_is_refused() {
    let server = server(&[]).await;
    let mut peer = server.connected().await;
    let off = peer.subscribe_with(filtered("all:a")).await.unwrap_err();
    assert_eq!(off.code, 103);
    assert!(
        off.message.contains("\"all\"") && off.message.contains("allow_tags_filter"),
        "{off:?}"
    );
    let tf = Some(FilterNode { cmp: "like".into(), key: "k".into(), ..Default::default() });
    let bad = SubscribeRequest { tf, ..subscribe("log:a") };
    let bad = peer.subscribe_with(bad).await.unwrap_err();
    assert_eq!(bad.code, 107);
    assert!(bad.message.contains("like"), "{bad:?}");
    let nested = |depth: usize| {
        let (key, cmp) = ("k".into(), "ex".into());
        let leaf = FilterNode { key, cmp, ..Default::default() };
        (1..depth).fold(leaf, |node, _| FilterNode {
            op: "not".into(),
            nodes: vec![node],
            ..Default::default()
        })
    };
    for (depth, code) in [(16, None), (17, Some(107)), (60, Some(107))] {
        let name = format!("log:{depth}");
        let request = SubscribeRequest { tf: Some(nested(depth)), ..subscribe(&name) };
        let answer = peer.subscribe_with(request).await;
        assert_eq!(answer.err().map(|error| error.code), code, "{depth}");
    }
    // None has left anything behind.
    peer.subscribe("all:a").await;
    peer.subscribe_with(filtered("log:a")).await.unwrap();
    drop(peer);
    server.stop().await;
}
