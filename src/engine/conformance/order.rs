use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use super::*;

pub async fn hand_over_follows_offsets_under_concurrency(h: Harness) {
    const PUBLISHERS: u64 = 8;
    const EACH: u64 = 50;
    let channels = [channel("a"), channel("b")];
    thread::scope(|scope| {
        for publisher in 0..PUBLISHERS {
            let (h, channels) = (&h, &channels);
            scope.spawn(move || {
                for n in 0..EACH {
                    for c in channels {
                        let mut publish = h.publish(c, &format!("{publisher}:{n}"));
                        publish.skip_history = n % 5 == 4;
                        // Dropped at once: the order is that of the calls, waited for or not.
                        drop(h.broker.publish(publish));
                    }
                }
            });
        }
    });
    for c in &channels {
        h.accept(h.publish(c, "last")).await;
        let seen = h.events.of(c);
        assert_eq!(seen.len() as u64, PUBLISHERS * EACH + 1);
        let kept = PUBLISHERS * EACH * 4 / 5 + 1;
        let offsets: Vec<_> =
            seen.iter().map(|s| s.publication.offset).filter(|o| *o > 0).collect();
        assert_eq!(offsets, (1..=kept).collect::<Vec<_>>());
        for publisher in 0..PUBLISHERS {
            let own = format!("{publisher}:");
            let mine = seen.iter().filter(|s| s.publication.data.starts_with(own.as_bytes()));
            let order: Vec<_> = mine
                .map(|s| String::from_utf8_lossy(&s.publication.data[own.len()..]).into_owned())
                .collect();
            assert_eq!(order, (0..EACH).map(|n| n.to_string()).collect::<Vec<_>>());
        }
        let history = h.read(c, ever()).await;
        let newest = seen.iter().rev().filter(|s| s.publication.offset > 0).take(100);
        let newest: Vec<_> = newest.map(|s| s.publication.clone()).collect();
        assert_eq!(history.publications, newest.into_iter().rev().collect::<Vec<_>>());
    }
}

pub async fn a_position_means_that_its_hand_over_has_returned(h: Harness) {
    const COUNT: u64 = 300;
    let c = channel("c");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                let offset = h.position(&c).offset;
                let seen = h.events.offsets(&c).last().copied().unwrap_or(0);
                assert!(seen >= offset, "position {offset} before hand-over, seen {seen}");
            }
        });
        for n in 0..COUNT {
            drop(h.broker.publish(h.publish(&c, &n.to_string())));
        }
        while h.position(&c).offset < COUNT {
            thread::yield_now();
        }
        done.store(true, Ordering::SeqCst);
    });
    assert_eq!(h.events.offsets(&c).len() as u64, COUNT);
}

pub async fn a_dropped_call_is_neither_cancelled_nor_reordered(h: Harness) {
    let c = channel("c");
    for n in 1..=30u64 {
        let call = h.broker.publish(h.publish(&c, &n.to_string()));
        if n % 3 == 0 {
            let offset = call.await.unwrap().position.unwrap().offset;
            assert_eq!(offset, n);
        }
    }
    let data: Vec<_> = h.read(&c, ever()).await.publications;
    for (n, publication) in (1..).zip(&data) {
        assert_eq!((publication.offset, &*publication.data), (n, n.to_string().as_bytes()));
    }
    assert_eq!(data.len(), 30);
}

pub async fn skipped_ones_keep_their_place(h: Harness) {
    let c = channel("c");
    let mut calls = Vec::new();
    for n in 0..60u64 {
        let publish = h.publish(&c, &n.to_string());
        calls.push(h.broker.publish(Publish { skip_history: n % 3 == 1, ..publish }));
    }
    for call in calls {
        call.await.unwrap();
    }
    let order: Vec<_> = h.events.of(&c).iter().map(|s| s.publication.data.clone()).collect();
    assert_eq!(order, (0..60).map(|n: u64| n.to_string().into_bytes()).collect::<Vec<_>>());
}
