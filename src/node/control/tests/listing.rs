use super::*;

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
