use super::*;

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

/// Whoever found it before it ended still has it in hand.
#[tokio::test(start_paused = true)]
async fn a_session_that_has_ended_is_not_busy() {
    let world = World::new();
    let mut idle = world.idle("a", "42");
    let connection = idle.connection.take().unwrap();
    let order = Order::Describe;
    let before = tokio::time::Instant::now();
    let deadline = before + ask::ANSWER_WITHIN;
    let waiting = ask::ask(connection.clone(), deadline, order);
    let (answer, ()) = tokio::join!(waiting, async {
        tokio::task::yield_now().await;
        world.node.hub.connections().remove(&connection);
    });
    assert_eq!(answer, ask::Answer::Ended);
    assert_eq!(ask::ask(connection, deadline, order).await, ask::Answer::Ended);
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
        if busy.connection.as_ref().unwrap().order(Order::Describe(done)) == Given::Busy {
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
