use super::world::*;
use crate::{
    auth::{Auth, AuthConfig, AuthConfigError, SigningKey, TokenConfig},
    model::Clock,
};

fn error(token: TokenConfig) -> AuthConfigError {
    let config = AuthConfig { token, ..AuthConfig::default() };
    Auth::new(&config, Clock::system()).err().expect("the configuration is refused")
}

#[test]
fn a_key_that_cannot_be_used_is_named_with_the_fix() {
    let truncated: String = RSA_PUBLIC.lines().take(3).collect();
    for (pem, part) in [
        (RSA, "is a private key, which does not belong here"),
        ("-----BEGIN CERTIFICATE-----", "openssl x509 -pubkey"),
        (include_str!("keys/rsa.pkcs1.pub.pem"), "openssl rsa -RSAPublicKey_in"),
        (include_str!("keys/rsa1024.pub.pem"), "less than 2048 bits"),
        (include_str!("keys/p521.pub.pem"), "of a kind that is not available"),
        (include_str!("keys/secp256k1.pub.pem"), "of a kind that is not available"),
        (P256_PUBLIC, "is a key for ES256, which is another option"),
        (ED25519_PUBLIC, "is a key for EdDSA, which is another option"),
        ("MIIB", "is not PEM text"),
        (&truncated, "is not PEM text"),
    ] {
        let error = error(TokenConfig { rsa_public_key: Some(pem.into()), ..hmac() });
        assert_eq!((error.table, error.option), ("client.token", "rsa_public_key"));
        assert!(error.message.contains(part), "{error}");
        assert!(!error.message.contains("MII"), "the key is in the message: {error}");
    }
    let ecdsa = error(TokenConfig { ecdsa_public_key: Some(RSA_PUBLIC.into()), ..hmac() });
    assert!(ecdsa.message.contains("is a key for RS256"), "{ecdsa}");
    let eddsa = error(TokenConfig { eddsa_public_key: Some(P384_PUBLIC.into()), ..hmac() });
    assert!(eddsa.message.contains("is a key for ES384"), "{eddsa}");
}

#[test]
fn options_that_contradict_each_other_are_refused() {
    let some = || Some("x".to_owned());
    let bad = || Some("(".to_owned());
    for (config, option, part) in [
        (
            TokenConfig { audience: some(), audience_regex: some(), ..hmac() },
            "audience_regex",
            "together with audience",
        ),
        (
            TokenConfig { issuer: some(), issuer_regex: some(), ..hmac() },
            "issuer_regex",
            "together with issuer",
        ),
        (
            TokenConfig { audience_regex: bad(), ..hmac() },
            "audience_regex",
            "not a regular expression",
        ),
        (TokenConfig { issuer_regex: bad(), ..hmac() }, "issuer_regex", "not a regular expression"),
        (
            TokenConfig { hmac_previous_secret_key: Some("x".into()), ..TokenConfig::default() },
            "hmac_previous_secret_key",
            "which is not set",
        ),
    ] {
        let error = error(config);
        assert_eq!(error.option, option);
        assert!(error.message.contains(part), "{error}");
    }
    for url in ["", "id.example.com", "ftp://id.example.com/", "file:///etc/jwks", "http://"] {
        let error = error(TokenConfig { jwks_public_endpoint: Some(url.into()), ..hmac() });
        assert!(error.option == "jwks_public_endpoint" && error.message.contains("is not a URL"));
    }
}

#[tokio::test]
async fn what_is_signed_with_a_private_key_is_accepted_with_the_public_one() {
    let ecdsa = |pem: &str| TokenConfig { ecdsa_public_key: Some(pem.into()), ..all_keys() };
    for (private, config, alg) in [
        (RSA, all_keys(), "RS256"),
        (P256, all_keys(), "ES256"),
        (P384, ecdsa(P384_PUBLIC), "ES384"),
        (ED25519, all_keys(), "EdDSA"),
    ] {
        let key = SigningKey::from_pem(private).unwrap();
        let token = key.sign(&good(), Some("kid")).unwrap();
        assert!(auth(config).connection(&token).await.is_ok(), "{alg}");
        let header = crate::auth::DecodedToken::decode(&token).unwrap().header;
        assert_eq!((&header["alg"], &header["kid"]), (&alg.into(), &"kid".into()));
    }
    let error = SigningKey::from_pem(RSA_PUBLIC).unwrap_err().to_string();
    assert!(error.contains("is not a private key"), "{error}");
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let shown = format!("{:?} {:?}", hmac(), SigningKey::hmac(&SECRET.into()));
    assert!(!shown.contains(SECRET) && !shown.contains(&format!("{:?}", SECRET.as_bytes())));
}
