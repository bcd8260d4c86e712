//! The verbs against sessions that do as the test says.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::task::AbortHandle;

use super::*;
use crate::{
    engine::memory::{MemoryBroker, MemoryPresence},
    hub::{
        Connection, ConnectionState, Hub, Order, Reception, ServerSubscribe, Subscriber,
        SubscriptionState,
    },
    model::{Channel, ClientError, ClientId, Clock, Disconnect, StreamPosition, UserId, code},
    node::{Fanout, Node, NodeLimits},
    outbound::{Ending, Outbound},
    policy::{ChannelConfig, NamespaceConfig, Namespaces},
    recovery::GateLimits,
};

fn namespaces() -> Namespaces {
    let named = |name: &str| NamespaceConfig { name: name.into(), options: Default::default() };
    Namespaces::new(ChannelConfig {
        namespaces: vec![named("chat"), named("news")],
        ..ChannelConfig::default()
    })
    .unwrap()
}

struct World {
    node: Node,
}

/// A connected client. When it is dropped its session has ended.
struct Session {
    node: Arc<Hub>,
    connection: Option<Arc<Connection>>,
    outbound: Arc<Outbound>,
    task: Option<AbortHandle>,
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
        if let Some(connection) = self.connection.take() {
            self.node.connections().remove(&connection);
        }
    }
}

impl World {
    fn new() -> Self {
        let hub = Arc::new(Hub::new(2, Arc::default()));
        let events = Arc::new(Fanout::new(hub.clone(), Arc::default()));
        let broker = Arc::new(MemoryBroker::new(Clock::manual(1_000), events));
        let limits = NodeLimits { history_max_publications: 10, recovery_max_publications: 10 };
        let clock = Clock::manual(100_000);
        let presence = Arc::new(MemoryPresence::default());
        let metrics = Arc::default();
        Self { node: Node::new(namespaces(), broker, presence, hub, metrics, limits, clock) }
    }

    /// A session that does not look at its orders.
    fn idle(&self, client: &str, user: &str) -> Session {
        let outbound = Arc::new(Outbound::new(1000, 1000));
        let connection = Connection::new(client.into(), user.into(), outbound.clone());
        assert!(self.node.hub.connections().add(&connection, 0));
        Session { node: self.node.hub.clone(), connection: Some(connection), outbound, task: None }
    }

    /// A session that does with each order what `act` does.
    fn acting(
        &self,
        client: &str,
        user: &str,
        mut act: impl FnMut(Order) + Send + 'static,
    ) -> Session {
        let mut session = self.idle(client, user);
        let connection = session.connection.clone().unwrap();
        let task = tokio::spawn(async move {
            loop {
                act(connection.orders().next().await);
            }
        });
        session.task = Some(task.abort_handle());
        session
    }

    fn subscriber(&self, channel: &str, worker: usize) -> Arc<Subscriber> {
        let limits = GateLimits { items: 10, bytes: 1000 };
        let outbound = Arc::new(Outbound::new(1000, 1000));
        let channel = Channel::trusted(channel);
        let subscriber = Subscriber::new(
            channel,
            worker,
            limits,
            Reception::default(),
            outbound,
            Arc::default(),
        );
        self.node.hub.subscribe(&subscriber);
        subscriber
    }
}

