use std::time::Duration;

use tokio::net::TcpSocket;
use tonic::Status;

use super::server::{Server, config, stream_at, within};
use crate::{
    client::{
        Client, ConnectionEvent, ConnectionEvents, Ended, RequestError, SubscribeOptions,
        SubscriptionEvent,
    },
    pb::client::{
        ConnectResult, Disconnect, PublishRequest, PublishResult, Reply, command, push, reply,
    },
};

async fn disconnected(events: &mut ConnectionEvents) -> (u32, String, bool) {
    loop {
        match within(events.next()).await.expect("the client has ended") {
            ConnectionEvent::Disconnected { code, reason, reconnect } => {
                return (code, reason, reconnect);
            }
            _ => continue,
        }
    }
}

fn disconnect(code: u32, reconnect_after_ms: u32) -> push::Event {
    let reason = "because".into();
    push::Event::Disconnect(Disconnect { code, reason, reconnect: true, reconnect_after_ms })
}

#[tokio::test]
async fn comes_back_as_the_successor_of_its_session() {
    let mut server = Server::start().await;
    let (_client, mut events) = Client::new(config(server.address)).unwrap();
    let (session, connect) = server.connected().await;
    assert_eq!(connect.previous_session, "");
    assert!(connect.gap_support);
    session.end(Status::unavailable("rolling update")).await;

    let (session, connect) = server.connected().await;
    assert_eq!(connect.previous_session, "secret");
    let (code, reason, reconnect) = disconnected(&mut events).await;
    assert_eq!((code, reconnect), (0, true));
    assert!(reason.contains("rolling update"), "{reason}");

    drop(session); // the stream ends without a word
    server.connected().await;
}

#[tokio::test]
async fn waits_as_long_as_the_server_says() {
    let mut server = Server::start().await;
    let (_client, mut events) = Client::new(config(server.address)).unwrap();
    let (session, _) = server.connected().await;
    session.push("", disconnect(3001, 37)).await;
    assert_eq!(disconnected(&mut events).await, (3001, "because".into(), true));
    let after = Duration::from_millis(37);
    assert_eq!(
        within(events.next()).await,
        Some(ConnectionEvent::Connecting { attempt: 1, after })
    );
    server.connected().await;
}

#[tokio::test]
async fn keeps_trying_a_server_that_is_not_there_yet() {
    // Bound and not listening: connections are refused, and nobody else gets the port.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let (client, mut events) = Client::new(config(socket.local_addr().unwrap())).unwrap();
    for attempt in 1..=3 {
        let event = within(events.next()).await;
        assert!(
            matches!(event, Some(ConnectionEvent::Connecting { attempt: a, .. }) if a == attempt),
            "{event:?}"
        );
        let (code, reason, reconnect) = disconnected(&mut events).await;
        assert_eq!((code, reconnect), (0, true));
        assert!(reason.contains("refused"), "{reason}");
    }
    let publish = tokio::spawn(async move { client.publish(PublishRequest::default()).await });

    let mut server = Server::on(socket.listen(16).unwrap());
    let (mut session, _) = server.connected().await;
    let (id, _) = session.command().await;
    session
        .reply(id, reply::Result::Publish(PublishResult { offset: 5, ..Default::default() }))
        .await;
    assert_eq!(within(publish).await.unwrap().unwrap().offset, 5, "it waited for the connection");
}

#[tokio::test]
async fn a_final_disconnect_stops_everything_and_everybody_is_told() {
    let mut server = Server::start().await;
    let (client, mut events) = Client::new(config(server.address)).unwrap();
    let mut room = client.subscribe(SubscribeOptions::new("room")).await.unwrap();
    let (mut session, _) = server.connected().await;
    session.subscribed(stream_at(0)).await;
    session.push("", disconnect(3503, 0)).await;

    assert_eq!(disconnected(&mut events).await, (3503, "because".into(), false));
    within(room.next()).await.unwrap();
    let ended = Ended::Disconnected { code: 3503, reason: "because".into() };
    assert_eq!(within(room.next()).await, Some(SubscriptionEvent::Ended(ended)));
    assert_eq!(within(room.next()).await, None);
    assert_eq!(within(events.next()).await, None);
    let error = client.publish(PublishRequest::default()).await.unwrap_err();
    assert!(matches!(&error, RequestError::Stopped(stopped) if stopped.code == 3503), "{error}");
    assert!(server.nobody_came());
}

#[tokio::test]
async fn a_refused_connect_stops_unless_it_is_temporary() {
    let mut server = Server::start().await;
    let (_client, mut events) = Client::new(config(server.address)).unwrap();
    for (code, temporary) in [(100, true), (103, false)] {
        let mut session = server.session().await;
        let (id, _) = session.command().await;
        session.error(id, code, temporary).await;
        assert_eq!(disconnected(&mut events).await, (code, "no".into(), temporary));
    }
    assert_eq!(within(events.next()).await, None);
}

