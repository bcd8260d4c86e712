use std::time::Duration;

use bytes::Bytes;

use super::*;
use crate::{
    engine::Continuity,
    model::{ClientId, ClientInfo, Tags},
};

pub async fn offsets_are_dense_and_handed_over_in_order(h: Harness) {
    let (a, b) = (channel("a"), channel("b"));
    let before = h.position(&a);
    assert_eq!(before.offset, 0);
    for n in 1..=20 {
        for c in [&a, &b] {
            let outcome = h.accept(h.publish(c, "x")).await;
            let position = StreamPosition::new(&before.epoch, n);
            assert_eq!(
                outcome,
                PublishOutcome { position: Some(position.clone()), duplicate: false }
            );
            assert_eq!(h.position(c), position);
        }
    }
    for c in [&a, &b] {
        assert_eq!(h.events.offsets(c), (1..=20).collect::<Vec<_>>());
        assert!(h.events.of(c).iter().all(|seen| seen.epoch.as_ref() == Some(&before.epoch)));
        assert_eq!(offsets(&h.read(c, ever()).await), (1..=20).collect::<Vec<_>>());
    }
    assert_eq!((h.broker.stats().streams, h.broker.stats().publications), (2, 40));
}

pub async fn reads_both_ways(h: Harness) {
    let c = channel("c");
    let epoch = h.fill(&c, 10).await;
    let page = h.read(&c, since(&epoch, 7)).await;
    assert_eq!(offsets(&page), [8, 9, 10]);
    assert_eq!(page.position, StreamPosition::new(&epoch, 10));
    let page = h.read(&c, HistoryQuery { reverse: true, ..since(&epoch, 3) }).await;
    assert_eq!(offsets(&page), [2, 1]);
    let page = h.read(&c, HistoryQuery { reverse: true, limit: 2, ..ever() }).await;
    assert_eq!(offsets(&page), [10, 9]);
    assert_eq!(&*page.publications[0].data, b"10");
    let any_epoch = h.read(&c, since(&Epoch::default(), 9)).await;
    assert_eq!(offsets(&any_epoch), [10]);
}

pub async fn pages_are_cut_by_limit_and_bytes(h: Harness) {
    let c = channel("c");
    let epoch = h.fill(&c, 9).await;
    let none = h.read(&c, HistoryQuery { limit: 0, ..ever() }).await;
    assert_eq!((offsets(&none), none.position.offset, none.truncated), (vec![], 9, false));
    let two = h.read(&c, HistoryQuery { limit: 2, ..since(&epoch, 1) }).await;
    assert_eq!((offsets(&two), two.truncated), (vec![2, 3], false));

    let weight = h.events.of(&c)[0].publication.weight();
    for (max_bytes, expected) in [(0, 1), (weight, 1), (2 * weight - 1, 1), (2 * weight, 2)] {
        let page = h.read(&c, HistoryQuery { max_bytes, ..ever() }).await;
        assert_eq!((page.publications.len(), page.truncated), (expected, true), "{max_bytes}");
    }
    let all = h.read(&c, HistoryQuery { max_bytes: 9 * weight, ..ever() }).await;
    assert_eq!((all.publications.len(), all.truncated), (9, false));
}

pub async fn continuity_is_told(h: Harness) {
    let c = channel("c");
    let options = StreamOptions { history_size: 4, ..h.options() };
    let mut epoch = Epoch::default();
    for _ in 0..10 {
        let publish = Publish { options, ..h.publish(&c, "x") };
        epoch = h.accept(publish).await.position.unwrap().epoch;
    }
    for (at, offset, continuity, expected) in [
        (&epoch, 10, Continuity::Unbroken, vec![]),
        (&epoch, 6, Continuity::Unbroken, vec![7, 8, 9, 10]),
        (&epoch, 5, Continuity::Trimmed, vec![7, 8, 9, 10]),
        (&epoch, 11, Continuity::BeyondEnd, vec![]),
        (&"other".into(), 9, Continuity::EpochChanged, vec![]),
    ] {
        let page = h.broker.history(&c, &options, since(at, offset)).await.unwrap();
        assert_eq!((page.continuity, offsets(&page)), (continuity, expected), "{at} {offset}");
        assert_eq!(page.position, StreamPosition::new(&epoch, 10));
    }
    let empty = channel("nothing here");
    let own = h.position(&empty).epoch;
    let of = async |at: &Epoch, offset| h.read(&empty, since(at, offset)).await.continuity;
    assert_eq!(of(&own, 0).await, Continuity::Unbroken);
    assert_eq!(of(&own, 1).await, Continuity::BeyondEnd);
    assert_eq!(of(&"other".into(), 0).await, Continuity::EpochChanged);
}

