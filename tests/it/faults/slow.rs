use fanwire::pb::client::command::Request;
use tonic::Code;

use super::witness::Witness;
use crate::support::{Peer, Server, history};

#[tokio::test]
async fn a_stream_that_never_reads_is_slow_and_delays_no_other_on_its_connection() {
    let server = Server::start(&[("client.queue_max_size", "100000")]).await;
    let shared = server.channel().await;
    let witness = Witness::on(&server, shared.clone()).await;
    let mut deaf = Peer::open(shared).await;
    deaf.connect().await;
    deaf.subscribe("plain:flood").await;
    // The queue, HTTP/2's buffer of the stream and the stream's window hold less.
    for _ in 0..20 {
        server.publish("plain:flood", vec![b'x'; 60_000]).await;
    }
    server.reaches("fanwire_disconnects_total{code=\"3008\"}", 1.0).await;
    server.reaches("fanwire_connections", 1.0).await;
    witness.ends_content().await;
    assert_eq!(deaf.end_codes().await, (3008, Code::ResourceExhausted));
    drop(deaf);
    server.stop().await;
}

#[tokio::test]
async fn a_stream_that_sends_and_never_reads_is_not_listened_to() {
    let settings = [
        ("client.queue_max_size", "100000"),
        ("client.ping_interval", "2s"),
        ("client.pong_timeout", "1900ms"),
    ];
    let server = Server::start(&settings).await;
    server.publish("log:big", vec![b'x'; 50_000]).await;
    let witness = Witness::start(&server).await;
    let mut deaf = server.connected().await;
    let asked = async {
        loop {
            deaf.request(Request::History(history("log:big", 1))).await;
        }
    };
    tokio::select! {
        () = asked => unreachable!("never ends"),
        () = server.reaches("fanwire_disconnects_total{code=\"3012\"}", 1.0) => {}
    }
    // What it asked for beyond the room for answers was left unread.
    assert!(server.metric("fanwire_commands_total{command=\"history\"}").await < 20.0);
    assert_eq!(deaf.end_codes().await, (3012, Code::Unavailable));
    witness.ends_content().await;
    drop(deaf);
    server.stop().await;
}
