//! Subscribers that do not read while much is published, in namespaces that
//! drop instead of disconnecting.

use fanwire::pb::client::{
    ConnectRequest, Gap, command::Request, push::Event, reply::Result as Answer,
};

use tonic::Code;

use crate::support::{Peer, Server, publish_request, subscribe, within};

const NAMESPACES: &str = r#"[
    {"name": "oldest", "history_size": 1000, "history_ttl": "1h", "force_recovery": true,
     "slow_consumer": "drop_oldest"},
    {"name": "latest", "history_size": 1000, "history_ttl": "1h", "force_recovery": true,
     "slow_consumer": "keep_latest"},
    {"name": "plain", "slow_consumer": "drop_oldest"}
]"#;

/// More than the queue, HTTP/2's buffer of the stream and its window hold.
const FLOOD: u64 = 2_000;
const PAYLOAD: usize = 1_000;

async fn server() -> Server {
    let queue = ("client.queue_max_size", "100000");
    Server::start(&[queue, ("channel.namespaces", NAMESPACES)]).await
}

async fn connected(server: &Server, gap_support: bool) -> Peer {
    let mut peer = server.peer().await;
    let request = ConnectRequest { gap_support, ..Default::default() };
    let answer = peer.ask(Request::Connect(request)).await;
    assert!(matches!(answer, Answer::Connect(_)));
    peer
}

async fn flood(server: &Server, channel: &str, count: u64) {
    let mut api = server.api().await;
    for _ in 0..count {
        within(api.publish(publish_request(channel, vec![b'x'; PAYLOAD]))).await.unwrap();
    }
}

/// What a subscriber was told up to an offset.
#[derive(Default)]
struct Told {
    seen: u64,
    gaps: Vec<Gap>,
}

