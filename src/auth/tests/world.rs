use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use ring::hmac as ring_hmac;
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject as _};
use serde_json::{Value, json};

use super::super::{
    Auth, AuthConfig, ConnectionToken, SubscriptionToken, TokenConfig, TokenError, crypto,
};
use crate::model::Clock;

/// What the tests' clock shows, in Unix seconds.
pub(super) const NOW: u64 = 1_700_000_000;

pub(super) const SECRET: &str = "a secret of at least thirty-two bytes";

pub(super) const RSA: &str = include_str!("keys/rsa.pem");
pub(super) const RSA_PUBLIC: &str = include_str!("keys/rsa.pub.pem");
pub(super) const P256: &str = include_str!("keys/p256.pem");
pub(super) const P256_PUBLIC: &str = include_str!("keys/p256.pub.pem");
pub(super) const P384: &str = include_str!("keys/p384.pem");
pub(super) const P384_PUBLIC: &str = include_str!("keys/p384.pub.pem");
pub(super) const ED25519: &str = include_str!("keys/ed25519.pem");
pub(super) const ED25519_PUBLIC: &str = include_str!("keys/ed25519.pub.pem");

/// Every algorithm, with its private key; none for HMAC.
pub(super) const ALGORITHMS: [(Algorithm, Option<&str>); 9] = [
    (Algorithm::HS256, None),
    (Algorithm::HS384, None),
    (Algorithm::HS512, None),
    (Algorithm::RS256, Some(RSA)),
    (Algorithm::RS384, Some(RSA)),
    (Algorithm::RS512, Some(RSA)),
    (Algorithm::ES256, Some(P256)),
    (Algorithm::ES384, Some(P384)),
    (Algorithm::EdDSA, Some(ED25519)),
];

pub(super) fn hmac() -> TokenConfig {
    TokenConfig { hmac_secret_key: Some(SECRET.into()), ..TokenConfig::default() }
}

/// Keys of every kind; ECDSA on P-256.
pub(super) fn all_keys() -> TokenConfig {
    TokenConfig {
        rsa_public_key: Some(RSA_PUBLIC.into()),
        ecdsa_public_key: Some(P256_PUBLIC.into()),
        eddsa_public_key: Some(ED25519_PUBLIC.into()),
        ..hmac()
    }
}

pub(super) fn auth_at(token: TokenConfig, clock: Clock) -> Auth {
    Auth::new(&AuthConfig { token, ..AuthConfig::default() }, clock).unwrap()
}

pub(super) fn auth(token: TokenConfig) -> Auth {
    auth_at(token, Clock::manual(NOW * 1000))
}

pub(super) fn encoding_key(algorithm: Algorithm, pem: Option<&str>) -> EncodingKey {
    let Some(pem) = pem else { return EncodingKey::from_secret(SECRET.as_bytes()) };
    let key = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).unwrap();
    let der = key.secret_pkcs8_der();
    match algorithm {
        Algorithm::RS256 | Algorithm::RS384 | Algorithm::RS512 => EncodingKey::from_rsa_der(der),
        Algorithm::EdDSA => EncodingKey::from_ed_der(der),
        _ => EncodingKey::from_ec_der(der),
    }
}

pub(super) fn sign_with(header: &Header, pem: Option<&str>, claims: &Value) -> String {
    crypto::install();
    encode(header, claims, &encoding_key(header.alg, pem)).unwrap()
}

/// A token signed with the HMAC secret.
pub(super) fn sign(claims: &Value) -> String {
    sign_with(&Header::new(Algorithm::HS256), None, claims)
}

/// A token of these parts, whatever they are.
pub(super) fn forge(header: &str, claims: &str, signature: &[u8]) -> String {
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    format!("{}.{}.{}", part(header.as_bytes()), part(claims.as_bytes()), part(signature))
}

/// A header and claims, signed with HMAC over any bytes.
pub(super) fn hmac_signed(header: &str, claims: &str, secret: &[u8]) -> String {
    let unsigned = forge(header, claims, b"");
    let message = unsigned.strip_suffix('.').unwrap();
    let key = ring_hmac::Key::new(ring_hmac::HMAC_SHA256, secret);
    forge(header, claims, ring_hmac::sign(&key, message.as_bytes()).as_ref())
}

pub(super) fn good() -> Value {
    json!({ "sub": "42", "exp": NOW + 60 })
}

/// What the server makes of a connection token with these claims.
pub(super) async fn connection(claims: &Value) -> Result<ConnectionToken, TokenError> {
    auth(hmac()).connection(&sign(claims)).await
}

pub(super) async fn subscription(claims: &Value) -> Result<SubscriptionToken, TokenError> {
    auth(hmac()).subscription(&sign(claims)).await
}

#[track_caller]
pub(super) fn refuses<T>(result: Result<T, TokenError>, part: &str) {
    match result {
        Err(TokenError::Invalid(reason)) => {
            assert!(reason.contains(part), "no {part:?} in {reason:?}");
        }
        Err(other) => panic!("not invalid: {other:?}"),
        Ok(_) => panic!("accepted, in spite of {part:?}"),
    }
}