#[tokio::test]
async fn a_server_that_speaks_something_else_is_named() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = tonic::service::Routes::default().prepare();
    let task = tokio::spawn(async move {
        let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
        tonic::transport::Server::builder()
            .add_routes(routes)
            .serve_with_incoming(incoming)
            .await
            .unwrap();
    });
    let (_client, mut events) = Client::new(config(address)).unwrap();
    let (_, reason, reconnect) = disconnected(&mut events).await;
    assert!(!reconnect);
    assert!(reason.contains("client listener"), "{reason}");
    task.abort();
}

#[tokio::test]
async fn answers_pings_only_when_asked_to() {
    for pong in [true, false] {
        let mut server = Server::start().await;
        let (client, _) = Client::new(config(server.address)).unwrap();
        let mut room = client.subscribe(SubscribeOptions::new("room")).await.unwrap();
        let result = ConnectResult { ping: 25, pong, ..Default::default() };
        let (mut session, _) = server.connected_with(result).await;
        let (id, _) = session.subscribe_command().await;
        session.send(Reply::default()).await;
        session.reply(id, reply::Result::Subscribe(stream_at(0))).await;
        // The ping came before this event.
        within(room.next()).await.unwrap();
        drop(room);
        if pong {
            assert_eq!(session.raw().await, Some(Default::default()));
        }
        let (_, request) = session.command().await;
        assert!(matches!(request, command::Request::Unsubscribe(_)), "{request:?}");
    }
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left() {
    let mut server = Server::start().await;
    let (_client, mut events) = Client::new(config(server.address)).unwrap();
    let result = ConnectResult { ping: 25, ..Default::default() };
    let (session, _) = server.connected_with(result).await;
    while !matches!(within(events.next()).await, Some(ConnectionEvent::Connected { .. })) {}

    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(36)).await;
    tokio::time::resume();
    let (_, reason, reconnect) = disconnected(&mut events).await;
    assert!(reconnect);
    assert!(reason.contains("nothing heard from the server for 35s"), "{reason}");
    server.connected().await;
    drop(session);
}

#[tokio::test]
async fn what_waits_for_a_reply_fails_with_the_connection() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let (mut session, _) = server.connected().await;
    let publish = tokio::spawn({
        let client = client.clone();
        async move { client.publish(PublishRequest::default()).await }
    });
    session.command().await;
    session.end(Status::unavailable("x")).await;
    assert_eq!(within(publish).await.unwrap(), Err(RequestError::ConnectionLost));

    // Ids of the last connection mean nothing on the next one.
    let (mut session, _) = server.connected().await;
    let publish = tokio::spawn(async move { client.publish(PublishRequest::default()).await });
    let (id, _) = session.command().await;
    session.reply(id + 1, reply::Result::Publish(PublishResult::default())).await;
    session.error(id, 103, false).await;
    let error = within(publish).await.unwrap().unwrap_err();
    assert!(matches!(&error, RequestError::Refused(error) if error.code == 103), "{error}");
}

#[tokio::test]
async fn replies_find_their_requests_in_any_order() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let (mut session, _) = server.connected().await;
    let publish = |channel: &str| {
        let request = PublishRequest { channel: channel.into(), ..Default::default() };
        let client = client.clone();
        tokio::spawn(async move { client.publish(request).await.unwrap().offset })
    };
    let calls = [("a", publish("a")), ("b", publish("b")), ("c", publish("c"))];
    let mut commands = Vec::new();
    for _ in &calls {
        match session.command().await {
            (id, command::Request::Publish(request)) => commands.push((id, request.channel)),
            other => panic!("{other:?}"),
        }
    }
    for (id, channel) in commands.into_iter().rev() {
        let offset = channel.as_bytes()[0].into();
        let result = PublishResult { offset, ..Default::default() };
        session.reply(id, reply::Result::Publish(result)).await;
    }
    for (channel, call) in calls {
        assert_eq!(within(call).await.unwrap(), u64::from(channel.as_bytes()[0]));
    }
}

#[tokio::test]
async fn dropping_the_last_client_ends_the_session() {
    let mut server = Server::start().await;
    let (client, mut events) = Client::new(config(server.address)).unwrap();
    let mut room = client.subscribe(SubscribeOptions::new("room")).await.unwrap();
    let (mut session, _) = server.connected().await;
    session.subscribed(stream_at(0)).await;
    within(room.next()).await.unwrap();
    drop(client);
    assert_eq!(session.raw().await, None);
    assert_eq!(within(room.next()).await, None);
    while within(events.next()).await.is_some() {}
    assert!(server.nobody_came());
}

#[tokio::test]
async fn closing_waits_and_later_requests_say_so() {
    let mut server = Server::start().await;
    let (client, _) = Client::new(config(server.address)).unwrap();
    let (mut session, _) = server.connected().await;
    within(client.clone().close()).await;
    assert_eq!(session.raw().await, None);
    let error = client.publish(PublishRequest::default()).await.unwrap_err();
    assert_eq!(error, RequestError::Closed);
}
