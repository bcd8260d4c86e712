//! What records may hold.

use fanwire::pb::api::{HistoryRequest, PublishRequest};
use prost::Message as _;
use rdkafka::Offset;
use tokio::time::{sleep, timeout};

use super::{
    super::story::Follower,
    story::{TOPIC, Topics, broker, consumer},
};
use crate::crash::server::{PATIENCE, POLL, Server};

/// A running broker and server, whose consumer has more options.
async fn with(more: &str) -> (super::super::kafka::KafkaBroker, Topics, Server) {
    let mut broker = broker();
    broker.up().await;
    let topics = Topics::of(&broker);
    topics.create(TOPIC, 1).await;
    topics.create("dead", 1).await;
    let mut server = Server::configured(&consumer(&broker, more));
    server.up().await;
    (broker, topics, server)
}

#[tokio::test]
async fn commands_come_in_many_forms_and_the_refused_are_put_away() {
    let more = "dead_letter_topic = \"dead\"\nmethod_header = \"x-method\"";
    let (_broker, topics, server) = with(more).await;
    let good = |n: u64| super::story::publish(0, n).into_bytes();
    topics.send(Some(&good(0)), &[]).await;
    // Some tools write JSON as text.
    let payload = serde_json::json!({ "channel": "sync:0", "data": 1 }).to_string();
    let text = serde_json::json!({ "payload": payload, "method": "publish", "more": [] });
    topics.send(Some(text.to_string().as_bytes()), &[]).await;
    topics.send(None, &[]).await;
    let bare = br#"{"channel": "sync:0", "data": 2}"#;
    topics.send(Some(bare), &[("x-method", "publish")]).await;
    for (value, part) in [
        (&b"{"[..], "cannot be read"),
        (br#"{"method": "publish"}"#, "payload"),
        (br#"{"method": "nonsense", "payload": {}}"#, "nonsense"),
        (br#"{"method": "publish", "payload": "{"}"#, "JSON"),
        (br#"{"method": "publish", "payload": {"channel": "un:a", "data": 1}}"#, "un"),
    ] {
        topics.send(Some(value), &[("some", "thing")]).await;
        let dead = topics.read("dead", 1).await.remove(0);
        let header = |name: &str| dead.headers.get(name).map(String::as_str).unwrap_or_default();
        assert_eq!(dead.payload.as_deref(), Some(value));
        assert_eq!((dead.key.as_deref(), header("some")), (Some(&b"key"[..]), "thing"));
        assert!(header("fanwire-reason").contains(part), "{part:?} in {:?}", dead.headers);
        assert_eq!((header("fanwire-topic"), header("fanwire-partition")), (TOPIC, "0"));
        assert_eq!(header("fanwire-consumer"), "orders");
        topics.truncate("dead", 0, Offset::End).await;
    }
    topics.send(Some(&good(3)), &[]).await;
    Follower::of(&server, "sync:0").await.expect(0..4).await;
    topics.commits(0, 10).await;
    let dead = "fanwire_consumer_dead_lettered_total{consumer=\"orders\"}";
    assert_eq!(server.metric(dead).await, 5.0);
}

#[tokio::test]
async fn requests_may_be_protobuf_and_refused_ones_may_stay() {
    let more = "payload_format = \"protobuf\"\nmethod_header = \"x-method\"";
    let (_broker, topics, server) = with(more).await;
    let request = |n: u64| {
        let (channel, data) = ("sync:0".into(), n.to_string().into());
        PublishRequest { channel, data, ..Default::default() }.encode_to_vec()
    };
    let method = [("x-method", "publish")];
    topics.send(Some(&request(0)), &method).await;
    topics.send(Some(&request(9)), &[]).await;
    topics.send(Some(b"\x01"), &method).await;
    topics.send(Some(&request(1)), &method).await;
    Follower::of(&server, "sync:0").await.expect(0..2).await;
    let log = std::fs::read_to_string(server.path().join("stderr.log")).unwrap();
    for offset in ["\"offset\":1,", "\"offset\":2,"] {
        let is_told = |line: &str| line.contains("record refused") && line.contains(offset);
        assert!(log.lines().any(is_told), "{offset} in {log}");
    }
}

#[tokio::test]
async fn values_may_be_the_data_of_publications() {
    let more = "dead_letter_topic = \"dead\"
        [consumers.kafka.publication_data_mode]
        enabled = true
        channels_header = \"x-channels\"
        idempotency_key_header = \"x-key\"
        version_header = \"x-version\"
        version_epoch_header = \"x-epoch\"
        tags_header_prefix = \"x-tag-\"";
    let (_broker, topics, server) = with(more).await;
    let both = ("x-channels", "sync:a, sync:b");
    topics.send(Some(b"\x00\xff"), &[both, ("x-tag-lang", "en"), ("x-tag-", "1")]).await;
    topics.send(Some(b"once"), &[both, ("x-key", "k")]).await;
    topics.send(Some(b"twice"), &[both, ("x-key", "k")]).await;
    topics.send(Some(b"new"), &[both, ("x-version", "2"), ("x-epoch", "e")]).await;
    topics.send(Some(b"old"), &[both, ("x-version", "1"), ("x-epoch", "e")]).await;
    topics.send(None, &[]).await;
    topics.send(Some(b"lost"), &[("x-tag-a", "b")]).await;
    topics.send(Some(b"odd"), &[both, ("x-version", "-1")]).await;
    topics.send(Some(b"last"), &[("x-channels", "sync:b")]).await;
    topics.commits(0, 9).await;
    let history = async |channel: &str| {
        let channel = channel.to_owned();
        let request = HistoryRequest { channel, limit: -1, ..Default::default() };
        server.api().history(request).await.unwrap().publications
    };
    let data = |publications: &[fanwire::pb::api::Publication]| -> Vec<_> {
        publications.iter().map(|publication| publication.data.to_vec()).collect()
    };
    let (a, b) = (history("sync:a").await, history("sync:b").await);
    assert_eq!(data(&a), [&b"\x00\xff"[..], b"once", b"new"]);
    assert_eq!(data(&b), [&b"\x00\xff"[..], b"once", b"new", b"last"]);
    assert_eq!(a[0].tags.get("lang").map(String::as_str), Some("en"));
    let dead = topics.read("dead", 2).await;
    let said = |n: usize| (dead[n].payload.clone().unwrap(), &*dead[n].headers["fanwire-reason"]);
    assert_eq!(said(0), (b"lost".to_vec(), "has no header \"x-channels\": add it to the record"));
    assert_eq!(said(1).0, b"odd");
    assert!(said(1).1.contains("x-version"), "{:?}", said(1));
    let up = async {
        while server.metric("fanwire_consumer_lag{consumer=\"orders\"}").await != 0.0 {
            sleep(POLL).await;
        }
    };
    timeout(PATIENCE, up).await.expect("nothing waits any more");
}
