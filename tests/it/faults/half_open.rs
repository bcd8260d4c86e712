use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::oneshot,
};

use super::witness::Witness;
use crate::support::{Peer, Server, dial};

#[tokio::test]
async fn a_peer_behind_a_dead_network_is_found_by_its_pongs() {
    let settings = [("client.ping_interval", "2s"), ("client.pong_timeout", "1900ms")];
    let server = Server::start(&settings).await;
    let witness = Witness::start(&server).await;
    let relay = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = relay.local_addr().unwrap().to_string();
    let target = server.client.clone();
    let (cut, is_cut) = oneshot::channel::<()>();
    let relaying = tokio::spawn(async move {
        let mut peer = relay.accept().await.unwrap().0;
        let mut server = TcpStream::connect(target).await.unwrap();
        tokio::select! {
            copied = copy_bidirectional(&mut peer, &mut server) => panic!("{copied:?}"),
            _ = is_cut => {}
        }
        // Both sockets stay open, and nothing passes any more.
        (peer, server)
    });
    let mut peer = Peer::open(dial(&address).await).await;
    peer.connect().await;
    peer.subscribe("log:a").await;
    assert_eq!(server.metric("fanwire_connections").await, 2.0);
    cut.send(()).unwrap();
    let sockets = relaying.await.unwrap();
    server.reaches("fanwire_connections", 1.0).await;
    assert_eq!(server.metric("fanwire_subscriptions").await, 1.0);
    assert_eq!(server.metric("fanwire_disconnects_total{code=\"3012\"}").await, 1.0);
    witness.ends_content().await;
    drop((peer, sockets));
    server.stop().await;
}
