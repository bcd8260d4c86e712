//! Lanes over an engine that fails: each event is done once, in order, or put
//! away, however often attempts fail and sources start anew.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use rand::{RngExt, SeedableRng, rngs::SmallRng};
use tokio_util::sync::CancellationToken;

use super::{Context, DeadLetters, Event, LaneError, Payload, SourceError};
use crate::{
    engine::{
        Broker, BrokerError, BrokerEvents, ConsumerId, EngineStats, Group, GroupPublishing,
        HistoryPage, HistoryQuery, Publish, Publishing, StreamOptions,
        memory::{MemoryBroker, MemoryPresence},
    },
    hub::Hub,
    model::{Channel, Clock, Epoch, Publication, StreamPosition},
    node::{Message, Node, NodeLimits, Posting},
    pb::api,
    policy::{ChannelConfig, ChannelOptions, NamespaceConfig, Namespaces},
};

#[derive(Default)]
struct Seen(Mutex<Vec<String>>);

impl BrokerEvents for Seen {
    fn publication(&self, channel: &Channel, _: Option<&Epoch>, publication: &Arc<Publication>) {
        let data = std::str::from_utf8(&publication.data).unwrap();
        self.0.lock().unwrap().push(format!("{channel} {data}"));
    }
}

/// Refuses, or loses answers; after a lost answer nobody knows whether the
/// group is stored.
struct Flaky {
    inner: MemoryBroker,
    random: Mutex<SmallRng>,
    /// Failures in a thousand.
    failures: u32,
}

#[async_trait]
impl Broker for Flaky {
    fn publish(&self, publish: Publish) -> Publishing {
        self.inner.publish(publish)
    }

    fn publish_group(&self, group: Group) -> GroupPublishing {
        let (fails, how) = {
            let mut random = self.random.lock().unwrap();
            (random.random_range(0..1000) < self.failures, random.random_range(0..4))
        };
        let error = match (fails, how) {
            (false, _) => return self.inner.publish_group(group),
            (true, 0) => BrokerError::Overloaded,
            (true, 1) => BrokerError::Unavailable("for now".into()),
            (true, 2) => BrokerError::OutcomeUnknown("not stored".into()),
            (true, _) => {
                drop(self.inner.publish_group(group));
                BrokerError::OutcomeUnknown("stored".into())
            }
        };
        Box::pin(std::future::ready(Err(error)))
    }

    async fn consumer_position(&self, id: &ConsumerId) -> Result<Option<Bytes>, BrokerError> {
        if self.random.lock().unwrap().random_range(0..1000) < self.failures {
            return Err(BrokerError::Unavailable("for now".into()));
        }
        self.inner.consumer_position(id).await
    }

    async fn history(
        &self,
        channel: &Channel,
        options: &StreamOptions,
        query: HistoryQuery,
    ) -> Result<HistoryPage, BrokerError> {
        self.inner.history(channel, options, query).await
    }

    async fn remove_history(
        &self,
        channel: &Channel,
        options: &StreamOptions,
    ) -> Result<StreamPosition, BrokerError> {
        self.inner.remove_history(channel, options).await
    }

    fn position(
        &self,
        channel: &Channel,
        options: &StreamOptions,
    ) -> Result<StreamPosition, BrokerError> {
        self.inner.position(channel, options)
    }

    fn stats(&self) -> EngineStats {
        self.inner.stats()
    }

    async fn shutdown(&self) -> Result<(), BrokerError> {
        self.inner.shutdown().await
    }
}

struct World {
    node: Arc<Node>,
    seen: Arc<Seen>,
    context: Context,
    buried: Buried,
}

/// Numbers and reasons of refused events, however often each came.
#[derive(Default)]
struct Buried {
    first: Mutex<usize>,
    events: Mutex<Vec<(usize, String)>>,
}

#[async_trait]
impl DeadLetters for Buried {
    async fn bury(&self, index: usize, reason: &str) -> Result<(), SourceError> {
        let number = *self.first.lock().unwrap() + index;
        self.events.lock().unwrap().push((number, reason.to_owned()));
        Ok(())
    }
}

