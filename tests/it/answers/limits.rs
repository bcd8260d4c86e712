//! Limits of connections, commands and messages.

use fanwire::pb::client::{ConnectRequest, command::Request, reply::Result as Answer};
use tonic::Code;

use crate::support::{Server, publish};

#[tokio::test]
async fn a_message_over_the_limit_ends_its_stream_only() {
    let server = Server::start(&[("client.message_size_limit", "1000")]).await;
    let channel = server.channel().await;
    let mut small = crate::support::Peer::open(channel.clone()).await;
    small.connect().await;
    let mut large = crate::support::Peer::open(channel).await;
    large.connect().await;
    assert!(matches!(large.ask(publish("plain:a", &[0; 900])).await, Answer::Publish(_)));
    large.request(publish("plain:a", &[0; 1001])).await;
    let status = large.next().await.unwrap_err();
    assert_eq!(status.code(), Code::ResourceExhausted);
    assert!(status.message().contains("client.message_size_limit"), "{status:?}");
    assert!(matches!(small.ask(publish("plain:a", b"x")).await, Answer::Publish(_)));
    drop((small, large));
    server.stop().await;
}

#[tokio::test]
async fn commands_faster_than_the_limit_end_the_stream() {
    let server = Server::start(&[("client.command_rate_limit", "5")]).await;
    let mut peer = server.connected().await;
    // Over the limit whichever way the seconds fall.
    for _ in 0..11 {
        peer.request(publish("plain:a", b"x")).await;
    }
    assert_eq!(peer.end_codes().await, (3013, Code::ResourceExhausted));
    server.stop().await;
}

#[tokio::test]
async fn connections_are_limited_and_a_place_becomes_free_again() {
    let server = Server::start(&[("client.connection_limit", "2")]).await;
    let mut lost = server.peer().await;
    let previous_session = lost.connect().await.session;
    // A client that comes back takes the place of its own lost session.
    let mut first = server.peer().await;
    let comes_back = ConnectRequest { previous_session, ..Default::default() };
    first.ask(Request::Connect(comes_back)).await;
    assert_eq!(lost.end_codes().await, (3503, Code::PermissionDenied));
    let second = server.connected().await;
    let mut third = server.peer().await;
    third.request(Request::Connect(ConnectRequest::default())).await;
    assert_eq!(third.end_codes().await, (3504, Code::ResourceExhausted));
    drop(first);
    server.reaches("fanwire_connections", 1.0).await;
    drop(server.connected().await);
    drop((second, lost));
    server.stop().await;
}

#[tokio::test]
async fn connects_faster_than_the_limit_are_turned_away() {
    let server = Server::start(&[("client.connection_rate_limit", "2")]).await;
    let channel = server.channel().await;
    let mut peers = Vec::new();
    for _ in 0..10 {
        let mut peer = crate::support::Peer::open(channel.clone()).await;
        peer.request(Request::Connect(ConnectRequest::default())).await;
        peers.push(peer);
    }
    let mut turned_away = 0;
    for mut peer in peers {
        match peer.next().await.unwrap().unwrap().result {
            Some(Answer::Connect(_)) => {}
            Some(Answer::Push(_)) => {
                assert_eq!(peer.next().await.unwrap_err().code(), Code::ResourceExhausted);
                turned_away += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(turned_away > 0);
    let refused = server.metric("fanwire_disconnects_total{code=\"3013\"}").await;
    assert_eq!(refused, f64::from(turned_away));
    server.stop().await;
}
