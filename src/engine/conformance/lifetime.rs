use std::time::Duration;

use super::*;
use crate::engine::{BrokerError, Continuity};

pub async fn a_forgotten_stream_comes_back_under_another_epoch(h: Harness) {
    let (c, never) = (channel("c"), channel("never published to"));
    let epoch = h.fill(&c, 3).await;
    assert_eq!(h.position(&never).epoch, epoch);
    h.clock.advance(Duration::from_secs(3600));
    (h.sweep)();
    let position = h.position(&c);
    assert_eq!(position.offset, 0);
    assert_ne!(position.epoch, epoch);
    assert_eq!(h.position(&never), position, "one epoch for all that have no stream");
    assert_eq!(h.broker.stats().streams, 0);
    assert_eq!(h.read(&c, since(&epoch, 3)).await.continuity, Continuity::EpochChanged);
    let next = h.accept(h.publish(&c, "x")).await;
    assert_eq!(next.position, Some(StreamPosition::new(&position.epoch, 1)));
}

pub async fn an_idle_stream_is_kept_for_its_meta_ttl(h: Harness) {
    let c = channel("c");
    let epoch = h.fill(&c, 3).await;
    h.clock.advance(Duration::from_millis(3_599_999));
    (h.sweep)();
    assert_eq!(h.position(&c), StreamPosition::new(&epoch, 3));
    assert_eq!(h.broker.stats().publications, 0);
    h.accept(h.publish(&c, "4")).await;
    h.clock.advance(Duration::from_millis(3_599_999));
    (h.sweep)();
    assert_eq!(h.position(&c), StreamPosition::new(&epoch, 4));
    let long = StreamOptions { history_ttl: Duration::from_secs(7200), ..h.options() };
    h.accept(Publish { options: long, ..h.publish(&c, "5") }).await;
    h.clock.advance(Duration::from_secs(7199));
    (h.sweep)();
    let page = h.broker.history(&c, &long, ever()).await.unwrap();
    assert_eq!((offsets(&page), page.position), (vec![5], StreamPosition::new(&epoch, 5)));
}

pub async fn sweeping_frees_what_has_expired(h: Harness) {
    let none = StreamOptions { history_size: 0, history_ttl: Duration::ZERO, ..h.options() };
    for n in 0..1000 {
        let c = channel(&format!("channel {n}"));
        let options = if n % 2 == 0 { h.options() } else { none };
        let keyed = Publish { options, idempotency_key: key(None, "k"), ..h.publish(&c, "x") };
        drop(h.broker.publish(keyed));
    }
    h.accept(h.publish(&channel("last"), "x")).await;
    h.clock.advance(Duration::from_secs(60));
    (h.sweep)();
    let stats = h.broker.stats();
    assert_eq!((stats.streams, stats.publications), (501, 0));
    h.clock.advance(Duration::from_secs(3600));
    (h.sweep)();
    assert_eq!(h.broker.stats().streams, 0);
}

pub async fn after_shutdown_publishes_are_refused(h: Harness) {
    let c = channel("c");
    let accepted: Vec<_> = (0..20).map(|_| h.broker.publish(h.publish(&c, "x"))).collect();
    h.broker.shutdown().await.unwrap();
    for call in accepted {
        call.await.unwrap();
    }
    let refused = h.broker.publish(h.publish(&c, "x")).await;
    assert_eq!(refused, Err(BrokerError::ShuttingDown));
    let removal = h.broker.remove_history(&c, &h.options()).await;
    assert_eq!(removal, Err(BrokerError::ShuttingDown));
    assert_eq!(h.events.offsets(&c), (1..=20).collect::<Vec<_>>());
    h.broker.shutdown().await.unwrap();
}