impl World {
    fn new(seed: u64, failures: u32) -> Self {
        let seen = Arc::new(Seen::default());
        let inner = MemoryBroker::new(Clock::manual(1_000), seen.clone());
        let random = Mutex::new(SmallRng::seed_from_u64(seed));
        let broker = Arc::new(Flaky { inner, random, failures });
        let hub = Arc::new(Hub::new(1, Arc::default()));
        let limits = NodeLimits { history_max_publications: 1, recovery_max_publications: 1 };
        let clock = Clock::manual(1_000);
        let presence = Arc::new(MemoryPresence::default());
        let metrics = Arc::default();
        let node = Node::new(namespaces(), broker, presence, hub, metrics, limits, clock);
        let node = Arc::new(node);
        let stats = node.metrics().consumer("c", "test");
        stats.recovered("");
        let stop = CancellationToken::new();
        let context = Context { name: "c".into(), node: node.clone(), stats, stop };
        Self { node, seen, context, buried: Buried::default() }
    }

    /// Does `events` in batches as a source would: from the stored position.
    async fn run(&self, events: &[Event], stop: CancellationToken) -> Result<(), LaneError> {
        let lane = Context { stop, ..self.context.clone() }.lane("0");
        let number = |position: Bytes| std::str::from_utf8(&position).unwrap().parse().unwrap();
        let mut done: usize = lane.position().await?.map_or(0, number);
        for batch in events[done..].chunks(7) {
            let first = done;
            *self.buried.first.lock().unwrap() = first;
            let position = move |done: usize| Bytes::from((first + done).to_string());
            lane.work(batch.to_vec(), &position, &self.buried).await?;
            done += batch.len();
        }
        Ok(())
    }

    fn seen(&self) -> Vec<String> {
        std::mem::take(&mut *self.seen.0.lock().unwrap())
    }

    fn buried(&self) -> Vec<(usize, String)> {
        std::mem::take(&mut *self.buried.events.lock().unwrap())
    }
}

fn namespaces() -> Namespaces {
    let options = ChannelOptions::default();
    Namespaces::new(ChannelConfig {
        max_length: 255,
        namespace_boundary: ":".into(),
        user_boundary: "#".into(),
        user_separator: ",".into(),
        personal_namespace: None,
        without_namespace: options.clone(),
        namespaces: vec![NamespaceConfig { name: "known".into(), options }],
    })
    .unwrap()
}

fn post(channels: &[&str], data: usize) -> Event {
    let channels = channels.iter().map(|&channel| channel.to_owned()).collect();
    Event::Post(Posting {
        channels,
        message: Message { data: data.to_string().into(), ..Message::default() },
    })
}

fn json(method: &str, payload: &str) -> Event {
    let payload = Payload::Json(Bytes::copy_from_slice(payload.as_bytes()));
    Event::Command { method: method.into(), payload }
}

fn protobuf(method: &str, message: &impl crate::pb::Message) -> Event {
    let payload = Payload::Protobuf(message.encode_to_vec().into());
    Event::Command { method: method.into(), payload }
}