fn answering(answer: Result<(), ClientError>) -> impl FnMut(Order) + Send {
    move |order| match order {
        Order::Subscribe(_, done) => done.send(answer.clone()).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn user(user: &str) -> Addressee {
    Addressee::User(user.into())
}

fn to(channel: &str) -> ServerSubscribe {
    ServerSubscribe { channel: channel.into(), ..Default::default() }
}

#[test]
fn an_addressee_is_a_user_or_a_client_or_both() {
    let (user, client) = (UserId::from("42"), ClientId::from("a"));
    assert_eq!(Addressee::new("42", ""), Ok(Addressee::User(user.clone())));
    assert_eq!(Addressee::new("", "a"), Ok(Addressee::Client(client.clone())));
    assert_eq!(Addressee::new("42", "a"), Ok(Addressee::ClientOf(user, client)));
    assert!(Addressee::new("", "").unwrap_err().to_string().contains("anonymous"));
}

#[tokio::test(start_paused = true)]
async fn only_the_connections_that_are_meant_are_asked() {
    let world = World::new();
    let _sessions: Vec<_> = [("a", "42"), ("b", "42"), ("c", "7"), ("d", "")]
        .map(|(client, user)| world.acting(client, user, answering(Ok(()))))
        .into();
    for (addressee, count) in [
        (user("42"), 2),
        (user("7"), 1),
        (user("8"), 0),
        (Addressee::Client("d".into()), 1),
        (Addressee::Client("e".into()), 0),
        (Addressee::ClientOf("42".into(), "a".into()), 1),
        (Addressee::ClientOf("42".into(), "c".into()), 0),
    ] {
        let asked = world.node.subscribe_connections(&addressee, &to("chat:a")).await;
        assert_eq!(asked, Ok(count), "{addressee:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_was_subscribed_before_counts_and_who_has_gone_does_not() {
    let world = World::new();
    let already = ClientError::new(code::ALREADY_SUBSCRIBED, "already");
    let _ok = world.acting("a", "42", answering(Ok(())));
    let _again = world.acting("b", "42", answering(Err(already)));
    let _gone = world.acting("c", "42", drop);
    assert_eq!(world.node.subscribe_connections(&user("42"), &to("chat:a")).await, Ok(2));
}

#[tokio::test(start_paused = true)]
async fn a_session_that_ends_while_it_is_asked_is_not_waited_for() {
    let world = World::new();
    let idle = world.idle("a", "42");
    let command = to("chat:a");
    let addressee = user("42");
    let asking = world.node.subscribe_connections(&addressee, &command);
    let before = tokio::time::Instant::now();
    let (asked, ()) = tokio::join!(asking, async {
        tokio::task::yield_now().await;
        drop(idle);
    });
    assert_eq!(asked, Ok(0));
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_names_its_cause_and_who_else_was_asked() {
    let world = World::new();
    let limit = ClientError::new(code::LIMIT_EXCEEDED, "over client.channel_limit");
    let _ok = world.acting("a", "42", answering(Ok(())));
    let _full = world.acting("b", "42", answering(Err(limit.clone())));
    let refused = world.node.subscribe_connections(&user("42"), &to("chat:a")).await;
    let expected = ControlError::Refused { refused: 1, of: 2, error: limit };
    assert_eq!(refused, Err(expected.clone()));
    assert!(expected.to_string().contains("1 of 2"), "{expected}");
    assert!(expected.to_string().contains("client.channel_limit"), "{expected}");
}

#[tokio::test(start_paused = true)]
async fn busy_sessions_delay_nobody_else_and_are_told_apart() {
    let world = World::new();
    let _ok = world.acting("a", "42", answering(Ok(())));
    let _busy = [world.idle("b", "42"), world.idle("c", "42")];
    let before = tokio::time::Instant::now();
    let asked = world.node.subscribe_connections(&user("42"), &to("chat:a")).await;
    assert_eq!(asked, Err(ControlError::Busy { busy: 2, of: 3 }));
    assert_eq!(before.elapsed(), ask::ANSWER_WITHIN);
}

#[tokio::test(start_paused = true)]
async fn too_many_orders_make_a_session_busy_at_once() {
    let world = World::new();
    let busy = world.idle("a", "42");
    let mut answers = Vec::new();
    loop {
        let (done, answer) = tokio::sync::oneshot::channel();
        answers.push(answer);
        if !busy.connection.as_ref().unwrap().order(Order::Describe(done)) {
            break;
        }
    }
    let before = tokio::time::Instant::now();
    let asked = world.node.subscribe_connections(&user("42"), &to("chat:a")).await;
    assert_eq!(asked, Err(ControlError::Busy { busy: 1, of: 1 }));
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn nobody_is_asked_for_what_cannot_be() {
    let world = World::new();
    let _session = world.acting("a", "42", |order| panic!("{order:?}"));
    let info = ServerSubscribe { info: vec![0; MAX_INFO_BYTES + 1].into(), ..to("chat:a") };
    let data = ServerSubscribe { data: vec![0; 1 << 20].into(), ..to("chat:a") };
    for command in [to(""), to("no:a"), to("chat:\n"), info.clone(), data] {
        let refused = world.node.subscribe_connections(&user("42"), &command).await;
        assert!(matches!(refused, Err(ControlError::Node(_))), "{refused:?}");
    }
    for channel in ["", "no:a"] {
        let command = UnsubscribeCommand { channel: channel.into(), ..Default::default() };
        let refused = world.node.unsubscribe_connections(&user("42"), &command).await;
        assert!(matches!(refused, Err(ControlError::Node(_))), "{refused:?}");
    }
    let command = RefreshCommand { expiry: Expiry::Never, info: Some(info.info) };
    let refused = world.node.refresh(&user("42"), &command).await;
    assert!(matches!(refused, Err(ControlError::Node(_))), "{refused:?}");
}

#[tokio::test(start_paused = true)]
async fn unsubscribing_counts_those_that_were_subscribed() {
    let world = World::new();
    let unsubscribing = |was: bool| {
        move |order| match order {
            Order::Unsubscribe(channel, unsubscribe, done) => {
                assert_eq!(channel.as_str(), "chat:a");
                assert_eq!((unsubscribe.code, &*unsubscribe.reason), (2500, "moved"));
                done.send(was).unwrap();
            }
            other => panic!("{other:?}"),
        }
    };
    let _sessions = [
        world.acting("a", "42", unsubscribing(true)),
        world.acting("b", "42", unsubscribing(false)),
    ];
    let command =
        UnsubscribeCommand { channel: "chat:a".into(), code: 2500, reason: "moved".into() };
    assert_eq!(world.node.unsubscribe_connections(&user("42"), &command).await, Ok(1));
}

#[tokio::test(start_paused = true)]
async fn a_refresh_says_when_in_unix_seconds() {
    let world = World::new();
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let _session = world.acting("a", "42", move |order| match order {
        Order::Refresh(refresh, done) => {
            told.send(refresh.expire_at).unwrap();
            done.send(()).unwrap();
        }
        other => panic!("{other:?}"),
    });
    for (expiry, expire_at) in
        [(Expiry::At(7), Some(7)), (Expiry::Now, Some(99)), (Expiry::Never, None)]
    {
        let command = RefreshCommand { expiry, info: None };
        assert_eq!(world.node.refresh(&user("42"), &command).await, Ok(1));
        assert_eq!(heard.recv().await, Some(expire_at));
    }
}

#[tokio::test]
async fn a_disconnect_spares_whom_it_shall_and_counts_only_its_own() {
    let world = World::new();
    let sessions = ["a", "b", "c"].map(|client| world.idle(client, "42"));
    let other = world.idle("d", "7");
    let command = DisconnectCommand { spared: vec!["b".into()], ..Default::default() };
    assert_eq!(world.node.disconnect(&user("42"), &command), Ok(2));
    assert_eq!(world.node.disconnect(&user("42"), &command), Ok(0));
    let ended =
        [&sessions[0], &sessions[1], &sessions[2], &other].map(|session| session.outbound.ending());
    let forced = Some(Ending::Disconnect(Disconnect::FORCE_DISCONNECT));
    assert_eq!(ended, [forced.clone(), None, forced, None]);
}

#[tokio::test]
async fn channels_are_listed_once_each_whatever_the_page() {
    let world = World::new();
    let mut expected = HashMap::new();
    let mut subscribers = Vec::new();
    for i in 0..300u64 {
        let channel = format!("{}:{i}", if i % 3 == 0 { "news" } else { "chat" });
        for worker in 0..=i % 3 {
            subscribers.push(world.subscriber(&channel, worker as usize));
        }
        expected.insert(channel, 1 + i % 3);
    }
    for (pattern, hidden, page_size) in
        [("", "", 7), ("*", "news", 100), ("chat:*", "", 1), ("*:1?", "", 0), ("no*", "", 5)]
    {
        let mut listed = HashMap::new();
        let mut from = ChannelsCursor::default();
        loop {
            let visible = &|namespace: &str| namespace != hidden;
            let command = ChannelsCommand { pattern, page_size, from, visible };
            let page = world.node.channels(command).await.unwrap();
            assert!(page_size == 0 || page.channels.len() <= page_size);
            for found in page.channels {
                let channel = found.channel.as_str().to_owned();
                assert_eq!(listed.insert(channel.clone(), found.subscribers), None, "{channel}");
            }
            let Some(next) = page.next else { break };
            from = next;
        }
        let mut expected = expected.clone();
        expected.retain(|channel, _| {
            let namespace = channel.split(':').next().unwrap();
            namespace != hidden
                && (pattern.is_empty() || glob::matches(pattern.as_bytes(), channel.as_bytes()))
        });
        assert_eq!(listed, expected, "{pattern}");
    }
    let command = ChannelsCommand {
        pattern: "",
        page_size: channels::MAX_CHANNELS_PAGE + 1,
        from: ChannelsCursor::default(),
        visible: &|_| true,
    };
    assert!(world.node.channels(command).await.unwrap_err().to_string().contains("page_size"));
}

fn describing(channels: Vec<String>) -> impl FnMut(Order) + Send + 'static {
    move |order| match order {
        Order::Describe(done) => done.send(state(&channels)).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn state(channels: &[String]) -> ConnectionState {
    let subscription = |channel: &String| SubscriptionState {
        channel: Channel::trusted(channel),
        origin: "client",
        position: Some(StreamPosition::new(&"e".into(), 1)),
        expire_at: None,
        recoverable: false,
        positioned: false,
        join_leave: false,
        filtered: false,
        granted: vec![],
    };
    ConnectionState {
        client: "told by the session".into(),
        user: "42".into(),
        connected_at_ms: 0,
        transport: "connect",
        name: String::new(),
        version: String::new(),
        expire_at: None,
        meta: Default::default(),
        info: Default::default(),
        capabilities: vec![],
        queued_bytes: 0,
        queued_messages: 0,
        subscriptions: channels.iter().map(subscription).collect(),
    }
}

/// All pages; each connection as its number of subscriptions, and whether that
/// is not all. None for busy ones.
async fn listed(
    world: &World,
    of: Option<&str>,
    page_size: usize,
) -> Vec<Vec<Option<(usize, bool)>>> {
    let (mut pages, mut after) = (Vec::new(), None);
    loop {
        let command = ConnectionsCommand {
            user: of.map(UserId::from),
            client: None,
            page_size,
            after,
            visible: &|namespace| namespace != "news",
        };
        let page = world.node.connections(command).await.unwrap();
        let told = |report: &ConnectionReport| match report {
            ConnectionReport::State { state, truncated } => {
                Some((state.subscriptions.len(), *truncated))
            }
            ConnectionReport::Busy { .. } => None,
        };
        pages.push(page.connections.iter().map(told).collect());
        match page.next {
            Some(next) => after = Some(next),
            None => return pages,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn connections_are_paged_by_user_and_show_what_may_be_seen() {
    let world = World::new();
    let channels = |count: usize| (0..count).map(|i| format!("chat:{i}")).collect::<Vec<_>>();
    let mixed = vec!["news:a".to_owned(), "chat:a".to_owned()];
    let _sessions = [
        world.acting("a", "42", describing(channels(1))),
        world.acting("b", "42", describing(mixed)),
        world.acting("c", "7", describing(channels(3))),
        world.acting("d", "42", describing(channels(4))),
        world.acting("e", "42", drop),
    ];
    let (a, b, c, d) = (Some((1, false)), Some((1, false)), Some((3, false)), Some((4, false)));
    assert_eq!(listed(&world, None, 0).await, [vec![a, b, c, d]]);
    assert_eq!(listed(&world, None, 3).await, [vec![a, b, c], vec![d]]);
    assert_eq!(listed(&world, Some("42"), 2).await, [vec![a, b], vec![d]]);
    assert_eq!(listed(&world, Some("8"), 2).await, [vec![]]);
}

#[tokio::test(start_paused = true)]
async fn one_client_is_listed_if_it_is_that_users() {
    let world = World::new();
    let _session = world.acting("a", "42", describing(vec![]));
    for (user, client, count) in
        [(None, "a", 1), (Some("42"), "a", 1), (Some("7"), "a", 0), (None, "b", 0)]
    {
        let command = ConnectionsCommand {
            user: user.map(UserId::from),
            client: Some(client.into()),
            page_size: 0,
            after: None,
            visible: &|_| true,
        };
        let page = world.node.connections(command).await.unwrap();
        assert_eq!((page.connections.len(), page.next), (count, None));
    }
}

#[tokio::test(start_paused = true)]
async fn pages_are_cut_where_the_answer_is_full() {
    let world = World::new();
    let long = "x".repeat(200);
    let channels = |count: usize| (0..count).map(|i| format!("chat:{long}{i}")).collect::<Vec<_>>();
    let _sessions = [
        world.acting("a", "42", describing(channels(2_000))),
        world.acting("b", "42", describing(channels(2_000))),
        world.acting("c", "42", describing(channels(10_000))),
        world.acting("d", "42", describing(channels(1))),
    ];
    let pages = listed(&world, None, 0).await;
    let first: Vec<_> = pages.iter().map(|page| page[0].unwrap()).collect();
    assert_eq!(first[..2], [(2_000, false), (2_000, false)]);
    let (kept, truncated) = first[2];
    assert!(truncated && (2_000..10_000).contains(&kept), "{kept}");
    assert_eq!(first[3..], [(1, false)]);
}

#[tokio::test(start_paused = true)]
async fn a_busy_connection_is_listed_with_its_queue() {
    let world = World::new();
    let busy = world.idle("a", "42");
    let _ = busy.outbound.push_control("frame".into());
    let command = ConnectionsCommand {
        user: None,
        client: None,
        page_size: 0,
        after: None,
        visible: &|_| true,
    };
    let page = world.node.connections(command).await.unwrap();
    match &page.connections[..] {
        [ConnectionReport::Busy { client, user, queued_messages: 1, queued_bytes }] => {
            assert_eq!((client.as_str(), user.as_str()), ("a", "42"));
            assert!(*queued_bytes >= 5);
        }
        other => panic!("{other:?}"),
    }
}