impl Told {
    /// Reads until `channel` is at `end`; nothing may be missing in silence.
    async fn read(peer: &mut Peer, channel: &str, end: u64) -> Self {
        let (mut told, mut position) = (Self::default(), 0);
        while position < end {
            let push = peer.push().await;
            assert_eq!(push.channel, channel);
            match push.event.unwrap() {
                Event::Pub(publication) => {
                    assert_eq!(publication.offset, position + 1);
                    position = publication.offset;
                    told.seen += 1;
                }
                Event::Gap(gap) => {
                    assert_eq!(gap.from, position + 1);
                    assert_eq!(gap.count, gap.to - gap.from + 1);
                    position = gap.to;
                    told.gaps.push(gap);
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(position, end);
        told
    }

    fn dropped(&self) -> u64 {
        self.gaps.iter().map(|gap| gap.count).sum()
    }
}

#[tokio::test]
async fn drop_oldest_gives_the_newest_and_tells_what_is_missing() {
    let server = server().await;
    let mut deaf = connected(&server, true).await;
    let epoch = deaf.subscribe("oldest:flood").await.epoch;
    flood(&server, "oldest:flood", FLOOD).await;
    let told = Told::read(&mut deaf, "oldest:flood", FLOOD).await;
    // Nothing was read meanwhile: there is one hole.
    assert_eq!(told.gaps.len(), 1, "{:?}", told.gaps);
    assert_eq!(told.gaps[0].epoch, epoch);
    let kept = FLOOD - told.gaps[0].to;
    assert!((50..=100).contains(&kept), "{kept} of {PAYLOAD} bytes fit into the queue");
    let counted = server.metric("fanwire_queue_drops_total{reason=\"policy\"}").await;
    assert_eq!(counted, told.dropped() as f64);
    // The position that the server keeps is not behind: it goes on.
    flood(&server, "oldest:flood", 1).await;
    assert_eq!(deaf.publication().await.offset, FLOOD + 1);
    assert_eq!(server.metric("fanwire_unsubscribes_total{code=\"2500\"}").await, 0.0);
    drop(deaf);
    server.stop().await;
}

#[tokio::test]
async fn keep_latest_keeps_the_newest_of_each_channel() {
    let server = server().await;
    let mut deaf = connected(&server, true).await;
    deaf.subscribe("latest:flood").await;
    deaf.subscribe("latest:quiet").await;
    flood(&server, "latest:flood", FLOOD).await;
    flood(&server, "latest:quiet", 3).await;
    flood(&server, "latest:flood", 200).await;
    let (mut flooded, mut quiet) = (0, Vec::new());
    let mut gaps = 0;
    while flooded < FLOOD + 200 || quiet.len() < 2 {
        let push = deaf.push().await;
        match (push.channel.as_str(), push.event.unwrap()) {
            ("latest:quiet", event) => quiet.push(event),
            (_, Event::Pub(publication)) => {
                assert_eq!(publication.offset, flooded + 1);
                flooded = publication.offset;
            }
            (_, Event::Gap(gap)) => {
                assert_eq!(gap.from, flooded + 1);
                flooded = gap.to;
                gaps += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(gaps, 1);
    let [Event::Gap(gap), Event::Pub(publication)] = quiet.as_slice() else { panic!("{quiet:?}") };
    assert_eq!((gap.from, gap.to, gap.count, publication.offset), (1, 2, 2, 3));
    drop(deaf);
    server.stop().await;
}

#[tokio::test]
async fn a_client_without_gap_support_is_unsubscribed_and_may_come_back() {
    let server = server().await;
    let mut deaf = connected(&server, false).await;
    let subscribed = deaf.subscribe("oldest:flood").await;
    flood(&server, "oldest:flood", FLOOD).await;
    let (mut position, unsubscribed) = (0, "fanwire_unsubscribes_total{code=\"2500\"}");
    let told = loop {
        match deaf.push().await.event.unwrap() {
            Event::Pub(publication) => {
                assert_eq!(publication.offset, position + 1, "a silent hole");
                position = publication.offset;
            }
            Event::Unsubscribe(told) => break told,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(told.code, 2500);
    assert!(position < FLOOD);
    assert_eq!(server.metric(unsubscribed).await, 1.0);
    deaf.subscribe_with(subscribe("oldest:flood")).await.unwrap();
    flood(&server, "oldest:flood", 1).await;
    let next = deaf.publication().await;
    assert_eq!((subscribed.offset, next.offset), (0, FLOOD + 1), "and no gap of before");
    drop(deaf);
    server.stop().await;
}

#[tokio::test]
async fn a_listen_without_gap_support_ends_where_a_gap_would_have_come() {
    let server = server().await;
    let subs = [("oldest:flood".to_owned(), subscribe(""))].into();
    let connect = ConnectRequest { subs, ..Default::default() };
    let (mut deaf, hello) = Peer::listen(server.channel().await, connect).await;
    assert!(hello.sub_errors.is_empty(), "{hello:?}");
    // Not longer than it takes: a connection that is not read at all is cut.
    let ended = "fanwire_disconnects_total{code=\"3010\"}";
    for _ in 0..FLOOD / 100 {
        flood(&server, "oldest:flood", 100).await;
        if server.metric(ended).await > 0.0 {
            break;
        }
    }
    assert_eq!(deaf.end_codes().await, (3010, Code::Unavailable));
    server.stop().await;
}

#[tokio::test]
async fn without_history_a_gap_has_a_count_and_no_offsets() {
    let server = server().await;
    let mut deaf = connected(&server, true).await;
    deaf.subscribe("plain:flood").await;
    flood(&server, "plain:flood", FLOOD).await;
    let mut counted = 0;
    let mut gaps = 0;
    while counted < FLOOD {
        match deaf.push().await.event.unwrap() {
            Event::Pub(_) => counted += 1,
            Event::Gap(gap) => {
                assert_eq!((gap.from, gap.to, gap.epoch.as_str()), (0, 0, ""));
                counted += gap.count;
                gaps += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((counted, gaps), (FLOOD, 1));
    drop(deaf);
    server.stop().await;
}
