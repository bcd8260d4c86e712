use fanwire::{
    client::{Lost, Subscription, SubscriptionEvent},
    model::RecoveryOutcome,
    pb::api::{HistoryRemoveRequest, PublishRequest},
};
use tokio::time::timeout;

use super::{
    ledger::read_history,
    load::with_key,
    server::{PATIENCE, Server},
};

#[tokio::test]
async fn memory_durability_has_a_new_epoch_at_every_start() {
    let mut server = Server::start().await;
    let api = server.api();
    let (_client, mut kept) = server.follow("memory:room").await;
    let (_other, mut live) = server.follow("live:room").await;
    assert_eq!(subscribed(&mut kept).await, RecoveryOutcome::Recovered);
    assert_eq!(subscribed(&mut live).await, RecoveryOutcome::HistoryOff);

    let mut epochs = Vec::new();
    let mut untouched = Vec::new();
    for life in 0..4 {
        for n in 1..=3 {
            let payload = format!("{life}/{n}");
            let published = api.publish(with_key("memory:room", &payload)).await.unwrap();
            assert_eq!((published.offset, published.duplicate), (n, false));
            assert_eq!(publication(&mut kept).await, (n, payload.clone()));
            let published = api.publish(with_key("live:room", &payload)).await.unwrap();
            assert_eq!((published.offset, &*published.epoch), (0, ""));
            assert_eq!(publication(&mut live).await, (0, payload));
        }
        let history = read_history(&api, "memory:room").await;
        assert_eq!(history.newest, 3);
        epochs.push(history.epoch);
        untouched.push(read_history(&api, "memory:silent").await.epoch);

        if life % 2 == 0 {
            assert!(server.terminate().await.success());
            server.up().await;
        } else {
            server.restart_after_kill().await;
        }
        assert_eq!(subscribed(&mut kept).await, RecoveryOutcome::EpochChanged);
        let outcome = subscribed(&mut live).await;
        assert!(
            matches!(outcome, RecoveryOutcome::NotRequested | RecoveryOutcome::HistoryOff),
            "{outcome}"
        );
        let history = read_history(&api, "memory:room").await;
        assert_eq!((history.newest, history.publications.len()), (0, 0));
    }
    all_differ(&epochs);
    all_differ(&untouched);
}

#[tokio::test]
async fn versions_are_respected_after_kill_9() {
    let mut server = Server::start().await;
    let api = server.api();
    let publish = async |version: u64, version_epoch: &str| {
        let request = PublishRequest {
            channel: "sync:score".into(),
            data: format!("{version_epoch}{version}").into(),
            version,
            version_epoch: version_epoch.into(),
            ..PublishRequest::default()
        };
        let published = api.publish(request).await.unwrap();
        (published.offset, published.duplicate)
    };
    assert_eq!(publish(5, "a").await, (1, false));
    server.restart_after_kill().await;
    assert_eq!(publish(4, "a").await, (1, true));
    assert_eq!(publish(5, "a").await, (1, true));
    assert_eq!(publish(6, "a").await, (2, false));
    server.restart_after_kill().await;
    assert_eq!(publish(6, "a").await, (2, true));
    assert_eq!(publish(1, "b").await, (3, false));
    server.restart_after_kill().await;
    assert_eq!(publish(1, "b").await, (3, true));
    assert_eq!(publish(2, "b").await, (4, false));
    let history = read_history(&api, "sync:score").await;
    assert!(history.publications.values().eq(["a5", "a6", "b1", "b2"]), "{history:?}");
}

#[tokio::test]
async fn a_removed_history_stays_removed_and_its_positions_taken_after_kill_9() {
    let mut server = Server::start().await;
    let api = server.api();
    for (channel, epoch_stays) in [("sync:room", true), ("async:room", false)] {
        let mut epoch = String::new();
        for n in 1..=5 {
            let published = api.publish(with_key(channel, &format!("before {n}"))).await.unwrap();
            assert_eq!(published.offset, n);
            epoch = published.epoch;
        }
        let request = HistoryRemoveRequest { channel: channel.into() };
        let removed = api.history_remove(request).await.unwrap();
        assert_eq!((removed.offset, &removed.epoch), (5, &epoch));
        // What a clean stop keeps in either namespace, kill -9 keeps in one.
        if epoch_stays {
            server.restart_after_kill().await;
        } else {
            assert!(server.terminate().await.success());
            server.up().await;
        }
        let history = read_history(&api, channel).await;
        assert_eq!((history.newest, &history.epoch), (5, &epoch), "{channel}");
        assert!(history.publications.is_empty(), "{channel}: {history:?}");
        // The key of what was removed is as durable as any other.
        let again = api.publish(with_key(channel, "before 2")).await.unwrap();
        assert_eq!((again.duplicate, again.offset, &again.epoch), (true, 2, &epoch));
        let published = api.publish(with_key(channel, "after")).await.unwrap();
        assert_eq!((published.offset, &published.epoch), (6, &epoch), "{channel}");
    }
    server.restart_after_kill().await;
    let history = read_history(&api, "sync:room").await;
    assert!(history.publications.into_iter().eq([(6, "after".to_owned())]));
    let history = read_history(&api, "async:room").await;
    assert!(!history.publications.contains_key(&5), "{history:?}");
}

/// Waits until the subscription is active; gives how recovery went.
async fn subscribed(subscription: &mut Subscription) -> RecoveryOutcome {
    loop {
        match next(subscription).await {
            SubscriptionEvent::Subscribed(subscribed) => return subscribed.outcome,
            SubscriptionEvent::Lost(Lost::Connection { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
}

async fn publication(subscription: &mut Subscription) -> (u64, String) {
    match next(subscription).await {
        SubscriptionEvent::Publication(publication) => {
            (publication.offset, String::from_utf8(publication.data.to_vec()).unwrap())
        }
        other => panic!("{other:?}"),
    }
}

async fn next(subscription: &mut Subscription) -> SubscriptionEvent {
    timeout(PATIENCE, subscription.next()).await.expect("nothing came").expect("it ended")
}

fn all_differ(epochs: &[String]) {
    let different: std::collections::HashSet<_> = epochs.iter().collect();
    assert_eq!(different.len(), epochs.len(), "an epoch came twice: {epochs:?}");
}
