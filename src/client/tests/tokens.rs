use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use tonic::Status;

use super::server::{Server, Session, config, stream_at, within};
use crate::{
    client::{
        Client, ClientConfig, ConnectionEvent, ConnectionEvents, Ended, Lost, RequestError,
        SubscribeOptions, Subscription, SubscriptionEvent, TokenError, TokenSource,
    },
    pb::client::{
        ConnectResult, Disconnect, RefreshResult, SubRefreshResult, SubscribeResult, Unsubscribe,
        command, push, reply,
    },
};

type Answer = Result<&'static str, TokenError>;

/// Gives these, one after the other, and must not be asked for more.
#[derive(Clone)]
struct Script(Arc<Mutex<VecDeque<Answer>>>);

impl Script {
    fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self(Arc::new(Mutex::new(answers.into_iter().collect())))
    }

    fn source(&self) -> TokenSource {
        let answers = self.0.clone();
        TokenSource::new(move || {
            let answer = answers.lock().unwrap().pop_front();
            async move { answer.expect("asked without need").map(str::to_owned) }
        })
    }

    fn is_over(&self) -> bool {
        self.0.lock().unwrap().is_empty()
    }
}

fn client(server: &Server, script: &Script) -> (Client, ConnectionEvents) {
    let token_source = Some(script.source());
    Client::new(ClientConfig { token_source, ..config(server.address) }).unwrap()
}

fn with_source(script: &Script) -> SubscribeOptions {
    let mut options = SubscribeOptions::new("room");
    options.token_source = Some(script.source());
    options
}

async fn disconnected(events: &mut ConnectionEvents) -> (u32, String, bool) {
    loop {
        if let ConnectionEvent::Disconnected { code, reason, reconnect } =
            within(events.next()).await.expect("the client has ended")
        {
            return (code, reason, reconnect);
        }
    }
}

async fn next(room: &mut Subscription) -> SubscriptionEvent {
    within(room.next()).await.expect("the subscription has ended")
}

fn expiring() -> ConnectResult {
    ConnectResult { expires: true, ttl: 1, ..Default::default() }
}

fn expiring_room() -> SubscribeResult {
    SubscribeResult { expires: true, ttl: 1, ..stream_at(7) }
}

async fn refresh(session: &mut Session) -> (u32, String) {
    match session.command().await {
        (id, command::Request::Refresh(request)) => (id, request.token),
        (_, other) => panic!("not a refresh: {other:?}"),
    }
}

async fn sub_refresh(session: &mut Session) -> (u32, String) {
    match session.command().await {
        (id, command::Request::SubRefresh(request)) => {
            assert_eq!(request.channel, "room");
            (id, request.token)
        }
        (_, other) => panic!("not a sub_refresh: {other:?}"),
    }
}

fn refreshed(ttl: u32) -> reply::Result {
    reply::Result::Refresh(RefreshResult { expires: true, ttl, ..Default::default() })
}

#[tokio::test]
async fn a_valid_token_is_used_again_without_a_question() {
    let mut server = Server::start().await;
    let script = Script::new([Ok("one")]);
    let (_client, _events) = client(&server, &script);
    for _ in 0..4 {
        let (session, connect) = server.connected().await;
        assert_eq!(connect.token, "one");
        session.end(Status::unavailable("restart")).await;
    }
}

#[tokio::test]
async fn a_token_that_the_server_takes_no_more_is_replaced() {
    let mut server = Server::start().await;
    let script = Script::new(["one", "two", "three", "four", "five"].map(Ok));
    let (_client, mut events) = client(&server, &script);
    for (code, token) in [(109, "one"), (110, "two")] {
        let mut session = server.session().await;
        let (id, request) = session.command().await;
        let command::Request::Connect(connect) = request else { panic!("{request:?}") };
        assert_eq!(connect.token, token);
        session.error(id, code, false).await;
        assert_eq!(disconnected(&mut events).await, (code, "no".into(), true));
    }
    for (code, token) in [(3005, "three"), (3014, "four"), (3001, "five"), (3001, "five")] {
        let (session, connect) = server.connected().await;
        assert_eq!(connect.token, token);
        let reason = String::new();
        let end = Disconnect { code, reason, reconnect: true, reconnect_after_ms: 1 };
        session.push("", push::Event::Disconnect(end)).await;
        assert_eq!(disconnected(&mut events).await.0, code);
    }
}

