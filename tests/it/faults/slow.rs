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
    witness.confirm().await;
    assert_eq!(deaf.end_codes().await, (3008, Code::ResourceExhausted));
    drop(deaf);
    server.stop().await;
}

#[tokio::test]
async fn a_stream_that_sends_and_never_reads_is_cut_and_costs_no_other_on_its_connection() {
    let server = Server::start(&[("client.queue_max_size", "100000")]).await;
    server.publish("log:big", vec![b'x'; 50_000]).await;
    let shared = server.channel().await;
    let witness = Witness::on(&server, shared.clone()).await;
    let mut deaf = Peer::open(shared).await;
    deaf.connect().await;
    let asked = async {
        loop {
            // One small frame each: HTTP/2 would take them for an attack if
            // they were left unread.
            deaf.request(Request::History(history("log:big", 1))).await;
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = asked => unreachable!("never ends"),
        () = server.reaches("fanwire_disconnects_total{code=\"3013\"}", 1.0) => {}
    }
    // Beyond the room for answers nothing was done for it.
    assert!(server.metric("fanwire_commands_total{command=\"history\"}").await < 60.0);
    assert_eq!(deaf.end_codes().await, (3013, Code::ResourceExhausted));
    witness.confirm().await;
    drop(deaf);
    server.stop().await;
}
