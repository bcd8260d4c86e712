use super::*;
use crate::{
    outbound::{Ending, Outbound},
    recovery::GateLimits,
};

const LIMITS: GateLimits = GateLimits { items: 10, bytes: 1000 };

fn hub(workers: usize) -> Arc<Hub> {
    Arc::new(Hub::new(workers, Arc::default()))
}

fn reception() -> Reception {
    Reception { positioned: true, ..Reception::default() }
}

fn subscriber(channel: &str, worker: usize, queue: usize) -> (Arc<Subscriber>, Arc<Outbound>) {
    let outbound = Arc::new(Outbound::new(queue, 1000));
    let (channel, losses) = (Channel::trusted(channel), Arc::default());
    (Subscriber::new(channel, worker, LIMITS, reception(), outbound.clone(), losses), outbound)
}

/// Lets the workers of a single-threaded test deliver what they were given.
async fn settle() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

fn publication(offset: u64) -> Arc<Publication> {
    Arc::new(Publication {
        offset,
        data: Bytes::new(),
        tags: Default::default(),
        info: None,
        time_ms: 0,
        version: 0,
    })
}

fn publish(hub: &Hub, channel: &str, offset: u64) {
    let (channel, epoch) = (Channel::trusted(channel), Epoch::from("e"));
    hub.broadcast(&channel, Some(&epoch), &publication(offset), || Bytes::from_static(b"x"));
}

fn start(hub: &Arc<Hub>) {
    for worker in 0..hub.workers() {
        let hub = hub.clone();
        tokio::spawn(async move { hub.run_worker(worker).await });
    }
}

#[tokio::test]
async fn each_publication_is_encoded_once_and_only_when_somebody_listens() {
    let hub = hub(2);
    start(&hub);
    let mut encoded = 0;
    let channel = Channel::trusted("a");
    hub.broadcast(&channel, None, &publication(0), || unreachable!("nobody listens"));
    let subscribers: Vec<_> = (0..4).map(|i| subscriber("a", i, 1000)).collect();
    for (subscriber, _) in &subscribers {
        hub.subscribe(subscriber);
        subscriber.open(None);
    }
    hub.broadcast(&channel, None, &publication(0), || {
        encoded += 1;
        Bytes::from_static(b"x")
    });
    settle().await;
    assert_eq!(encoded, 1);
    assert!(subscribers.iter().all(|(_, outbound)| outbound.queued().0 == 1));
}

#[tokio::test]
async fn nothing_is_left_behind_whatever_the_order_of_leaving() {
    let hub = hub(2);
    let subscribers: Vec<_> = (0..6).map(|i| subscriber("a", i % 2, 1000).0).collect();
    subscribers.iter().for_each(|s| hub.subscribe(s));
    assert_eq!(hub.metrics.channels(), 1);
    for leaving in [0, 5, 3, 1, 2] {
        hub.unsubscribe(&subscribers[leaving]);
        hub.unsubscribe(&subscribers[leaving]);
    }
    assert_eq!(hub.metrics.channels(), 1);
    hub.unsubscribe(&subscribers[4]);
    assert_eq!(hub.metrics.channels(), 0);
    assert!((0..SHARDS).all(|shard| hub.channels_of_shard(shard).is_empty()));
}

#[tokio::test]
async fn a_slow_subscriber_is_cut_and_the_others_get_everything() {
    let hub = hub(1);
    start(&hub);
    let (slow, slow_outbound) = subscriber("a", 0, 100);
    let (quick, quick_outbound) = subscriber("a", 0, 10_000);
    for subscriber in [&slow, &quick] {
        hub.subscribe(subscriber);
        subscriber.open(Some(StreamPosition::new(&"e".into(), 0)));
    }
    for offset in 1..=20 {
        publish(&hub, "a", offset);
    }
    settle().await;
    let Some(Ending::Disconnect(end)) = slow_outbound.ending() else { panic!("not cut") };
    assert_eq!(end.code, 3008);
    assert_eq!(quick_outbound.queued().0, 20);
    assert_eq!(quick_outbound.ending(), None);
}

#[tokio::test]
async fn a_full_mailbox_is_told_to_the_subscribers_of_what_was_dropped() {
    let hub = hub(1);
    let losses = Arc::new(Losses::default());
    let outbound = Arc::new(Outbound::new(1 << 20, 0));
    let lossy =
        Subscriber::new(Channel::trusted("a"), 0, LIMITS, reception(), outbound, losses.clone());
    let (other, other_outbound) = subscriber("b", 0, 1 << 30);
    for subscriber in [&lossy, &other] {
        hub.subscribe(subscriber);
        subscriber.open(Some(StreamPosition::new(&"e".into(), 0)));
    }
    publish(&hub, "b", 1);
    let frame = Bytes::from(vec![0; 1 << 20]);
    for offset in 1..=65 {
        hub.broadcast(lossy.channel(), Some(&"e".into()), &publication(offset), || frame.clone());
    }
    start(&hub);
    let lost = losses.next().await;
    assert!(lost.len() == 1 && Arc::ptr_eq(&lost[0], &lossy));
    publish(&hub, "b", 2);
    settle().await;
    assert_eq!(other_outbound.queued().0, 2);
}

