//! Listen and Send: a browser's two halves of one session.

use fanwire::pb::client::{
    Command, ConnectRequest, ConnectResult, ListenRequest, SendRequest, SendResponse,
    SubscribeRequest, client_service_client::ClientServiceClient, command::Request,
    reply::Result as Answer,
};
use tonic::{Code, Status, transport::Channel};

use crate::support::{Peer, Server, command, publish, subscribe, within};

/// A session with both of its halves.
struct Browser {
    client: ClientServiceClient<Channel>,
    stream: Peer,
    connected: ConnectResult,
}

impl Browser {
    async fn open(server: &Server, connect: ConnectRequest) -> Self {
        let mut client = ClientServiceClient::new(server.channel().await);
        let request = ListenRequest { connect: Some(connect) };
        let replies = within(client.listen(request)).await.unwrap().into_inner();
        let mut stream = Peer::listening(replies);
        let first = stream.reply().await;
        let connected = match first.result {
            Some(Answer::Connect(connected)) if first.id == 1 => connected,
            _ => panic!("{first:?}"),
        };
        Self { client, stream, connected }
    }

    async fn send(&mut self, seq: u64, commands: Vec<Command>) -> Result<SendResponse, Status> {
        let (session, node) = (self.connected.session.clone(), self.connected.node.clone());
        self.send_as(SendRequest { node, session, seq, commands }).await
    }

    async fn send_as(&mut self, request: SendRequest) -> Result<SendResponse, Status> {
        within(self.client.send(request)).await.map(tonic::Response::into_inner)
    }
}

fn code(answer: Result<SendResponse, Status>) -> Code {
    answer.map_or_else(|status| status.code(), |_| Code::Ok)
}

#[tokio::test]
async fn replies_and_pushes_come_on_the_listen_stream() {
    let server = Server::start(&[]).await;
    let mut browser = Browser::open(&server, ConnectRequest::default()).await;
    assert!(!browser.connected.pong);
    assert!(browser.connected.session.len() * 6 >= 128, "128 random bits");
    let commands = vec![
        command(2, Request::Subscribe(subscribe("log:a"))),
        command(3, publish("log:a", b"x")),
    ];
    browser.send(1, commands).await.unwrap();
    let mut answered = Vec::new();
    for _ in 0..3 {
        let reply = browser.stream.reply().await;
        answered.push((reply.id, matches!(reply.result, Some(Answer::Push(_)))));
    }
    answered.sort_unstable();
    assert_eq!(answered, [(0, true), (2, false), (3, false)]);
    // A pong that nobody asked for, as on Connect.
    browser.send(2, vec![Command::default()]).await.unwrap();
    assert_eq!(browser.stream.end_codes().await, (3501, Code::InvalidArgument));
    server.reaches("fanwire_connections", 0.0).await;
    assert_eq!(code(browser.send(3, vec![]).await), Code::NotFound);
    drop(browser);
    server.stop().await;
}

#[tokio::test]
async fn what_is_sent_is_judged_as_on_connect() {
    let server = Server::start(&[("client.message_size_limit", "1000")]).await;
    let connect = || Request::Connect(ConnectRequest::default());
    for commands in [
        vec![command(2, connect())],
        vec![command(2, Request::Ping(Default::default()))],
        vec![command(0, Request::Subscribe(subscribe("log:a")))],
    ] {
        let mut browser = Browser::open(&server, ConnectRequest::default()).await;
        browser.send(1, commands).await.unwrap();
        assert_eq!(browser.stream.end_codes().await, (3501, Code::InvalidArgument));
    }
    // The Send alone is refused, and as if it had never been.
    let mut browser = Browser::open(&server, ConnectRequest::default()).await;
    let large = vec![command(2, publish("plain:a", &[0; 10_000]))];
    assert_eq!(code(browser.send(1, large).await), Code::ResourceExhausted);
    browser.send(1, vec![command(2, publish("plain:a", b"x"))]).await.unwrap();
    assert_eq!(browser.stream.reply().await.id, 2);
    drop(browser);
    server.stop().await;
}