#[tokio::test]
async fn an_expired_token_without_a_source_ends_the_client_with_the_fix() {
    let mut server = Server::start().await;
    let token = "static".into();
    let (client, _) = Client::new(ClientConfig { token, ..config(server.address) }).unwrap();
    let mut room = client.subscribe(SubscribeOptions::new("room")).await.unwrap();
    let mut session = server.session().await;
    let (id, _) = session.command().await;
    session.error(id, 109, false).await;
    let event = next(&mut room).await;
    assert!(
        matches!(&event, SubscriptionEvent::Ended(Ended::Disconnected { code: 109, reason })
            if reason.contains("token_source")),
        "{event:?}"
    );
    let error = client.presence("room").await.unwrap_err();
    assert!(matches!(error, RequestError::Stopped(_)), "{error}");
    assert!(server.nobody_came());
}

#[tokio::test]
async fn the_connection_is_renewed_before_it_expires_and_nobody_notices() {
    let mut server = Server::start().await;
    let script = Script::new(["one", "two", "three"].map(Ok));
    let (_client, mut events) = client(&server, &script);
    let (mut session, _) = server.connected_with(expiring()).await;
    for token in ["two", "three"] {
        let (id, renewed) = refresh(&mut session).await;
        assert_eq!(renewed, token);
        session.reply(id, refreshed(if token == "two" { 1 } else { 3_600 })).await;
    }
    session.end(Status::unavailable("restart")).await;
    let (_session, connect) = server.connected().await;
    assert_eq!(connect.token, "three", "the newest is the one to come back with");
    let mut seen = Vec::new();
    while seen.len() < 2 {
        let event = within(events.next()).await.unwrap();
        if !matches!(event, ConnectionEvent::Connecting { .. }) {
            seen.push(matches!(event, ConnectionEvent::Connected { .. }));
        }
    }
    assert_eq!(seen, [true, false], "the first end is the restart");
}

#[tokio::test]
async fn a_renewal_that_fails_is_tried_again_with_another_token() {
    let mut server = Server::start().await;
    let down = TokenError::Unavailable("backend down".into());
    let script = Script::new([Ok("one"), Err(down), Ok("stale"), Ok("two")]);
    let (_client, _events) = client(&server, &script);
    let (mut session, _) = server.connected_with(expiring()).await;
    let (id, token) = refresh(&mut session).await;
    assert_eq!(token, "stale");
    session.error(id, 109, false).await;
    let (id, token) = refresh(&mut session).await;
    assert_eq!(token, "two");
    session.reply(id, refreshed(3_600)).await;
    assert!(server.nobody_came());
}

#[tokio::test]
async fn a_source_without_a_token_is_asked_again_and_one_that_says_no_is_the_end() {
    let mut server = Server::start().await;
    let down = || Err(TokenError::Unavailable("backend down".into()));
    let no = Err(TokenError::NotPermitted("logged out".into()));
    let script = Script::new([down(), down(), Ok("one"), no]);
    let (client, mut events) = client(&server, &script);
    for _ in 0..2 {
        let (code, reason, reconnect) = disconnected(&mut events).await;
        assert_eq!((code, reconnect), (0, true));
        assert!(reason.contains("backend down"), "{reason}");
    }
    let (session, connect) = server.connected().await;
    assert_eq!(connect.token, "one");
    let end = Disconnect { code: 3005, reconnect: true, ..Default::default() };
    session.push("", push::Event::Disconnect(end)).await;
    assert_eq!(disconnected(&mut events).await.0, 3005);
    let (_, reason, reconnect) = disconnected(&mut events).await;
    assert!(!reconnect && reason.contains("logged out"), "{reason}");
    assert_eq!(within(events.next()).await, None);
    let error = client.presence("room").await.unwrap_err();
    assert!(matches!(error, RequestError::Stopped(_)), "{error}");
}

