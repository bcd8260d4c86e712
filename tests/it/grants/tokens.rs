//! What a connect and a subscribe with a token are answered.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use fanwire::pb::client::{
    ConnectRequest, Error, ListenRequest, PublishRequest, RefreshRequest, SubscribeRequest,
    client_service_client::ClientServiceClient, command::Request, reply::Result as Answer,
};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject as _};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tonic::Code;

use crate::support::{
    Peer, SECRET, Server, connection, now_s, signed_with, subscribe, subscription, token, with,
    within,
};

/// What a connect with this token ends in.
async fn refused_at_connect(server: &Server, token: String) -> (u32, Code) {
    let mut peer = server.peer().await;
    peer.request(Request::Connect(ConnectRequest { token, ..Default::default() })).await;
    peer.end_codes().await
}

#[tokio::test]
async fn a_token_lets_its_user_in() {
    let server = Server::guarded(&[]).await;
    let (mut peer, result) = server.connected_with(connection("42")).await;
    assert!(result.expires);
    assert!((3590..=3600).contains(&result.ttl), "{}", result.ttl);
    assert!(peer.subscribe("chat:room").await.recoverable);
    let (_, lasting) = server.connected_with(json!({"sub": "42"})).await;
    assert!(!lasting.expires);
    assert_eq!(lasting.ttl, 0);
    let (_, lasting) = server.connected_with(with(connection("42"), json!({"expire_at": 0}))).await;
    assert!(!lasting.expires, "expire_at = 0 outweighs exp");
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_bad_token_is_final() {
    let server = Server::guarded(&[]).await;
    let good = token(&connection("42"));
    let parts: Vec<&str> = good.split('.').collect();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"; // {"alg":"none","typ":"JWT"}
    let other = token(&connection("43"));
    let bad = [
        String::new(),
        "x".into(),
        "a.b.c".into(),
        signed_with("another secret of at least thirty-two bytes", &connection("42")),
        format!("{none}.{}.", parts[1]),
        format!("{none}.{}.{}", parts[1], parts[2]),
        format!("{}.{}.{}", parts[0], other.split('.').nth(1).unwrap(), parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        token(&subscription("42", "chat:room")),
        token(&json!({"sub": "42", "nbf": now_s() + 600})),
        token(&json!({"sub": ""})),
        token(&json!({"sub": 4.2})),
        token(&json!({"sub": ["42"]})),
        token(&json!({"sub": "42", "exp": "soon"})),
        token(&json!({"sub": "42", "caps": [{"channels": ["x"], "allow": ["all"]}]})),
        token(&json!({"sub": "42", "caps": [{"channels": ["("], "match": "regex", "allow": []}]})),
    ];
    for bad in bad {
        let ends = refused_at_connect(&server, bad.clone()).await;
        assert_eq!(ends, (3500, Code::Unauthenticated), "{bad}");
    }
    server.stop().await;
}

#[tokio::test]
async fn an_expired_token_is_an_error_and_the_end_of_the_stream() {
    let server = Server::guarded(&[]).await;
    for claims in [
        json!({"sub": "42", "exp": now_s() - 1}),
        json!({"sub": "42", "exp": now_s()}),
        json!({"sub": "42", "exp": now_s() + 600, "expire_at": now_s() - 1}),
    ] {
        let mut peer = server.peer().await;
        let request = ConnectRequest { token: token(&claims), ..Default::default() };
        assert_eq!(peer.connect_with(request).await.unwrap_err().code, 109, "{claims}");
        assert_eq!(peer.next().await.unwrap_err().code(), Code::Unauthenticated);
    }
    server.stop().await;
}

#[tokio::test]
async fn audience_and_issuer_are_checked_where_configured() {
    let server = Server::guarded(&[
        ("client.token.audience", "fans"),
        ("client.token.issuer_regex", "^https://[a-z]+\\.example$"),
    ])
    .await;
    let claims =
        |aud: Value, iss: Value| token(&with(connection("42"), json!({"aud": aud, "iss": iss})));
    for (aud, iss) in [
        (json!("others"), json!("https://a.example")),
        (json!(["others"]), json!("https://a.example")),
        (json!("fans"), json!("https://a.example.evil")),
        (json!("fans"), Value::Null),
    ] {
        let ends = refused_at_connect(&server, claims(aud.clone(), iss.clone())).await;
        assert_eq!(ends.0, 3500, "{aud} {iss}");
    }
    for aud in [json!("fans"), json!(["others", "fans"])] {
        let mut peer = server.peer().await;
        let token = claims(aud, json!("https://a.example"));
        peer.connect_with(ConnectRequest { token, ..Default::default() }).await.unwrap();
    }
    server.stop().await;
}

#[tokio::test]
async fn anonymous_connections_come_in_only_where_they_may() {
    let server = Server::guarded(&[("client.allow_anonymous_connect_without_token", "true")]).await;
    let mut peer = server.connected().await;
    peer.subscribe("open:room").await;
    let refused = peer.subscribe_with(subscribe("chat:room")).await.unwrap_err();
    assert_eq!(refused.code, 103);
    assert!(refused.message.contains("allow_subscribe_for_anonymous"), "{}", refused.message);
    let (mut unnamed, _) = server.connected_with(json!({"sub": ""})).await;
    unnamed.subscribe("open:room").await;
    assert_eq!(refused_at_connect(&server, "x".into()).await.0, 3500);
    drop((peer, unnamed));
    server.stop().await;
}

#[tokio::test]
async fn a_user_has_at_most_as_many_connections_as_it_may() {
    let server = Server::guarded(&[("client.user_connection_limit", "2")]).await;
    let (one, _two) = (server.user("42").await, server.user("42").await);
    let ends = refused_at_connect(&server, token(&connection("42"))).await;
    assert_eq!(ends, (3504, Code::ResourceExhausted));
    let other = server.user("43").await;
    drop(one);
    server.reaches("fanwire_connections", 2.0).await;
    let again = server.user("42").await;
    drop((again, _two, other));
    server.stop().await;
}

/// The error of a subscribe with a token.
async fn refused_at_subscribe(server: &Server, channel: &str, token: String) -> Error {
    let mut peer = server.user("42").await;
    let request = SubscribeRequest { token, ..subscribe(channel) };
    peer.subscribe_with(request).await.unwrap_err()
}

#[tokio::test]
async fn a_subscription_token_opens_its_channel() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    let refused = peer.subscribe_with(subscribe("secret:room")).await.unwrap_err();
    assert_eq!(refused.code, 103);
    assert!(refused.message.contains("\"secret\""), "{}", refused.message);
    assert!(refused.message.contains("allow_subscribe_for_client"), "{}", refused.message);
    let claims = with(subscription("42", "secret:room"), json!({"data": {"theme": "dark"}}));
    let request = SubscribeRequest { token: token(&claims), ..subscribe("secret:room") };
    let result = peer.subscribe_with(request).await.unwrap();
    assert!(result.expires);
    assert_eq!(result.data.as_ref(), br#"{"theme":"dark"}"#);

    let expired = token(&json!({"sub": "42", "channel": "secret:a", "exp": now_s() - 1}));
    assert_eq!(refused_at_subscribe(&server, "secret:a", expired).await.code, 109);
    let foreign = signed_with("another secret of at least thirty-two bytes", &claims);
    let refused = refused_at_subscribe(&server, "secret:room", foreign).await;
    assert_eq!(refused.code, 103);
    assert!(refused.message.contains("bad subscription token"), "{}", refused.message);
    let connection = token(&connection("42"));
    assert_eq!(refused_at_subscribe(&server, "secret:room", connection).await.code, 103);
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_token_for_another_user_or_channel_ends_the_connection() {
    let server = Server::guarded(&[]).await;
    for claims in [subscription("43", "secret:room"), subscription("42", "secret:other")] {
        let mut peer = server.user("42").await;
        let token = token(&claims);
        peer.request(Request::Subscribe(SubscribeRequest { token, ..subscribe("secret:room") }))
            .await;
        assert_eq!(peer.end_codes().await, (3500, Code::Unauthenticated), "{claims}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_listen_is_refused_its_subscriptions_as_a_subscribe_would_be() {
    let server = Server::guarded(&[]).await;
    let channel = server.channel().await;
    let foreign = signed_with("another secret of at least thirty-two bytes", &connection("42"));
    let of = |claims: Value| token(&with(subscription("42", "secret:a"), claims));
    let connect = |sub: String| ConnectRequest {
        token: token(&connection("42")),
        subs: [("secret:a".to_owned(), SubscribeRequest { token: sub, ..subscribe("") })].into(),
        ..Default::default()
    };
    let expired = of(json!({"exp": now_s() - 1}));
    for (sub, code) in [(String::new(), 103), (foreign, 103), (expired, 109)] {
        let (_, hello) = Peer::listen(channel.clone(), connect(sub)).await;
        assert_eq!(hello.sub_errors["secret:a"].code, code, "{hello:?}");
    }
    for others in [json!({"sub": "43"}), json!({"channel": "secret:b"})] {
        let request = ListenRequest { connect: Some(connect(of(others))) };
        let mut client = ClientServiceClient::new(channel.clone());
        let replies = within(client.listen(request)).await.unwrap().into_inner();
        let ends = Peer::listening(replies).end_codes().await;
        assert_eq!(ends, (3500, Code::Unauthenticated));
    }
    server.stop().await;
}

/// By the provider's private key, which it calls "one".
fn rsa_signed(claims: &Value) -> String {
    let pem = include_bytes!("../../../src/auth/tests/keys/rsa.pem");
    let der = PrivatePkcs8KeyDer::from_pem_slice(pem).unwrap();
    let pair = RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap();
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let header = json!({"alg": "RS256", "kid": "one"}).to_string();
    let signed = format!("{}.{}", part(header.as_bytes()), part(claims.to_string().as_bytes()));
    let mut signature = vec![0; pair.public().modulus_len()];
    let random = SystemRandom::new();
    pair.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).unwrap();
    format!("{signed}.{}", part(&signature))
}

/// The public key is known to everybody: it must not pass for a secret.
#[tokio::test]
async fn each_key_verifies_its_own_algorithms_only() {
    let pem = include_str!("../../../src/auth/tests/keys/rsa.pub.pem");
    let server = Server::guarded(&[
        ("client.token.hmac_secret_key", ""),
        ("client.token.rsa_public_key", pem),
    ])
    .await;
    for secret in [pem, pem.trim_end(), SECRET] {
        let ends = refused_at_connect(&server, signed_with(secret, &connection("42"))).await;
        assert_eq!(ends, (3500, Code::Unauthenticated));
    }
    let token = rsa_signed(&connection("42"));
    let mut peer = server.peer().await;
    peer.connect_with(ConnectRequest { token, ..Default::default() }).await.unwrap();
    drop(peer);
    server.stop().await;
}

/// Nothing is wrong with the token: the client shall try again.
#[tokio::test]
async fn without_the_keys_of_the_provider_a_connect_fails_for_now() {
    // Bound and dropped: nobody listens there.
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let endpoint = format!("http://{gone}/jwks.json");
    let server = Server::guarded(&[("client.token.jwks_public_endpoint", &endpoint)]).await;
    let token = rsa_signed(&connection("42"));
    let mut peer = server.peer().await;
    let request = ConnectRequest { token: token.clone(), ..Default::default() };
    let error = peer.connect_with(request).await.unwrap_err();
    assert_eq!((error.code, error.temporary), (100, true), "{error:?}");
    assert_eq!(peer.next().await.unwrap_err().code(), Code::Unavailable);
    let mut peer = server.user("42").await;
    for request in [
        Request::Subscribe(SubscribeRequest { token: token.clone(), ..subscribe("secret:a") }),
        Request::Refresh(RefreshRequest { token: token.clone() }),
    ] {
        match peer.ask(request).await {
            Answer::Error(error) => {
                assert_eq!((error.code, error.temporary), (100, true), "{error:?}")
            }
            other => panic!("{other:?}"),
        }
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn subscription_tokens_can_have_a_key_of_their_own() {
    let own = "the secret of subscription tokens, long enough as well";
    let server = Server::guarded(&[
        ("client.subscription_token.enabled", "true"),
        ("client.subscription_token.hmac_secret_key", own),
    ])
    .await;
    let claims = subscription("42", "secret:room");
    assert_eq!(refused_at_subscribe(&server, "secret:room", token(&claims)).await.code, 103);
    let mut peer = server.user("42").await;
    let token = signed_with(own, &claims);
    peer.subscribe_with(SubscribeRequest { token, ..subscribe("secret:room") }).await.unwrap();
    assert_eq!(refused_at_connect(&server, signed_with(own, &connection("42"))).await.0, 3500);
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_key_can_be_rotated() {
    let next = "the next secret, long enough to be one of the good ones";
    let server = Server::guarded(&[
        ("client.token.hmac_secret_key", next),
        ("client.token.hmac_previous_secret_key", SECRET),
    ])
    .await;
    for secret in [SECRET, next] {
        let mut peer = server.peer().await;
        let token = signed_with(secret, &connection("42"));
        peer.connect_with(ConnectRequest { token, ..Default::default() }).await.unwrap();
    }
    server.stop().await;
}

#[tokio::test]
async fn what_a_client_publishes_says_who_it_is() {
    let server = Server::guarded(&[]).await;
    let mut reader = server.user("7").await;
    reader.subscribe("chat:room").await;
    let claims = with(connection("42"), json!({"info": {"name": "Ann"}, "meta": {"plan": "x"}}));
    let (mut writer, hello) = server.connected_with(claims).await;
    let grants = with(subscription("42", "chat:room"), json!({"info": "guest"}));
    let request = SubscribeRequest { token: token(&grants), ..subscribe("chat:room") };
    writer.subscribe_with(request).await.unwrap();
    let publish = PublishRequest {
        channel: "chat:room".into(),
        data: "hi".into(),
        idempotency_key: "k".into(),
    };
    for duplicate in [false, true] {
        let id = writer.request(Request::Publish(publish.clone())).await;
        let answer = loop {
            let reply = writer.reply().await;
            if reply.id == id {
                break reply.result.unwrap();
            }
        };
        match answer {
            Answer::Publish(result) => {
                assert_eq!((result.offset, result.duplicate), (1, duplicate))
            }
            other => panic!("{other:?}"),
        }
    }
    let info = reader.publication().await.info.unwrap();
    assert_eq!((info.user.as_str(), info.client.as_str()), ("42", hello.client.as_str()));
    assert_eq!(info.conn_info.as_ref(), br#"{"name":"Ann"}"#);
    assert_eq!(info.chan_info.as_ref(), br#""guest""#);
    drop((reader, writer));
    server.stop().await;
}

#[tokio::test]
async fn who_comes_back_takes_the_place_of_its_earlier_session_and_of_no_other() {
    let settings = [("client.connection_limit", "2"), ("client.user_connection_limit", "1")];
    let server = Server::guarded(&settings).await;
    let (mut old, hello) = server.connected_with(connection("42")).await;
    let other = server.user("7").await;
    // Many claim to be the one who comes back: its place is given once.
    let request = ConnectRequest {
        token: token(&connection("42")),
        previous_session: hello.session,
        ..Default::default()
    };
    let mut peers = Vec::new();
    for _ in 0..8 {
        let mut peer = server.peer().await;
        peer.request(Request::Connect(request.clone())).await;
        peers.push(peer);
    }
    assert_eq!(old.end_codes().await.0, 3503);
    let mut connected = 0;
    for peer in &mut peers {
        match peer.reply().await.result {
            Some(Answer::Connect(_)) => connected += 1,
            Some(Answer::Push(_)) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(connected, 1);
    drop((old, peers, other));
    server.stop().await;
}