/// Events of all kinds, what is seen of them and which of them are refused.
fn story(seed: u64) -> (Vec<Event>, Vec<String>, Vec<usize>) {
    let mut random = SmallRng::seed_from_u64(seed);
    let (mut events, mut seen, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..60 {
        events.push(match random.random_range(0..10) {
            0 => post(&["a", "unknown:b"], n),
            1 => json("publish", "{"),
            2 => Event::Unreadable("it is".into()),
            3 => json("history_remove", r#"{"channel": "unknown:a"}"#),
            4 => json("disconnect", r#"{"user": "nobody"}"#),
            5 => post(&["a", "known:b"], n),
            6 => json("broadcast", &format!(r#"{{"channels": ["a", "b"], "data": {n}}}"#)),
            7 => json("publish", &format!(r#"{{"channel": "a", "data": {n}}}"#)),
            _ => post(&["a"], n),
        });
        match (&events[n], events[n].is_refused()) {
            (_, true) => refused.push(n),
            (Event::Post(posting), _) => {
                seen.extend(posting.channels.iter().map(|channel| format!("{channel} {n}")));
            }
            (Event::Command { method, .. }, _) if method == "broadcast" => {
                seen.extend([format!("a {n}"), format!("b {n}")]);
            }
            (Event::Command { method, .. }, _) if method == "publish" => {
                seen.push(format!("a {n}"))
            }
            _ => {}
        }
    }
    (events, seen, refused)
}

impl Event {
    fn is_refused(&self) -> bool {
        match self {
            Self::Post(posting) => posting.channels.iter().any(|c| c.starts_with("unknown")),
            Self::Unreadable(_) => true,
            Self::Command { method, payload: Payload::Json(json) } => {
                method == "history_remove" || &json[..] == b"{"
            }
            Self::Command { .. } | Self::Repeatable { .. } => false,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn failures_neither_lose_nor_double_nor_reorder() {
    for seed in 0..300 {
        let (events, seen, refused) = story(seed);
        let world = World::new(seed, 400);
        world.run(&events, CancellationToken::new()).await.unwrap();
        assert_eq!(world.seen(), seen, "seed {seed}");
        let buried: Vec<_> = world.buried().into_iter().map(|(number, _)| number).collect();
        assert_eq!(buried, refused, "seed {seed}");
        let report = world.context.stats.report();
        let done = (events.len() - refused.len()) as u64;
        assert_eq!((report.processed, report.dead_lettered), (done, refused.len() as u64));
        assert_eq!(report.failed, report.retried + report.dead_lettered);
        assert_eq!(report.problem, None);
    }
}

/// Stopped at any moment and started anew from what is stored: publications
/// are still done once; other things may be done again.
#[tokio::test(start_paused = true)]
async fn a_source_that_starts_anew_goes_on_where_it_was() {
    for seed in 0..300 {
        let (events, seen, refused) = story(seed);
        let world = World::new(seed, 500);
        let mut random = SmallRng::seed_from_u64(!seed);
        let mut runs = 0;
        loop {
            let stop = CancellationToken::new();
            let (stopping, after) = (stop.clone(), random.random_range(1..400));
            let stopper = tokio::spawn(async move {
                tokio::time::sleep(std::time::Duration::from_millis(after)).await;
                stopping.cancel();
            });
            let ended = world.run(&events, stop).await;
            stopper.abort();
            runs += 1;
            match ended {
                Ok(()) => break,
                Err(error) => assert_eq!(error, LaneError::Stopping),
            }
        }
        assert_eq!(world.seen(), seen, "seed {seed}, {runs} runs");
        let mut buried: Vec<_> = world.buried().into_iter().map(|(number, _)| number).collect();
        buried.dedup();
        buried.sort_unstable();
        buried.dedup();
        assert_eq!(buried, refused, "seed {seed}");
    }
}

#[tokio::test]
async fn an_event_that_cannot_be_put_away_ends_the_work_and_is_not_passed() {
    struct Full;
    #[async_trait]
    impl DeadLetters for Full {
        async fn bury(&self, _: usize, _: &str) -> Result<(), SourceError> {
            Err(SourceError::new("no room"))
        }
    }
    let world = World::new(1, 0);
    let lane = world.context.lane("0");
    let events = vec![post(&["a"], 0), post(&["unknown:a"], 1), post(&["a"], 2)];
    let position = |done: usize| Bytes::from(done.to_string());
    let ended = lane.work(events, &position, &Full).await;
    assert_eq!(ended, Err(LaneError::Source(SourceError::new("no room"))));
    assert_eq!(world.seen(), ["a 0"]);
    assert_eq!(lane.position().await.unwrap(), Some(Bytes::from("1")));
}

/// Brought again by its source under another position.
#[tokio::test]
async fn a_repeated_event_publishes_once() {
    let repeatable = |key: &str, payload: &str| {
        let payload = Payload::Json(Bytes::copy_from_slice(payload.as_bytes()));
        Event::Repeatable { key: key.into(), method: "publish".into(), payload }
    };
    let own = r#"{"channel": "a", "data": 3, "idempotency_key": "own"}"#;
    let events = [
        repeatable("one", r#"{"channel": "a", "data": 1}"#),
        repeatable("two", r#"{"channel": "a", "data": 2}"#),
        repeatable("one", r#"{"channel": "a", "data": 1}"#),
        repeatable("three", own),
        repeatable("four", own),
        repeatable("three", r#"{"channel": "a", "data": 4}"#),
    ];
    let world = World::new(1, 0);
    world.run(&events, CancellationToken::new()).await.unwrap();
    assert_eq!(world.seen(), ["a 1", "a 2", "a 3", "a 4"]);
    assert_eq!(world.context.stats.report().processed, 6);
}

#[tokio::test]
async fn requests_as_protobuf_mean_the_same_as_in_json() {
    let world = World::new(1, 0);
    let publish =
        api::PublishRequest { channel: "a".into(), data: "1".into(), ..Default::default() };
    let broadcast = api::BroadcastRequest {
        channels: vec!["a".into(), "b".into()],
        data: "2".into(),
        ..Default::default()
    };
    let never = api::RefreshRequest {
        user: "u".into(),
        expiry: Some(api::refresh_request::Expiry::NeverExpires(true)),
        ..Default::default()
    };
    let nothing = api::RefreshRequest { user: "u".into(), ..Default::default() };
    let user = || String::from("u");
    let events = [
        protobuf("publish", &publish),
        protobuf("broadcast", &broadcast),
        protobuf(
            "subscribe",
            &api::SubscribeRequest { user: user(), channel: "a".into(), ..Default::default() },
        ),
        protobuf(
            "unsubscribe",
            &api::UnsubscribeRequest { user: user(), channel: "a".into(), ..Default::default() },
        ),
        protobuf("disconnect", &api::DisconnectRequest { user: user(), ..Default::default() }),
        protobuf("refresh", &never),
        protobuf("refresh", &nothing),
        protobuf("history_remove", &api::HistoryRemoveRequest { channel: "unknown:a".into() }),
        protobuf("presence", &api::PresenceRequest::default()),
        Event::Command { method: "publish".into(), payload: Payload::Protobuf("\u{1}".into()) },
    ];
    world.run(&events, CancellationToken::new()).await.unwrap();
    assert_eq!(world.seen(), ["a 1", "a 2", "b 2"]);
    let buried = world.buried();
    let numbers: Vec<_> = buried.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [6, 7, 8, 9], "{buried:?}");
    for (part, (_, reason)) in ["expiry", "unknown", "presence", "rpc"].iter().zip(&buried) {
        assert!(reason.contains(part), "{part:?} in {reason:?}");
    }
    assert!(
        world.node.metrics().encode().contains("consumer_dead_lettered_total{consumer=\"c\"} 4")
    );
}

#[tokio::test]
async fn what_cannot_fit_into_one_commit_is_refused_whether_data_or_tags() {
    let world = World::new(1, 0);
    let channels: Vec<_> = (0..400).map(|number| format!("a{number}")).collect();
    let tags = [("k".to_owned(), "x".repeat(50_000))].into();
    let tagged = Message { tags, ..Message::default() };
    let plain = Message { data: vec![b'1'; 50_000].into(), ..Message::default() };
    let events =
        [tagged, plain].map(|message| Event::Post(Posting { channels: channels.clone(), message }));
    world.run(&events, CancellationToken::new()).await.unwrap();
    assert_eq!(world.seen(), [""; 0]);
    let buried = world.buried();
    assert_eq!(buried.len(), 2);
    for (_, reason) in buried {
        assert!(reason.contains("split the broadcast"), "{reason}");
    }
}
