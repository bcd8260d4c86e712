//! Who may call the server API.

use fanwire::{
    client::{Api, ApiConfig, ApiError, TlsIdentity},
    pb::api::{
        BatchPresenceStatsRequest, BroadcastRequest, ChannelsRequest, ConnectionsRequest,
        HistoryRequest, InfoRequest, PublishRequest, SubscribeRequest, broadcast_item,
        presence_stats_item,
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tonic::{Code, Request};

use super::told;
use crate::{
    support::{Server, connection, publish_request, with, within},
    transport::tls::{Pki, leaf},
};

const KEYS: &str = r#"[
    {"name": "all", "key": "the key for everything"},
    {"name": "chat", "key": "the key for chat and plain",
     "methods": ["Publish", "Broadcast", "Subscribe", "History", "Channels", "Connections",
                 "BatchPresenceStats"],
     "namespaces": ["chat", ""]},
    {"name": "hashed", "methods": ["Publish"],
     "key_sha256": "SHA256"}
]"#;

const ALL: &str = "the key for everything";
const CHAT: &str = "the key for chat and plain";
const HASHED: &str = "a key of which only the hash is known";
const SHA256: &str = "77f641bd9fc7aa62ae87d6a61b2241a1414602bb2b6ba02eea977f6382b35e2f";

async fn start() -> Server {
    Server::guarded(&[("api.keys", &KEYS.replace("SHA256", SHA256))]).await
}

fn with_key<T>(key: &str, message: T) -> Request<T> {
    authorized(&format!("apikey {key}"), message)
}

fn authorized<T>(authorization: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("authorization", authorization.parse().unwrap());
    request
}

#[tokio::test]
async fn without_a_right_key_nothing_is_answered() {
    let server = start().await;
    let mut api = server.api().await;
    let request = || publish_request("chat:a", "x");
    let status = within(api.publish(request())).await.unwrap_err();
    assert_eq!(told(&status, ""), (Code::Unauthenticated, "API_KEY_MISSING".into(), "".into()));
    assert!(status.message().contains("authorization: apikey"), "{}", status.message());
    for wrong in [
        "apikey wrong",
        "apikey ",
        "apikey",
        "Bearer the key for everything",
        "the key for everything",
        &format!("apikey {ALL}x"),
        &format!("apikey {SHA256}"),
    ] {
        let status = within(api.publish(authorized(wrong, request()))).await.unwrap_err();
        let expected = (Code::Unauthenticated, "API_KEY_INVALID".into(), "".into());
        assert_eq!(told(&status, ""), expected, "{wrong}");
        let status = within(api.info(authorized(wrong, InfoRequest {}))).await.unwrap_err();
        assert_eq!(status.code(), Code::Unauthenticated, "{wrong}");
    }
    for key in [ALL, HASHED, CHAT] {
        within(api.publish(with_key(key, request()))).await.unwrap();
    }
    within(api.info(authorized(&format!("ApiKey {ALL}"), InfoRequest {}))).await.unwrap();
    server.stop().await;
}

#[tokio::test]
async fn a_key_calls_its_methods_in_its_namespaces() {
    let server = start().await;
    let mut api = server.api().await;
    let history = |channel: &str| HistoryRequest { channel: channel.into(), ..Default::default() };
    let status = within(api.history(with_key(HASHED, history("chat:a")))).await.unwrap_err();
    let expected = (Code::PermissionDenied, "METHOD_NOT_ALLOWED".into(), "History".into());
    assert_eq!(told(&status, "method"), expected);
    let status = within(api.info(with_key(CHAT, InfoRequest {}))).await.unwrap_err();
    assert_eq!(told(&status, "key"), (expected.0, expected.1, "chat".into()));

    let refused = |namespace: &str| {
        (Code::PermissionDenied, "NAMESPACE_NOT_ALLOWED".to_owned(), namespace.to_owned())
    };
    for channel in ["chat:a", "without"] {
        within(api.publish(with_key(CHAT, publish_request(channel, "x")))).await.unwrap();
    }
    // One that does not exist says no more than one that is not allowed.
    for (channel, namespace) in [("secret:a", "secret"), ("no:a", "no")] {
        let request = with_key(CHAT, publish_request(channel, "x"));
        let status = within(api.publish(request)).await.unwrap_err();
        assert_eq!(told(&status, "namespace"), refused(namespace));
        let status = within(api.history(with_key(CHAT, history(channel)))).await.unwrap_err();
        assert_eq!(told(&status, "namespace"), refused(namespace));
        let subscribe =
            SubscribeRequest { user: "42".into(), channel: channel.into(), ..Default::default() };
        let status = within(api.subscribe(with_key(CHAT, subscribe))).await.unwrap_err();
        assert_eq!(told(&status, "namespace"), refused(namespace));
    }
    server.stop().await;
}

#[tokio::test]
async fn what_a_key_may_not_use_is_refused_within_a_batch() {
    let server = start().await;
    let mut api = server.api().await;
    let channels = ["secret:a", "chat:a", "no:a", "without"].map(str::to_owned).to_vec();
    let request = BroadcastRequest { channels, data: "x".into(), ..Default::default() };
    let answer = within(api.broadcast(with_key(CHAT, request))).await.unwrap().into_inner();
    let codes = answer.items.into_iter().map(|item| match item.outcome.unwrap() {
        broadcast_item::Outcome::Result(published) => Ok(published.offset),
        broadcast_item::Outcome::Error(status) => Err(status.code),
    });
    let denied = Code::PermissionDenied as i32;
    assert_eq!(codes.collect::<Vec<_>>(), [Err(denied), Ok(1), Err(denied), Ok(0)]);
    let history = HistoryRequest { channel: "secret:a".into(), ..Default::default() };
    let history = within(api.history(with_key(ALL, history))).await.unwrap().into_inner();
    assert_eq!(history.offset, 0, "nothing was published there");

    let channels = vec!["secret:a".to_owned()];
    let request = BatchPresenceStatsRequest { channels };
    let answer = within(api.batch_presence_stats(with_key(CHAT, request))).await.unwrap();
    match answer.into_inner().items[0].outcome.clone().unwrap() {
        presence_stats_item::Outcome::Error(status) => assert_eq!(status.code, denied),
        other => panic!("{other:?}"),
    }
    server.stop().await;
}

#[tokio::test]
async fn listings_show_a_key_what_it_may_use() {
    let server = start().await;
    let mut api = server.api().await;
    let caps = serde_json::json!([{"channels": ["secret:a"], "allow": ["sub"]}]);
    let claims = with(
        connection("42"),
        serde_json::json!({"info": {"name": "Ann"}, "meta": {"plan": 1}, "caps": caps}),
    );
    let (mut peer, _) = server.connected_with(claims).await;
    peer.subscribe("chat:room").await;
    peer.subscribe("view:room").await;
    for (key, seen) in [(CHAT, vec!["chat:room"]), (ALL, vec!["chat:room", "view:room"])] {
        let request = with_key(key, ChannelsRequest::default());
        let found = within(api.channels(request)).await.unwrap().into_inner().channels;
        let mut found: Vec<_> = found.into_iter().map(|found| found.channel).collect();
        found.sort();
        assert_eq!(found, seen);
        let request = with_key(key, ConnectionsRequest::default());
        let found = within(api.connections(request)).await.unwrap().into_inner().connections;
        let subscriptions = found[0].subscriptions.iter().map(|s| &*s.channel).collect::<Vec<_>>();
        assert_eq!(subscriptions, seen);
        // What the token says may be about any namespace.
        let told = [found[0].meta.len(), found[0].info.len(), found[0].capabilities.len()];
        assert_eq!(told.map(|length| length > 0), [key == ALL; 3]);
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn health_and_metrics_need_no_key() {
    let server = start().await;
    for path in ["/healthz", "/readyz", "/metrics"] {
        let mut tcp = TcpStream::connect(&server.api).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        tcp.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        within(tcp.read_to_string(&mut answer)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        assert!(!answer.contains(ALL) && !answer.contains(SHA256));
    }
    server.stop().await;
}

#[tokio::test]
async fn the_rust_client_presents_its_key() {
    let server = start().await;
    let config = |key: Option<&str>| ApiConfig {
        api_key: key.map(str::to_owned),
        ..ApiConfig::new(format!("http://{}", server.api))
    };
    let publish = |key| {
        let api = Api::new(config(key)).unwrap();
        async move {
            api.publish(PublishRequest { channel: "chat:a".into(), ..Default::default() }).await
        }
    };
    assert_eq!(within(publish(Some(ALL))).await.unwrap().offset, 1);
    for (key, reason) in [(None, "API_KEY_MISSING"), (Some("wrong"), "API_KEY_INVALID")] {
        match within(publish(key)).await {
            Err(ApiError::Refused(refusal)) => assert_eq!(refusal.reason, reason),
            other => panic!("{other:?}"),
        }
    }
    let unusable = Api::new(config(Some("a\nb"))).unwrap_err().to_string();
    assert!(unusable.contains("API key") && !unusable.contains("a\nb"), "{unusable}");
    assert!(!format!("{:?}", config(Some(ALL))).contains(ALL));
    server.stop().await;
}

#[tokio::test]
async fn a_client_certificate_lets_in_and_stands_in_for_no_key() {
    let (pki, foreign) = (Pki::new(), Pki::new());
    let file = |name: &str| pki.path(name).to_str().unwrap().to_owned();
    let (cert, key, ca) = (file("cert"), file("key"), file("ca"));
    let keys = KEYS.replace("SHA256", SHA256);
    for (keys, api_key, without_key) in
        [("[]", None, None), (keys.as_str(), Some(ALL), Some("API_KEY_MISSING"))]
    {
        let server = Server::guarded(&[
            ("listen.api.tls.enabled", "true"),
            ("listen.api.tls.cert_pem_file", &cert),
            ("listen.api.tls.key_pem_file", &key),
            ("listen.api.tls.client_ca_pem_file", &ca),
            ("api.keys", keys),
        ])
        .await;
        let port = server.api.rsplit_once(':').unwrap().1;
        let info = async |of: Option<&Pki>, api_key: Option<&str>| {
            let identity = of.map(|of| leaf(&of.authority));
            let config = ApiConfig {
                api_key: api_key.map(str::to_owned),
                tls_ca_pem: Some(pki.authority.pem().into()),
                tls_identity: identity
                    .map(|(cert, key)| TlsIdentity { cert_pem: cert.into(), key_pem: key.into() }),
                ..ApiConfig::new(format!("https://localhost:{port}"))
            };
            within(Api::new(config).unwrap().info()).await
        };
        info(Some(&pki), api_key).await.unwrap();
        for of in [None, Some(&foreign)] {
            let refused = info(of, api_key).await;
            assert!(matches!(refused, Err(ApiError::Unreachable { .. })), "{refused:?}");
        }
        match (info(Some(&pki), None).await, without_key) {
            (Ok(_), None) => {}
            (Err(ApiError::Refused(refusal)), Some(reason)) => assert_eq!(refusal.reason, reason),
            other => panic!("{other:?}"),
        }
        server.stop_unseen().await;
    }
}
