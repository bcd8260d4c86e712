//! Publications, histories and listings.

use fanwire::pb::api::{HistoryRequest, PublishRequest};
use serde_json::{Value, json};

use crate::support::{Server, publish, publish_request, within};

#[tokio::test]
async fn what_is_published_arrives_byte_by_byte() {
    let server = Server::start(&[]).await;
    let mut peer = server.connected().await;
    peer.subscribe("log:a").await;
    for data in [r#"{ "b" : 1,"a": [1.50, "ü\u00fc"]}"#, "null", "0", "\"\""] {
        let body = format!(r#"{{"channel": "log:a", "data": {data}, "tags": {{"k": "v"}}}}"#);
        let result = server.post("publish", body).await.result();
        let publication = peer.publication().await;
        assert_eq!(publication.data, data.as_bytes());
        assert_eq!(publication.tags["k"], "v");
        assert_eq!(result["offset"], publication.offset);
        assert!(result["epoch"].as_str().is_some_and(|epoch| !epoch.is_empty()));
    }
    let body = json!({"channel": "log:a", "data": "not this", "b64data": "AP8A"});
    server.post("publish", body).await.result();
    assert_eq!(peer.publication().await.data, &[0, 0xff, 0][..]);
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_key_and_a_version_publish_once() {
    let server = Server::start(&[]).await;
    let publish = async |extra: Value| {
        let mut body = json!({"channel": "log:a", "data": 1});
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let result = server.post("publish", body).await.result();
        (result["offset"].as_u64(), result["duplicate"].as_bool())
    };
    let key = json!({"idempotency_key": "k"});
    assert_eq!(publish(key.clone()).await, (Some(1), None));
    assert_eq!(publish(key).await, (Some(1), Some(true)));
    let version = |number: u64, epoch: &str| json!({"version": number, "version_epoch": epoch});
    assert_eq!(publish(version(5, "a")).await, (Some(2), None));
    assert_eq!(publish(version(4, "a")).await.1, Some(true));
    assert_eq!(publish(version(4, "b")).await, (Some(3), None));
    assert_eq!(publish(json!({"skip_history": true})).await, (None, None));
    let history = server.post("history", json!({"channel": "log:a"})).await.result();
    assert_eq!(history["offset"], 3);
    server.stop().await;
}

#[tokio::test]
async fn a_broadcast_answers_for_each_channel_in_order() {
    let server = Server::start(&[]).await;
    let body = json!({"channels": ["log:a", "no:b", "", "plain:c", "log:d"], "data": {"x": 1}});
    let result = server.post("broadcast", body).await.result();
    let responses = result["responses"].as_array().unwrap();
    let outcomes = responses.iter().map(|response| match response.get("error") {
        Some(error) => Err(super::told(error).0),
        None => Ok(response["result"]["offset"].as_u64()),
    });
    let outcomes: Vec<_> = outcomes.collect();
    assert_eq!(outcomes, [Ok(Some(1)), Err(102), Err(107), Ok(None), Ok(Some(1))]);
    for (channels, part) in [(0, "channels: is empty"), (10_001, "split it")] {
        let body = json!({"channels": vec!["log:a"; channels], "data": 1});
        let (code, message) = server.post("broadcast", body).await.error();
        assert_eq!(code, 107);
        assert!(message.contains(part), "{message}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_history_is_read_either_way_and_shows_what_is_no_json() {
    let server = Server::start(&[]).await;
    let mut api = server.api().await;
    for data in ["1", "{\"a\":", "", "\"x\""] {
        let request = PublishRequest { version: 7, ..publish_request("log:a", data) };
        let request = PublishRequest { version_epoch: data.into(), ..request };
        within(api.publish(request)).await.unwrap();
    }
    let read = async |body: Value| server.post("history", body).await.result();
    let all = read(json!({"channel": "log:a", "limit": -1})).await;
    let publications = all["publications"].as_array().unwrap();
    let shown: Vec<_> = publications.iter().map(|p| (&p["data"], p.get("b64data"))).collect();
    assert_eq!(
        shown,
        [
            (&json!(1), None),
            (&Value::Null, Some(&json!("eyJhIjo="))),
            (&Value::Null, Some(&json!(""))),
            (&json!("x"), None)
        ]
    );
    assert_eq!((&publications[1]["offset"], &publications[1]["version"]), (&json!(2), &json!(7)));
    let since = json!({"offset": 3, "epoch": all["epoch"]});
    let offsets = async |body: Value| {
        let page = read(body).await;
        assert_eq!(page["offset"], 4);
        let offsets = page["publications"].as_array().unwrap().iter();
        offsets.map(|p| p["offset"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(offsets(json!({"channel": "log:a"})).await, [0; 0]);
    assert_eq!(offsets(json!({"channel": "log:a", "limit": 9, "since": since})).await, [4]);
    let back = json!({"channel": "log:a", "limit": 9, "since": since, "reverse": true});
    assert_eq!(offsets(back).await, [2, 1]);
    let removed = server.post("history_remove", json!({"channel": "log:a"})).await.result();
    assert_eq!((&removed["offset"], &removed["epoch"]), (&json!(4), &all["epoch"]));
    assert_eq!(offsets(json!({"channel": "log:a", "limit": 9})).await, [0; 0]);
    server.stop().await;
}

#[tokio::test]
async fn a_history_over_the_reply_size_says_that_it_goes_on() {
    let server = Server::start(&[]).await;
    let data = "x".repeat(400 * 1024);
    for _ in 0..4 {
        let body = json!({"channel": "log:a", "data": data});
        server.post("publish", body).await.result();
    }
    let page = server.post("history", json!({"channel": "log:a", "limit": 9})).await.result();
    assert_eq!(page["truncated"], true);
    let read = page["publications"].as_array().unwrap().len();
    assert!((1..4).contains(&read), "{read}");
    server.stop().await;
}

#[tokio::test]
async fn presence_channels_and_info_show_who_is_there() {
    let server = Server::guarded(&[]).await;
    let claims = json!({"info": {"name": "Ann"}});
    let claims = crate::support::with(crate::support::connection("42"), claims);
    let (mut ann, hello) = server.connected_with(claims).await;
    let mut bob = server.user("7").await;
    ann.subscribe("chat:room").await;
    bob.subscribe("chat:room").await;
    bob.subscribe("open:hall").await;
    let of = |channel: &str| json!({"channel": channel});
    let presence = server.post("presence", of("chat:room")).await.result()["presence"].take();
    assert_eq!(presence.as_object().unwrap().len(), 2);
    let expected = json!({"user": "42", "client": hello.client, "conn_info": {"name": "Ann"}});
    assert_eq!(presence[&hello.client], expected);
    let stats = server.post("presence_stats", of("chat:room")).await.result();
    assert_eq!(stats, json!({"num_clients": 2, "num_users": 2}));

    let channels = server.post("channels", json!({})).await.result();
    let both = json!({"chat:room": {"num_clients": 2}, "open:hall": {"num_clients": 1}});
    assert_eq!(channels["channels"], both);
    let channels = server.post("channels", json!({"pattern": "ch*:r??m"})).await.result();
    assert_eq!(channels["channels"], json!({"chat:room": {"num_clients": 2}}));

    let info = server.post("info", json!({})).await.result();
    let node = &info["nodes"][0];
    let counts = ["num_clients", "num_users", "num_subs", "num_channels"].map(|key| &node[key]);
    assert_eq!(counts, [2, 2, 3, 2]);
    assert_eq!(node["version"], env!("CARGO_PKG_VERSION"));

    let request = publish("chat:room", b"\"hi\"");
    ann.request(request).await;
    let history = json!({"channel": "chat:room", "limit": 1});
    let published = async {
        loop {
            let page = server.post("history", history.clone()).await.result();
            if let Some(publication) = page["publications"].get(0) {
                break publication.clone();
            }
        }
    };
    assert_eq!(within(published).await["info"], expected);
    drop((ann, bob));
    server.stop().await;
}

#[tokio::test]
async fn both_apis_see_the_same() {
    let server = Server::start(&[]).await;
    let body = json!({"channel": "log:a", "data": {"x": 1}});
    server.post("publish", body).await.result();
    let request = HistoryRequest { channel: "log:a".into(), limit: 1, ..Default::default() };
    let page = within(server.api().await.history(request)).await.unwrap().into_inner();
    assert_eq!(page.publications[0].data, &br#"{"x":1}"#[..]);
    assert_eq!(server.metric("fanwire_publications_total{source=\"api\"}").await, 1.0);
    assert_eq!(server.metric("fanwire_api_calls_total{method=\"publish\",code=\"0\"}").await, 1.0);
    server.stop().await;
}
