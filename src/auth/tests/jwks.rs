use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, Header};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RsaKeyPair, RsaPublicKeyComponents,
    },
};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject as _};
use serde_json::{Value, json};

use super::{server::Server, world::*};
use crate::{
    auth::{Auth, TokenConfig, TokenError},
    model::Clock,
};

/// What clients are told, whatever has gone wrong.
const UNAVAILABLE: &str = "the keys of tokens cannot be fetched now: try again";

const MINUTE: Duration = Duration::from_secs(60);

fn pkcs8(pem: &str) -> PrivatePkcs8KeyDer<'static> {
    PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).unwrap()
}

fn ec(kid: &str, pem: &str, crv: &str, algorithm: &'static EcdsaSigningAlgorithm) -> Value {
    let pair =
        EcdsaKeyPair::from_pkcs8(algorithm, pkcs8(pem).secret_pkcs8_der(), &SystemRandom::new());
    let point = pair.unwrap().public_key().as_ref()[1..].to_vec();
    let (x, y) = point.split_at(point.len() / 2);
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    json!({ "kid": kid, "kty": "EC", "crv": crv, "x": text(x), "y": text(y), "use": "sig" })
}

fn ed25519(kid: &str) -> Value {
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8(ED25519).secret_pkcs8_der());
    let x = URL_SAFE_NO_PAD.encode(pair.unwrap().public_key().as_ref());
    json!({ "kid": kid, "kty": "OKP", "crv": "Ed25519", "x": x })
}

/// With the sign byte that some endpoints write.
fn rsa(kid: &str) -> Value {
    let pair = RsaKeyPair::from_pkcs8(pkcs8(RSA).secret_pkcs8_der()).unwrap();
    let public = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public());
    let n = URL_SAFE_NO_PAD.encode([&[0][..], &public.n].concat());
    json!({ "kid": kid, "kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256" })
}

fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

fn token(kid: &str) -> String {
    let header = Header { kid: Some(kid.into()), ..Header::new(Algorithm::EdDSA) };
    sign_with(&header, Some(ED25519), &json!({ "sub": "42" }))
}

/// What is logged on this thread while the guard lives.
fn log() -> (Log, tracing::subscriber::DefaultGuard) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
    (log, tracing::subscriber::set_default(subscriber))
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct World {
    server: Server,
    auth: Arc<Auth>,
    clock: Clock,
}

async fn world(body: &str) -> World {
    let server = Server::start(body).await;
    let clock = Clock::manual(NOW * 1000);
    let endpoint = Some(server.url());
    let config = TokenConfig { jwks_public_endpoint: endpoint, ..TokenConfig::default() };
    let auth = Arc::new(auth_at(config, clock.clone()));
    World { server, auth, clock }
}

#[tokio::test]
async fn a_key_is_found_by_its_name_and_bound_to_its_algorithm() {
    let keys = [
        json!({ "kty": "oct", "kid": "ed", "k": "c2VjcmV0" }),
        ed25519("ed"),
        rsa("rsa"),
        ec("p256", P256, "P-256", &ECDSA_P256_SHA256_FIXED_SIGNING),
        ec("p384", P384, "P-384", &ECDSA_P384_SHA384_FIXED_SIGNING),
    ];
    let w = world(&set(&keys)).await;
    for (kid, algorithm, pem) in [
        ("ed", Algorithm::EdDSA, ED25519),
        ("rsa", Algorithm::RS256, RSA),
        ("p256", Algorithm::ES256, P256),
        ("p384", Algorithm::ES384, P384),
    ] {
        let named = |kid: &str| Header { kid: Some(kid.into()), ..Header::new(algorithm) };
        let token = sign_with(&named(kid), Some(pem), &good());
        assert!(w.auth.connection(&token).await.is_ok(), "{kid}");
        let misnamed =
            sign_with(&named(if kid == "ed" { "rsa" } else { "ed" }), Some(pem), &good());
        refuses(w.auth.connection(&misnamed).await, "is not for");
    }
    // The key says RS256.
    let header = Header { kid: Some("rsa".into()), ..Header::new(Algorithm::RS512) };
    refuses(w.auth.connection(&sign_with(&header, Some(RSA), &good())).await, "is not for");
    let nameless = sign_with(&Header::new(Algorithm::EdDSA), Some(ED25519), &good());
    refuses(w.auth.connection(&nameless).await, "has no \"kid\"");
    let hmac = Header { kid: Some("ed".into()), ..Header::new(Algorithm::HS256) };
    refuses(w.auth.connection(&sign_with(&hmac, None, &good())).await, "no key for that");
    assert_eq!(w.server.requests(), 1);
}

