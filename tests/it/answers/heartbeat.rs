//! Pings, pongs, half-closed streams and sessions that replace each other.

use fanwire::pb::client::{ConnectRequest, command::Request, reply::Result as Answer};
use tonic::Code;

use crate::support::Server;

const QUICK: [(&str, &str); 2] = [("client.ping_interval", "1s"), ("client.pong_timeout", "900ms")];

#[tokio::test]
async fn a_peer_that_does_not_answer_pings_is_disconnected() {
    let server = Server::start(&QUICK).await;
    let mut peer = server.peer().await;
    let connected = peer.connect().await;
    assert_eq!((connected.ping, connected.pong), (1, true));
    assert_eq!(peer.end_codes().await, (3012, Code::Unavailable));
    server.stop().await;
}

#[tokio::test]
async fn a_peer_that_answers_pings_and_a_half_closed_one_stay() {
    let server = Server::start(&QUICK).await;
    let mut answering = server.connected().await;
    answering.subscribe("log:a").await;
    let mut half_closed = server.connected().await;
    half_closed.subscribe("log:a").await;
    half_closed.half_close();
    // Two more pings come only to a session that outlived the first's timeout.
    let pings = async {
        for _ in 0..3 {
            assert_eq!(half_closed.next().await.unwrap().unwrap().result, None);
        }
    };
    let pongs = async {
        for _ in 0..3 {
            assert_eq!(answering.next().await.unwrap().unwrap().result, None);
            answering.send(Default::default()).await;
        }
    };
    tokio::join!(pings, pongs);
    server.publish("log:a", "still here").await;
    for peer in [&mut answering, &mut half_closed] {
        assert_eq!(peer.publication().await.data, "still here");
    }
    drop((answering, half_closed));
    server.stop().await;
}

#[tokio::test]
async fn a_session_that_comes_back_closes_its_old_one() {
    let server = Server::start(&[]).await;
    let mut old = server.peer().await;
    let session = old.connect().await.session;
    let mut bystander = server.connected().await;
    let mut new = server.peer().await;
    let request = ConnectRequest { previous_session: session.clone(), ..Default::default() };
    match new.ask(Request::Connect(request)).await {
        Answer::Connect(result) => assert_ne!(result.session, session),
        other => panic!("{other:?}"),
    }
    assert_eq!(old.end_codes().await, (3503, Code::PermissionDenied));
    server.reaches("fanwire_connections", 2.0).await;
    // A secret that is no session's closes nothing.
    let mut stranger = server.peer().await;
    let request = ConnectRequest { previous_session: session, ..Default::default() };
    assert!(matches!(stranger.ask(Request::Connect(request)).await, Answer::Connect(_)));
    bystander.subscribe("log:a").await;
    new.subscribe("log:a").await;
    drop((bystander, new, stranger));
    server.stop().await;
}
