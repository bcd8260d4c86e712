use fanwire::pb::api::PublishRequest;
use tokio::{sync::oneshot, task::JoinHandle};
use tonic::transport::Channel;

use crate::support::{Peer, Server, publish_request, within};

const CHANNEL: &str = "log:witness";
const LAST: &str = "last";

/// A well-behaved subscriber and its publisher. What is published while a test
/// goes on must arrive complete and in order.
pub struct Witness {
    stop: oneshot::Sender<()>,
    published: JoinHandle<u64>,
    seen: JoinHandle<u64>,
}

impl Witness {
    /// On a connection of its own.
    pub async fn start(server: &Server) -> Self {
        Self::on(server, server.channel().await).await
    }

    pub async fn on(server: &Server, channel: Channel) -> Self {
        let mut peer = Peer::open(channel).await;
        peer.connect().await;
        peer.subscribe(CHANNEL).await;
        let seen = tokio::spawn(watch(peer));
        let mut api = server.api().await;
        let mut publish = async move |data: String| {
            let request: PublishRequest = publish_request(CHANNEL, data);
            within(api.publish(request)).await.unwrap();
        };
        let (stop, mut stopped) = oneshot::channel();
        let published = tokio::spawn(async move {
            let mut count = 0;
            while stopped.try_recv() == Err(oneshot::error::TryRecvError::Empty) {
                count += 1;
                publish(count.to_string()).await;
            }
            publish(LAST.to_owned()).await;
            count + 1
        });
        Self { stop, published, seen }
    }

    /// Everything that was published has arrived, and something was published.
    pub async fn ends_content(self) {
        self.stop.send(()).expect("the publisher runs");
        let published = self.published.await.expect("the publisher runs");
        let seen = within(self.seen).await.expect("the witness runs");
        assert!(published > 1, "the server took no publications meanwhile");
        assert_eq!(seen, published);
    }
}

async fn watch(mut peer: Peer) -> u64 {
    for offset in 1.. {
        let publication = peer.publication().await;
        assert_eq!(publication.offset, offset);
        if publication.data == LAST {
            return offset;
        }
        assert_eq!(publication.data, offset.to_string());
    }
    unreachable!("offsets end with the last publication")
}