#[tokio::test]
async fn each_seq_is_executed_once_and_none_is_skipped() {
    let server = Server::start(&[]).await;
    let mut browser = Browser::open(&server, ConnectRequest::default()).await;
    let to = |id, channel: &str| command(id, Request::Subscribe(subscribe(channel)));
    assert_eq!(code(browser.send(2, vec![to(2, "log:a")]).await), Code::FailedPrecondition);
    assert_eq!(code(browser.send(0, vec![to(2, "log:a")]).await), Code::InvalidArgument);
    assert_eq!(code(browser.send(1, vec![to(2, "log:a")]).await), Code::Ok);
    assert_eq!(code(browser.send(1, vec![to(3, "log:b")]).await), Code::Ok);
    assert_eq!(code(browser.send(3, vec![to(4, "log:c")]).await), Code::FailedPrecondition);
    let many = |count: u32| (10..10 + count).map(|id| to(id, &format!("log:{id}"))).collect();
    assert_eq!(code(browser.send(2, many(65)).await), Code::InvalidArgument);
    assert_eq!(code(browser.send(2, many(64)).await), Code::Ok);
    let mut ids = Vec::new();
    for _ in 0..65 {
        ids.push(browser.stream.reply().await.id);
    }
    assert_eq!(ids, [2].into_iter().chain(10..74).collect::<Vec<_>>());
    assert_eq!(server.metric("fanwire_subscriptions").await, 65.0);
    drop(browser);
    server.stop().await;
}

#[tokio::test]
async fn a_session_is_found_by_its_secret_only_and_dies_with_its_listen() {
    let server = Server::start(&[]).await;
    let mut browser = Browser::open(&server, ConnectRequest::default()).await;
    let mut native = server.peer().await;
    let native_session = native.connect().await.session;
    let ConnectResult { client, session, node, .. } = browser.connected.clone();
    let as_of = |node: &str, session: &str| SendRequest {
        node: node.into(),
        session: session.into(),
        seq: 1,
        commands: vec![],
    };
    for request in [
        as_of(&node, "unknown"),
        as_of(&node, ""),
        as_of(&node, &client),
        as_of("another-node", &session),
        // Commands of a Connect stream come on that stream.
        as_of(&node, &native_session),
    ] {
        assert_eq!(code(browser.send_as(request.clone()).await), Code::NotFound, "{request:?}");
    }
    assert_eq!(code(browser.send_as(as_of(&node, &session)).await), Code::Ok);
    let Browser { stream, mut client, .. } = browser;
    drop(stream);
    server.reaches("fanwire_connections", 1.0).await;
    let gone = within(client.send(SendRequest { seq: 2, ..as_of(&node, &session) })).await;
    assert_eq!(gone.unwrap_err().code(), Code::NotFound);
    drop((client, native));
    server.stop().await;
}

#[tokio::test]
async fn subs_are_created_and_refused_ones_do_not_fail_the_connect() {
    let server = Server::start(&[("client.channel_limit", "3")]).await;
    server.publish_numbers("log:b", 1..4).await;
    let recovering = SubscribeRequest { recover: true, ..Default::default() };
    let typed = SubscribeRequest { r#type: 1, ..Default::default() };
    let subs = [
        ("a\n", SubscribeRequest::default()),
        ("log:a", SubscribeRequest::default()),
        ("log:b", recovering),
        ("log:c", typed),
        ("no:a", SubscribeRequest::default()),
        ("plain:a", SubscribeRequest::default()),
        ("plain:b", SubscribeRequest::default()),
    ];
    let subs = subs.map(|(channel, request)| (channel.to_owned(), request)).into();
    let request = ConnectRequest { subs, ..Default::default() };
    let mut browser = Browser::open(&server, request).await;
    let created: Vec<_> = browser.connected.subs.keys().map(String::as_str).collect();
    assert_eq!(created, ["log:a", "log:b", "plain:a"]);
    assert_eq!(browser.connected.subs["log:b"].publications.len(), 3);
    let refused: Vec<_> =
        browser.connected.sub_errors.iter().map(|(name, e)| (name.as_str(), e.code)).collect();
    assert_eq!(refused, [("a\n", 107), ("log:c", 107), ("no:a", 102), ("plain:b", 106)]);
    for channel in ["log:a", "log:b", "plain:a"] {
        server.publish(channel, "live").await;
        let push = browser.stream.push().await;
        assert_eq!(push.channel, channel);
    }
    drop(browser);
    server.stop().await;
}
