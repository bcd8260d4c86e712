use std::time::Duration;

use super::*;

pub async fn a_key_publishes_once(h: Harness) {
    let c = channel("c");
    let keyed = || Publish { idempotency_key: key(None, "k"), ..h.publish(&c, "x") };
    let first = h.accept(keyed()).await;
    h.accept(h.publish(&c, "y")).await;
    let second = h.accept(keyed()).await;
    assert_eq!((first.duplicate, second.duplicate), (false, true));
    assert_eq!(first.position, second.position);
    assert_eq!(h.events.offsets(&c), [1, 2]);

    h.remove(&c).await;
    let third = h.accept(keyed()).await;
    assert_eq!((third.position, third.duplicate), (first.position, true), "outlives the removal");
}

pub async fn a_key_belongs_to_a_channel_and_a_user(h: Harness) {
    for (name, user) in [("c", None), ("c", Some("")), ("c", Some("u")), ("d", None)] {
        let c = channel(name);
        let keyed = Publish { idempotency_key: key(user, "k"), ..h.publish(&c, "x") };
        assert!(!h.accept(keyed.clone()).await.duplicate, "{name} {user:?}");
        assert!(h.accept(keyed).await.duplicate, "{name} {user:?}");
    }
}

pub async fn a_key_is_forgotten_after_its_window(h: Harness) {
    let c = channel("c");
    let keyed = || Publish { idempotency_key: key(None, "k"), ..h.publish(&c, "x") };
    h.accept(keyed()).await;
    h.clock.advance(Duration::from_millis(299_999));
    assert!(h.accept(keyed()).await.duplicate);
    h.clock.advance(Duration::from_millis(1));
    let again = h.accept(keyed()).await;
    assert_eq!((again.duplicate, again.position.map(|p| p.offset)), (false, Some(2)));
    let repeated = h.accept(keyed()).await;
    assert_eq!((repeated.duplicate, repeated.position.map(|p| p.offset)), (true, Some(2)));
}

pub async fn keys_work_without_history(h: Harness) {
    let c = channel("c");
    let none = StreamOptions { history_size: 0, history_ttl: Duration::ZERO, ..h.options() };
    let off = Publish { idempotency_key: key(None, "off"), options: none, ..h.publish(&c, "x") };
    let skipped = Publish {
        idempotency_key: key(None, "skipped"),
        skip_history: true,
        ..h.publish(&channel("d"), "x")
    };
    for publish in [off, skipped] {
        let channel = publish.channel.clone();
        for duplicate in [false, true, true] {
            let outcome = h.accept(publish.clone()).await;
            assert_eq!(outcome, PublishOutcome { position: None, duplicate });
        }
        assert_eq!(h.events.of(&channel).len(), 1);
        h.clock.advance(Duration::from_secs(300));
        assert!(!h.accept(publish).await.duplicate);
    }
}

pub async fn concurrent_calls_share_one_outcome(h: Harness) {
    let c = channel("c");
    for round in 1..=20u64 {
        let name = round.to_string();
        let keyed = || Publish { idempotency_key: key(None, &name), ..h.publish(&c, "x") };
        let calls: Vec<_> = (0..32).map(|_| tokio::spawn(h.broker.publish(keyed()))).collect();
        let mut originals = 0;
        for call in calls {
            let outcome = call.await.unwrap().unwrap();
            assert_eq!(outcome.position.unwrap().offset, round);
            originals += u32::from(!outcome.duplicate);
        }
        assert_eq!(originals, 1);
    }
    assert_eq!(h.events.offsets(&c), (1..=20).collect::<Vec<_>>());
}

pub async fn only_newer_versions_are_published(h: Harness) {
    let c = channel("c");
    let at = |number| Publish { version: version(number, "e"), ..h.publish(&c, "x") };
    for (number, duplicate, offset) in
        [(5, false, 1), (5, true, 1), (4, true, 1), (9, false, 2), (8, true, 2), (10, false, 3)]
    {
        let outcome = h.accept(at(number)).await;
        let told = (outcome.duplicate, outcome.position.unwrap().offset);
        assert_eq!(told, (duplicate, offset), "{number}");
    }
    assert_eq!(h.accept(h.publish(&c, "unversioned")).await.position.unwrap().offset, 4);
    assert_eq!(h.accept(at(10)).await.position.unwrap().offset, 3);
    let calls: Vec<_> = (0..50).map(|_| h.broker.publish(at(11))).collect();
    let mut originals = 0;
    for call in calls {
        let outcome = call.await.unwrap();
        assert_eq!(outcome.position.unwrap().offset, 5);
        originals += u32::from(!outcome.duplicate);
    }
    assert_eq!(originals, 1);
}

pub async fn versions_start_anew_in_another_version_epoch(h: Harness) {
    let c = channel("c");
    for (number, epoch, duplicate) in
        [(5, "e", false), (1, "f", false), (1, "f", true), (6, "e", false), (2, "", false)]
    {
        let publish = Publish { version: version(number, epoch), ..h.publish(&c, "x") };
        assert_eq!(h.accept(publish).await.duplicate, duplicate, "{number} {epoch:?}");
    }
}
