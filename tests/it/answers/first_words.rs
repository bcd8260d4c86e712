//! What a stream may say, and when: everything else ends it.

use fanwire::pb::client::{Command, ConnectRequest, MessageRequest, PingRequest, command::Request};
use tonic::Code;

use crate::support::{Server, command, publish, subscribe};

#[tokio::test]
async fn what_breaks_the_protocol_ends_the_stream_with_3501() {
    let server = Server::start(&[]).await;
    let connect = || Request::Connect(ConnectRequest::default());
    let ping = || Request::Ping(PingRequest {});
    let pong = Command::default();
    let empty = Command { id: 2, request: None };
    let opened = || command(1, connect());
    for (commands, reason) in [
        (vec![command(1, Request::Subscribe(subscribe("a")))], "first command must be connect"),
        (vec![command(1, ping())], "first command must be connect"),
        (vec![opened(), command(2, connect())], "twice"),
        (vec![command(0, connect())], "no id"),
        (vec![opened(), command(0, Request::Subscribe(subscribe("a")))], "no id"),
        (vec![opened(), command(0, publish("a", b""))], "no id"),
        (vec![pong.clone()], "pong"),
        (vec![opened(), pong.clone()], "pong"),
        (vec![opened(), command(2, ping())], "ping"),
        (vec![opened(), empty], "empty"),
    ] {
        let mut peer = server.peer().await;
        for command in commands {
            peer.send(command).await;
        }
        let (farewell, status) = peer.end().await;
        assert_eq!((farewell.code, status.code()), (3501, Code::InvalidArgument));
        assert!(farewell.reason.contains(reason), "{farewell:?}");
        assert!(!farewell.reconnect);
    }
    server.stop().await;
}

#[tokio::test]
async fn a_message_may_come_without_an_id_and_is_not_answered() {
    let server = Server::start(&[]).await;
    let mut peer = server.connected().await;
    let message = Request::Send(MessageRequest { data: "x".into() });
    peer.send(command(0, message)).await;
    // The next reply is the next command's.
    peer.subscribe("log:a").await;
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_stream_that_never_connects_is_stale() {
    let server = Server::start(&[("client.stale_close_delay", "50ms")]).await;
    let mut peer = server.peer().await;
    assert_eq!(peer.end_codes().await, (3502, Code::InvalidArgument));
    server.stop().await;
}

#[tokio::test]
async fn half_closing_before_connect_is_refused() {
    let server = Server::start(&[]).await;
    let mut peer = server.peer().await;
    peer.half_close();
    assert_eq!(peer.end_codes().await, (3501, Code::InvalidArgument));
    server.stop().await;
}