#[tokio::test]
async fn a_storm_of_tokens_asks_once() {
    let w = world(&set(&[ed25519("a")])).await;
    w.server.close();
    let verify = |kid: &str| {
        let (auth, token) = (w.auth.clone(), token(kid));
        tokio::spawn(async move { auth.connection(&token).await })
    };
    let good: Vec<_> = (0..200).map(|_| verify("a")).collect();
    let unknown: Vec<_> = (0..200).map(|i| verify(&format!("unknown {i}"))).collect();
    // One that is cancelled takes nobody with it.
    good[0].abort();
    w.server.open();
    for task in good.into_iter().skip(1) {
        assert!(task.await.unwrap().is_ok());
    }
    for task in unknown {
        assert!(task.await.unwrap().is_err());
    }
    for i in 0..200 {
        let result = w.auth.connection(&token(&format!("later {i}"))).await;
        assert!(matches!(result, Err(TokenError::Unavailable(_))), "{result:?}");
    }
    assert_eq!(w.server.requests(), 1);
}

#[tokio::test]
async fn a_key_that_is_new_at_the_endpoint_is_found() {
    let w = world(&set(&[ed25519("old")])).await;
    assert!(w.auth.connection(&token("old")).await.is_ok());
    w.server.say(&set(&[ed25519("new")]));
    w.clock.advance(MINUTE);
    refuses(w.auth.connection(&token("unknown")).await, "is not among those of client.token.jwks");
    assert!(w.auth.connection(&token("new")).await.is_ok());
    refuses(w.auth.connection(&token("old")).await.map_err(temporary_is_no), "no");
    assert_eq!(w.server.requests(), 2);
}

#[tokio::test]
async fn an_expired_token_whose_key_is_no_longer_fetched_is_expired() {
    let w = world(&set(&[ed25519("new"), rsa("rsa")])).await;
    let over = json!({ "sub": "42", "exp": NOW - 1 });
    let sign = |kid: &str, claims: &Value| {
        let header = Header { kid: Some(kid.into()), ..Header::new(Algorithm::EdDSA) };
        sign_with(&header, Some(ED25519), claims)
    };
    // The first waits for the fetch, the second comes right after it.
    for _ in 0..2 {
        let gone = w.auth.connection(&sign("old", &over)).await;
        assert_eq!(gone.unwrap_err(), TokenError::Expired);
    }
    let token = sign("new", &over);
    let (message, _) = token.rsplit_once('.').unwrap();
    let resigned = format!("{message}.{}", "A".repeat(86));
    assert_eq!(w.auth.connection(&resigned).await.unwrap_err(), TokenError::Expired);
    // No rotation makes a key one for another algorithm, or takes the name away.
    refuses(w.auth.connection(&sign("rsa", &over)).await, "is not for");
    let nameless = sign_with(&Header::new(Algorithm::EdDSA), Some(ED25519), &over);
    refuses(w.auth.connection(&nameless).await, "has no \"kid\"");
}

/// Within seconds of a fetch an unknown key is not refused for good.
fn temporary_is_no(error: TokenError) -> TokenError {
    match error {
        TokenError::Unavailable(_) => TokenError::Invalid("no".into()),
        other => other,
    }
}

