use std::{
    pin::pin,
    task::{Context, Poll},
};

use fanwire::pb::client::{SubscribeRequest, UnsubscribeRequest, command::Request};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::witness::Witness;
use crate::support::{Peer, Server, publish, subscribe};

/// Drops a future that is not done after so many polls: at a random point of a
/// life, and no clock decides which.
async fn cut_after(polls: usize, life: impl Future<Output = ()>) {
    let mut life = pin!(life);
    let mut left = polls;
    std::future::poll_fn(|cx: &mut Context<'_>| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        life.as_mut().poll(cx)
    })
    .await;
}

async fn life(server: &Server) {
    let mut peer: Peer = server.peer().await;
    peer.connect().await;
    peer.subscribe("log:a").await;
    peer.request(publish("log:a", b"x")).await;
    let recover = SubscribeRequest { recover: true, ..subscribe("log:big") };
    let leave = UnsubscribeRequest { channel: "log:a".into() };
    peer.request(Request::Subscribe(recover)).await;
    peer.request(Request::Unsubscribe(leave)).await;
    peer.request(publish("log:a", b"y")).await;
    // Four answers, its own publication, and what of the recovery did not fit
    // into a reply: more than this come.
    for _ in 0..15 {
        peer.reply().await;
    }
}

#[tokio::test]
async fn sessions_that_vanish_at_any_point_leave_nothing_behind() {
    let server = Server::start(&[]).await;
    for _ in 0..30 {
        server.publish("log:big", vec![b'x'; 60_000]).await;
    }
    let witness = Witness::start(&server).await;
    let mut random = StdRng::seed_from_u64(3);
    for _ in 0..30 {
        let lives = (0..10).map(|_| cut_after(random.random_range(1..60), life(&server)));
        futures_util::future::join_all(lives).await;
    }
    // Only the witness is left.
    for gauge in ["fanwire_connections", "fanwire_subscriptions", "fanwire_channels"] {
        server.reaches(gauge, 1.0).await;
    }
    witness.ends_content().await;
    server.stop().await;
}