pub async fn trimmed_by_size(h: Harness) {
    let c = channel("c");
    let options = StreamOptions { history_size: 3, ..h.options() };
    for _ in 0..8 {
        h.accept(Publish { options, ..h.publish(&c, "x") }).await;
    }
    let page = h.broker.history(&c, &options, ever()).await.unwrap();
    assert_eq!(offsets(&page), [6, 7, 8]);
    assert_eq!(h.broker.stats().publications, 3);
}

pub async fn trimmed_by_age(h: Harness) {
    let c = channel("c");
    let epoch = h.fill(&c, 2).await;
    h.clock.advance(Duration::from_secs(30));
    h.accept(h.publish(&c, "3")).await;
    h.clock.advance(Duration::from_secs(30));
    let page = h.read(&c, since(&epoch, 0)).await;
    assert_eq!((offsets(&page), page.continuity), (vec![3], Continuity::Trimmed));
    h.clock.advance(Duration::from_secs(30));
    let page = h.read(&c, since(&epoch, 3)).await;
    assert_eq!((offsets(&page), page.continuity), (vec![], Continuity::Unbroken));
    assert_eq!(page.position, StreamPosition::new(&epoch, 3));
}

pub async fn removal_keeps_epoch_and_offset(h: Harness) {
    let c = channel("c");
    let epoch = h.fill(&c, 3).await;
    assert_eq!(h.remove(&c).await, StreamPosition::new(&epoch, 3));
    let page = h.read(&c, since(&epoch, 1)).await;
    assert_eq!((offsets(&page), page.continuity), (vec![], Continuity::Trimmed));
    assert_eq!(page.position, StreamPosition::new(&epoch, 3));
    let next = h.accept(h.publish(&c, "4")).await;
    assert_eq!(next.position, Some(StreamPosition::new(&epoch, 4)));
    assert_eq!(offsets(&h.read(&c, ever()).await), [4]);
}

pub async fn reads_create_nothing(h: Harness) {
    for n in 0..100 {
        let c = channel(&format!("never published to {n}"));
        let position = h.position(&c);
        assert_eq!(position.offset, 0);
        assert!(!position.epoch.is_empty());
        assert_eq!(h.read(&c, ever()).await.position, position);
        assert_eq!(h.remove(&c).await, position);
    }
    assert_eq!((h.broker.stats().streams, h.broker.stats().publications), (0, 0));
}

pub async fn everything_of_a_publication_comes_back(h: Harness) {
    let c = channel("c");
    let info = ClientInfo {
        user: "user".into(),
        client: ClientId::random(),
        conn_info: Bytes::from_static(b"conn\0"),
        chan_info: Bytes::from_static(b"chan"),
    };
    let publish = Publish {
        data: Bytes::from_static(b"\0\xff data"),
        tags: Tags::from([("k".into(), "v".into()), ("l".into(), String::new())]),
        info: Some(info.clone()),
        version: version(7, "v"),
        ..h.publish(&c, "")
    };
    h.accept(publish.clone()).await;
    let expected = Publication {
        offset: 1,
        data: publish.data,
        tags: publish.tags,
        info: Some(info),
        time_ms: h.clock.now_ms(),
        version: 7,
    };
    assert_eq!(*h.read(&c, ever()).await.publications[0], expected);
    assert_eq!(*h.events.of(&c)[0].publication, expected);
}

pub async fn without_history_it_is_delivered_only(h: Harness) {
    let c = channel("c");
    let options = StreamOptions { history_size: 0, history_ttl: Duration::ZERO, ..h.options() };
    let outcome = h.accept(Publish { options, ..h.publish(&c, "x") }).await;
    assert_eq!(outcome, PublishOutcome { position: None, duplicate: false });
    let seen = h.events.of(&c);
    assert_eq!((seen.len(), seen[0].epoch.as_ref(), seen[0].publication.offset), (1, None, 0));
    let page = h.broker.history(&c, &options, ever()).await.unwrap();
    assert_eq!((page.publications.len(), page.position), (0, StreamPosition::default()));
    assert_eq!(h.broker.position(&c, &options), Ok(StreamPosition::default()));
}

pub async fn skip_history_delivers_only(h: Harness) {
    let c = channel("c");
    let epoch = h.fill(&c, 2).await;
    let skipped = Publish { skip_history: true, ..h.publish(&c, "skipped") };
    let outcome = h.accept(skipped).await;
    assert_eq!(outcome, PublishOutcome { position: None, duplicate: false });
    let seen = h.events.of(&c).pop().unwrap();
    assert_eq!((seen.epoch, seen.publication.offset), (None, 0));
    assert_eq!(h.position(&c), StreamPosition::new(&epoch, 2));
    assert_eq!(offsets(&h.read(&c, ever()).await), [1, 2]);
}