#[tokio::test]
async fn known_keys_outlive_the_endpoint() {
    let mut w = world(&set(&[ed25519("a")])).await;
    assert!(w.auth.connection(&token("a")).await.is_ok());
    for answer in [
        "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nlocation: file:///etc/passwd\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\noops",
        "HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{\"keys\":[]}",
        "nonsense\r\n\r\n",
        "",
    ] {
        let before = w.server.requests();
        w.server.say_raw(answer);
        w.clock.advance(61 * MINUTE);
        assert!(w.auth.connection(&token("a")).await.is_ok(), "{answer:?}");
        let unknown = w.auth.connection(&token("b")).await;
        assert!(matches!(unknown, Err(TokenError::Unavailable(_))), "{answer:?}: {unknown:?}");
        assert_eq!(w.server.requests(), before + 1, "{answer:?}");
    }
    // Not even a socket is left.
    w.server = Server::start("").await;
    w.clock.advance(600 * MINUTE);
    assert!(w.auth.connection(&token("a")).await.is_ok());
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let (log, _guard) = log();
    let huge = format!("{{\"keys\":[],\"x\":\"{}\"}}", "x".repeat(600_000));
    let w = world(&huge).await;
    let Err(TokenError::Unavailable(reason)) = w.auth.connection(&token("a")).await else {
        panic!("it was read");
    };
    assert_eq!(reason, UNAVAILABLE);
    assert!(log.text().contains("length limit exceeded"), "{}", log.text());
}

#[tokio::test]
async fn clients_are_not_told_where_the_keys_are() {
    let (log, _guard) = log();
    // A port where nobody listens, and one that does not speak TLS.
    let server = Server::start("").await;
    let tls = server.url().replace("http://", "https://");
    for url in ["https://localhost:1/jwks.json", &tls] {
        let config = TokenConfig { jwks_public_endpoint: Some(url.into()), ..hmac() };
        let auth = auth(config);
        let error = auth.connection(&token("a")).await.unwrap_err();
        assert_eq!(error, TokenError::Unavailable(UNAVAILABLE.into()), "{url}");
    }
    assert_eq!(log.text().matches("jwks fetch failed").count(), 2, "{}", log.text());
    assert!(log.text().contains("client.token.jwks_public_endpoint"), "{}", log.text());
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (log, _guard) = log();
    let target = Server::start(&set(&[ed25519("a")])).await;
    let w = world("").await;
    let location = target.url();
    let answer = format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
    w.server.say_raw(&answer);
    let Err(TokenError::Unavailable(reason)) = w.auth.connection(&token("a")).await else {
        panic!("it was followed");
    };
    assert_eq!(reason, UNAVAILABLE);
    assert!(log.text().contains("redirects are not followed"), "{}", log.text());
    assert_eq!(target.requests(), 0);
}

#[tokio::test]
async fn configured_keys_come_before_fetched_ones() {
    let server = Server::start(&set(&[ed25519("a")])).await;
    let config = TokenConfig { jwks_public_endpoint: Some(server.url()), ..all_keys() };
    let auth = auth(config);
    assert!(auth.connection(&sign(&good())).await.is_ok());
    assert!(auth.connection(&token("a")).await.is_ok());
    assert_eq!(server.requests(), 0);
    // Another RSA key, which the configured one is not: the endpoint is asked.
    let header = Header { kid: Some("p256".into()), ..Header::new(Algorithm::ES256) };
    server.say(&set(&[ec("p256", P256, "P-256", &ECDSA_P256_SHA256_FIXED_SIGNING)]));
    let other = TokenConfig { ecdsa_public_key: None, ..all_keys() };
    let auth = auth_at(
        TokenConfig { jwks_public_endpoint: Some(server.url()), ..other },
        Clock::manual(NOW * 1000),
    );
    assert!(auth.connection(&sign_with(&header, Some(P256), &good())).await.is_ok());
    assert_eq!(server.requests(), 1);
}
