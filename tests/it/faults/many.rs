use fanwire::pb::client::{command::Request, reply::Result as Answer};

use super::witness::Witness;
use crate::support::{Server, subscribe};

#[tokio::test]
async fn ten_thousand_subscriptions_on_one_connection() {
    const TOTAL: usize = 10_000;
    let server = Server::start(&[("client.channel_limit", "20000")]).await;
    let witness = Witness::start(&server).await;
    let mut peer = server.connected().await;
    for first in (0..TOTAL).step_by(500) {
        for number in first..first + 500 {
            peer.request(Request::Subscribe(subscribe(&format!("log:{number}")))).await;
        }
        for _ in 0..500 {
            assert!(matches!(peer.reply().await.result, Some(Answer::Subscribe(_))));
        }
    }
    assert_eq!(server.metric("fanwire_subscriptions").await, (TOTAL + 1) as f64);
    for number in [0, TOTAL / 2, TOTAL - 1] {
        let channel = format!("log:{number}");
        server.publish(&channel, "x").await;
        assert_eq!(peer.push().await.channel, channel);
    }
    witness.ends_content().await;
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn subscriptions_beyond_the_limit_are_refused_one_by_one() {
    let server = Server::start(&[]).await;
    let witness = Witness::start(&server).await;
    let mut peer = server.connected().await;
    for number in 0..128 {
        peer.subscribe(&format!("log:{number}")).await;
    }
    for number in 128..1000 {
        let request = Request::Subscribe(subscribe(&format!("log:{number}")));
        assert_eq!(peer.refused(request).await, 106);
    }
    assert_eq!(server.metric("fanwire_subscriptions").await, 129.0);
    witness.ends_content().await;
    drop(peer);
    server.stop().await;
}