#[tokio::test]
async fn a_position_check_comes_behind_what_was_handed_over_before() {
    let hub = hub(1);
    start(&hub);
    let losses = Arc::new(Losses::default());
    let outbound = Arc::new(Outbound::new(1000, 0));
    let subscriber =
        Subscriber::new(Channel::trusted("a"), 0, LIMITS, reception(), outbound, losses.clone());
    hub.subscribe(&subscriber);
    subscriber.open(Some(StreamPosition::new(&"e".into(), 0)));
    publish(&hub, "a", 1);
    hub.check_position(subscriber.channel(), &StreamPosition::new(&"e".into(), 1));
    settle().await;
    assert_eq!(subscriber.position().map(|p| p.offset), Some(1));
    hub.check_position(subscriber.channel(), &StreamPosition::new(&"e".into(), 2));
    assert_eq!(losses.next().await.len(), 1);
}

/// Wants joins and leaves.
fn member(channel: &str, queue: usize) -> (Arc<Subscriber>, Arc<Outbound>) {
    let outbound = Arc::new(Outbound::new(queue, 1000));
    let (channel, losses) = (Channel::trusted(channel), Arc::default());
    (
        Subscriber::new(
            channel,
            0,
            LIMITS,
            Reception { join_leave: true, ..reception() },
            outbound.clone(),
            losses,
        ),
        outbound,
    )
}

fn tell(hub: &Hub, channel: &str) {
    hub.broadcast_join_leave(&Channel::trusted(channel), || Bytes::from_static(b"join"));
}

#[tokio::test]
async fn joins_go_to_those_who_want_them_and_whose_gate_is_open() {
    let hub = hub(2);
    start(&hub);
    hub.broadcast_join_leave(&Channel::trusted("a"), || unreachable!("nobody is subscribed"));
    let (wants, wants_outbound) = member("a", 1000);
    let (closed, closed_outbound) = member("a", 1000);
    let (lost, lost_outbound) = member("a", 1000);
    let (elsewhere, elsewhere_outbound) = member("b", 1000);
    let (plain, plain_outbound) = subscriber("a", 1, 1000);
    for subscriber in [&wants, &closed, &lost, &elsewhere, &plain] {
        hub.subscribe(subscriber);
    }
    for subscriber in [&wants, &lost, &elsewhere, &plain] {
        subscriber.open(None);
    }
    lost.lose();
    tell(&hub, "a");
    settle().await;
    assert_eq!(wants_outbound.queued().0, 1);
    for outbound in [&closed_outbound, &lost_outbound, &elsewhere_outbound, &plain_outbound] {
        assert_eq!(outbound.queued().0, 0);
    }
    // What was told before the gate opened does not come later either.
    closed.open(None);
    settle().await;
    assert_eq!(closed_outbound.queued().0, 0);
    tell(&hub, "a");
    settle().await;
    assert_eq!((closed_outbound.queued().0, wants_outbound.queued().0), (1, 2));
}

#[tokio::test]
async fn joins_follow_the_reply_while_what_is_recovered_is_still_to_come() {
    let hub = hub(1);
    start(&hub);
    let (member, outbound) = member("a", 1000);
    hub.subscribe(&member);
    tell(&hub, "a");
    settle().await;
    assert_eq!(outbound.queued().0, 0, "the client does not know of its subscription");
    member.replied();
    publish(&hub, "a", 1);
    tell(&hub, "a");
    settle().await;
    assert_eq!(outbound.queued().0, 1, "the join came, the publication is held");
    member.open(Some(StreamPosition::new(&"e".into(), 0)));
    assert_eq!(outbound.queued().0, 2);
    member.lose();
    tell(&hub, "a");
    settle().await;
    assert_eq!(outbound.queued().0, 2, "it is about to end");
}

#[tokio::test]
async fn joins_fill_no_more_of_a_queue_than_publications_may() {
    let hub = hub(1);
    start(&hub);
    let (slow, slow_outbound) = member("a", 1000);
    let (plain, plain_outbound) = subscriber("a", 0, 1000);
    for subscriber in [&slow, &plain] {
        hub.subscribe(subscriber);
        subscriber.open(None);
    }
    (0..100).for_each(|_| tell(&hub, "a"));
    settle().await;
    let Some(Ending::Disconnect(end)) = slow_outbound.ending() else { panic!("not cut") };
    assert_eq!(end.code, 3008);
    assert_eq!((plain_outbound.ending(), plain_outbound.queued().0), (None, 0));
}

#[tokio::test]
async fn a_join_that_a_full_mailbox_drops_is_told_like_a_publication() {
    let hub = hub(1);
    let losses = Arc::new(Losses::default());
    let outbound = Arc::new(Outbound::new(1 << 30, 0));
    let member = Subscriber::new(
        Channel::trusted("a"),
        0,
        LIMITS,
        Reception { join_leave: true, ..reception() },
        outbound,
        losses.clone(),
    );
    hub.subscribe(&member);
    member.open(None);
    let frame = Bytes::from(vec![0; 1 << 20]);
    for _ in 0..65 {
        hub.broadcast_join_leave(member.channel(), || frame.clone());
    }
    start(&hub);
    assert!(Arc::ptr_eq(&losses.next().await[0], &member));
}

#[test]
fn a_loss_that_nobody_hears_of_keeps_nothing_alive() {
    let (subscriber, _outbound) = subscriber("a", 0, 1000);
    let gone = Arc::downgrade(&subscriber);
    subscriber.lose();
    drop(subscriber);
    assert!(gone.upgrade().is_none());
}