#[tokio::test]
async fn a_subscription_renews_its_token_and_gets_another_when_it_expired() {
    let mut server = Server::start().await;
    let script = Script::new(["one", "two", "three", "four"].map(Ok));
    let (client, _events) = Client::new(config(server.address)).unwrap();
    let mut room = client.subscribe(with_source(&script)).await.unwrap();
    let (mut session, _) = server.connected().await;
    assert_eq!(session.subscribed(expiring_room()).await.token, "one");
    assert!(matches!(next(&mut room).await, SubscriptionEvent::Subscribed(_)));
    let (id, token) = sub_refresh(&mut session).await;
    assert_eq!(token, "two");
    let renewed = SubRefreshResult { expires: true, ttl: 3_600 };
    session.reply(id, reply::Result::SubRefresh(renewed)).await;

    let unsubscribe = Unsubscribe { code: 2501, reason: "subscription expired".into() };
    session.push("room", push::Event::Unsubscribe(unsubscribe)).await;
    let event = next(&mut room).await;
    let expected = matches!(&event, SubscriptionEvent::Lost(Lost::Unsubscribed { code: 2501, .. }));
    assert!(expected, "the renewal showed, or the end did not: {event:?}");
    let (id, request) = session.subscribe_command().await;
    assert_eq!((&*request.token, request.recover, request.offset), ("three", true, 7));
    session.error(id, 109, false).await;
    let event = next(&mut room).await;
    assert!(
        matches!(&event, SubscriptionEvent::Retrying { error, .. } if error.code == 109),
        "{event:?}"
    );
    assert_eq!(session.subscribed(stream_at(7)).await.token, "four");
    session.end(Status::unavailable("restart")).await;

    let (mut session, _) = server.connected().await;
    assert_eq!(session.subscribed(stream_at(7)).await.token, "four");
    assert!(script.is_over());
}

#[tokio::test]
async fn a_subscription_ends_without_a_token_and_the_client_goes_on() {
    let mut server = Server::start().await;
    let (client, _events) = Client::new(config(server.address)).unwrap();
    let (mut session, _) = server.connected().await;

    let mut options = SubscribeOptions::new("room");
    options.token = "static".into();
    let mut room = client.subscribe(options).await.unwrap();
    let (id, request) = session.subscribe_command().await;
    assert_eq!(request.token, "static");
    session.error(id, 109, false).await;
    let event = next(&mut room).await;
    assert!(
        matches!(&event, SubscriptionEvent::Ended(Ended::Refused(error))
            if error.message.contains("token_source")),
        "{event:?}"
    );

    let down = Err(TokenError::Unavailable("backend down".into()));
    let no = Err(TokenError::NotPermitted("not a member".into()));
    let mut room =
        client.subscribe(with_source(&Script::new([down, Ok("one"), no]))).await.unwrap();
    let event = next(&mut room).await;
    assert!(
        matches!(&event, SubscriptionEvent::Retrying { error, .. }
            if error.code == 0 && error.message.contains("backend down")),
        "{event:?}"
    );
    assert_eq!(session.subscribed(expiring_room()).await.token, "one");
    assert!(matches!(next(&mut room).await, SubscriptionEvent::Subscribed(_)));
    let ended = Ended::NotPermitted { reason: "not a member".into() };
    assert_eq!(next(&mut room).await, SubscriptionEvent::Ended(ended));
    let (_, request) = session.command().await;
    assert!(matches!(request, command::Request::Unsubscribe(_)), "{request:?}");
    assert_eq!(within(room.next()).await, None);
    assert!(server.nobody_came());
}
