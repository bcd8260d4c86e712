use std::time::Duration;

use super::*;
use crate::engine::{BrokerError, ConsumerId, ConsumerPosition, Group};

fn consumer(partition: &str) -> ConsumerId {
    ConsumerId { consumer: "c".into(), partition: partition.into() }
}

fn at(partition: &str, position: &str) -> Option<ConsumerPosition> {
    let position = Bytes::copy_from_slice(position.as_bytes());
    Some(ConsumerPosition { id: consumer(partition), position })
}

impl Harness {
    async fn store(&self, group: Group) -> Vec<PublishOutcome> {
        self.broker.publish_group(group).await.unwrap()
    }

    async fn stands_at(&self, partition: &str) -> Option<String> {
        let position = self.broker.consumer_position(&consumer(partition)).await.unwrap();
        position.map(|position| String::from_utf8(position.to_vec()).unwrap())
    }

    /// Options of a channel that only hands over.
    fn live(&self) -> StreamOptions {
        StreamOptions { history_size: 0, history_ttl: Duration::ZERO, ..self.options() }
    }
}

pub async fn a_group_is_stored_with_its_position(h: Harness) {
    assert_eq!(h.stands_at("0").await, None);
    let (a, b) = (channel("a"), channel("b"));
    let publishes = vec![
        h.publish(&a, "1"),
        h.publish(&b, "2"),
        h.publish(&a, "3"),
        Publish { options: h.live(), ..h.publish(&channel("live"), "4") },
        Publish { skip_history: true, ..h.publish(&a, "5") },
    ];
    let outcomes = h.store(Group { publishes, position: at("0", "five") }).await;
    let offsets: Vec<_> =
        outcomes.iter().map(|o| o.position.as_ref().map(|position| position.offset)).collect();
    assert_eq!(offsets, [Some(1), Some(1), Some(2), None, None]);
    assert_eq!(h.events.offsets(&a), [1, 2, 0]);
    assert_eq!(h.events.of(&channel("live")).len(), 1);
    assert_eq!(h.stands_at("0").await.as_deref(), Some("five"));
    assert_eq!(h.stands_at("1").await, None, "one for each partition");
}

pub async fn a_position_moves_on_and_back(h: Harness) {
    for position in ["9", "10", "", "1"] {
        h.store(Group { publishes: Vec::new(), position: at("0", position) }).await;
        assert_eq!(h.stands_at("0").await.as_deref(), Some(position));
    }
    h.store(Group { publishes: vec![h.publish(&channel("a"), "x")], position: None }).await;
    h.clock.advance(Duration::from_secs(10 * 365 * 86_400));
    (h.sweep)();
    assert_eq!(h.stands_at("0").await.as_deref(), Some("1"), "it is kept for ever");
}

pub async fn a_repeated_publication_of_a_group_counts_as_stored(h: Harness) {
    let (a, b) = (channel("a"), channel("b"));
    let keyed = |c, k| Publish { idempotency_key: key(None, k), ..h.publish(c, "x") };
    let alone = h.broker.publish(keyed(&a, "k"));
    let newer = Publish { version: version(3, ""), ..h.publish(&b, "x") };
    let publishes =
        vec![keyed(&a, "k"), keyed(&a, "l"), keyed(&a, "l"), newer.clone(), newer, keyed(&b, "k")];
    let outcomes = h.store(Group { publishes, position: at("0", "done") }).await;
    let duplicates: Vec<_> = outcomes.iter().map(|outcome| outcome.duplicate).collect();
    assert_eq!(duplicates, [true, false, true, false, true, false]);
    assert_eq!(outcomes[0].position, alone.await.unwrap().position);
    assert_eq!(outcomes[2].position, outcomes[1].position);
    assert_eq!((h.events.offsets(&a), h.events.offsets(&b)), (vec![1, 2], vec![1, 2]));
    assert_eq!(h.stands_at("0").await.as_deref(), Some("done"));
}

/// Groups over many channels and single publications, from many tasks.
pub async fn groups_and_single_publications_share_one_order(h: Harness) {
    let h = Arc::new(h);
    let channels: Vec<_> = (0..100).map(|n| channel(&format!("c{n}"))).collect();
    let mut tasks = Vec::new();
    for task in 0..4usize {
        let (h, mut channels) = (h.clone(), channels.clone());
        channels.rotate_left(task * 25);
        tasks.push(tokio::spawn(async move {
            let mut waiting = Vec::new();
            for round in 0..10 {
                let data = format!("{task} {round}");
                let publishes = channels.iter().map(|c| h.publish(c, &data)).collect();
                let position = at(&task.to_string(), &round.to_string());
                waiting.push(h.broker.publish_group(Group { publishes, position }));
                drop(h.broker.publish(h.publish(&channels[0], "single")));
            }
            for group in waiting {
                group.await.unwrap();
            }
            assert_eq!(h.stands_at(&task.to_string()).await.as_deref(), Some("9"));
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    for (n, c) in channels.iter().enumerate() {
        let count = if n % 25 == 0 { 50 } else { 40 };
        assert_eq!(h.events.offsets(c), (1..=count).collect::<Vec<_>>(), "{c}");
        for task in 0..4 {
            let mine = format!("{task} ");
            let seen = h.events.of(c).into_iter().map(|seen| seen.publication.data.clone());
            let seen: Vec<_> = seen.filter(|data| data.starts_with(mine.as_bytes())).collect();
            let sent: Vec<_> = (0..10).map(|round| format!("{task} {round}")).collect();
            assert_eq!(seen, sent, "{c}");
        }
    }
}

pub async fn after_shutdown_groups_are_refused(h: Harness) {
    let c = channel("c");
    let group =
        |position: &str| Group { publishes: vec![h.publish(&c, "x")], position: at("0", position) };
    let accepted: Vec<_> = (0..20).map(|n| h.broker.publish_group(group(&n.to_string()))).collect();
    h.broker.shutdown().await.unwrap();
    for call in accepted {
        call.await.unwrap();
    }
    for refused in [group("x"), Group { publishes: Vec::new(), position: at("0", "x") }] {
        let refused = h.broker.publish_group(refused).await;
        assert_eq!(refused, Err(BrokerError::ShuttingDown));
    }
    assert_eq!(h.events.offsets(&c), (1..=20).collect::<Vec<_>>());
}
