use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::world::*;
use crate::auth::{TokenConfig, TokenError};

#[tokio::test]
async fn every_algorithm_is_accepted_with_its_own_key_and_refused_without() {
    for (algorithm, pem) in ALGORITHMS {
        let mut config = all_keys();
        if algorithm == Algorithm::ES384 {
            config.ecdsa_public_key = Some(P384_PUBLIC.into());
        }
        let token = sign_with(&Header::new(algorithm), pem, &good());
        let accepted = auth(config.clone()).connection(&token).await;
        assert_eq!(accepted.unwrap().user.as_str(), "42", "{algorithm:?}");
        match algorithm {
            Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => config.hmac_secret_key = None,
            Algorithm::ES256 | Algorithm::ES384 => config.ecdsa_public_key = None,
            Algorithm::EdDSA => config.eddsa_public_key = None,
            _ => config.rsa_public_key = None,
        }
        let reason = format!("signed with {algorithm:?}, and client.token has no key for that");
        refuses(auth(config).connection(&token).await, &reason);
    }
}

#[tokio::test]
async fn an_unsigned_token_is_refused() {
    let claims = good().to_string();
    for alg in ["none", "None", "NONE", "nOnE", "", "HS1", "PS256", "ES512", "RS257"] {
        for signature in [&b""[..], b"signature"] {
            let token = forge(&json!({ "alg": alg }).to_string(), &claims, signature);
            for config in [all_keys(), TokenConfig::default()] {
                assert!(auth(config).connection(&token).await.is_err(), "{alg}");
            }
        }
    }
    for header in [r#"{}"#, r#"{"alg":null}"#, r#"{"alg":["HS256"]}"#, r#"{"typ":"JWT"}"#] {
        refuses(auth(all_keys()).connection(&forge(header, &claims, b"")).await, "its JSON");
    }
}

#[tokio::test]
async fn a_public_key_is_no_secret() {
    let claims = good().to_string();
    for pem in [RSA_PUBLIC, P256_PUBLIC, ED25519_PUBLIC] {
        for secret in [pem, pem.trim_end()] {
            let token = hmac_signed(r#"{"alg":"HS256"}"#, &claims, secret.as_bytes());
            refuses(auth(all_keys()).connection(&token).await, "signature is wrong");
            let public_only = TokenConfig { hmac_secret_key: None, ..all_keys() };
            refuses(auth(public_only).connection(&token).await, "no key for that");
        }
    }
}

#[tokio::test]
async fn the_header_cannot_move_a_signature_to_another_algorithm() {
    for (real, pem) in ALGORITHMS {
        let token = sign_with(&Header::new(real), pem, &good());
        let (_, rest) = token.split_once('.').unwrap();
        for (claimed, _) in ALGORITHMS.into_iter().filter(|(claimed, _)| *claimed != real) {
            let header = forge(&json!({ "alg": format!("{claimed:?}") }).to_string(), "", b"");
            let moved = format!("{}.{rest}", header.split('.').next().unwrap());
            let result = auth(all_keys()).connection(&moved).await;
            assert!(result.is_err(), "{real:?} as {claimed:?}");
        }
    }
}

#[tokio::test]
async fn keys_in_the_token_itself_are_not_used() {
    let mut header = Header::new(Algorithm::HS256);
    header.jku = Some("https://attacker.example/jwks.json".into());
    header.x5u = header.jku.clone();
    header.kid = Some("../../dev/null".into());
    let own = EncodingKey::from_secret(b"the attacker's own secret, thirty-two");
    let token = encode(&header, &good(), &own).unwrap();
    refuses(auth(all_keys()).connection(&token).await, "signature is wrong");
    let jwk = r#"{"alg":"HS256","jwk":{"kty":"oct","k":"c2VjcmV0"}}"#;
    let token = hmac_signed(jwk, &good().to_string(), b"secret");
    refuses(auth(all_keys()).connection(&token).await, "signature is wrong");
}

#[tokio::test]
async fn what_the_header_demands_is_refused() {
    let header = r#"{"alg":"HS256","crit":["b64"],"b64":false}"#;
    let token = hmac_signed(header, &good().to_string(), SECRET.as_bytes());
    refuses(auth(hmac()).connection(&token).await, "crit");
}

#[tokio::test]
async fn every_changed_byte_is_noticed() {
    let token = sign(&good());
    let auth = auth(hmac());
    assert!(auth.connection(&token).await.is_ok());
    for at in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(auth.connection(&changed).await.is_err(), "byte {at} of {token}");
    }
    for end in 0..token.len() {
        assert!(auth.connection(&token[..end]).await.is_err(), "cut at {end}");
    }
}

#[tokio::test]
async fn garbage_is_refused_with_a_reason() {
    let auth = auth(all_keys());
    for (token, part) in [
        ("", "not a JWT"),
        (".", "not a JWT"),
        ("..", "its JSON"),
        ("a.b.c.d", ""),
        ("!.!.!", "base64url"),
        ("eyJhbGciOiJIUzI1NiJ9=.e30=.AAAA", "base64url"),
        ("\u{1F600}.\u{1F600}.\u{1F600}", "base64url"),
    ] {
        refuses(auth.connection(token).await, part);
    }
    let giant = format!("{}.{}.AAAA", "A".repeat(100), "A".repeat(10_000_000));
    refuses(auth.connection(&giant).await, "at most 65536");
    let deep = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
    let header = format!(r#"{{"alg":"HS256","x":{deep}}}"#);
    refuses(auth.connection(&forge(&header, "{}", b"")).await, "its JSON");
    for claims in ["", "7", "null", "[]", "\"sub\"", "{", "{\"sub\":\"42\"} x"] {
        let token = hmac_signed(r#"{"alg":"HS256"}"#, claims, SECRET.as_bytes());
        refuses(auth.connection(&token).await, "its JSON");
    }
}

#[tokio::test]
async fn the_previous_hmac_key_is_accepted_while_it_is_configured() {
    let old = sign(&good());
    let new = Some("another secret of thirty-two bytes at least".into());
    let rotated = TokenConfig { hmac_secret_key: new.clone(), ..TokenConfig::default() };
    refuses(auth(rotated.clone()).connection(&old).await, "signature is wrong");
    let both = TokenConfig { hmac_previous_secret_key: Some(SECRET.into()), ..rotated };
    assert!(auth(both).connection(&old).await.is_ok());
}

/// The client that asks for a new token on Expired gets one that is signed with
/// the new key; Invalid would be its end.
#[tokio::test]
async fn an_expired_token_whose_key_is_gone_is_expired() {
    let new = Some("another secret of thirty-two bytes at least".into());
    let rotated = || auth(TokenConfig { hmac_secret_key: new.clone(), ..all_keys() });
    for (end, value, expired) in [
        ("exp", json!(NOW), true),
        ("exp", json!(NOW + 1), false),
        ("exp", json!("1"), false),
        ("expire_at", json!(NOW - 1), true),
        ("expire_at", json!(-1), true),
        ("expire_at", json!(0), false),
    ] {
        let mut claims = json!({ "sub": "42" });
        claims[end] = value;
        let result = rotated().connection(&sign(&claims)).await;
        match expired {
            true => assert_eq!(result.unwrap_err(), TokenError::Expired, "{claims}"),
            false => refuses(result, "signature is wrong"),
        }
        claims["channel"] = "c".into();
        let result = rotated().subscription(&sign(&claims)).await;
        assert_eq!(result.unwrap_err() == TokenError::Expired, expired, "{claims}");
    }
}

/// What no rotation of keys brings about stays wrong, however old it says it is.
#[tokio::test]
async fn a_forgery_does_not_become_expired_by_its_age() {
    let over = json!({ "sub": "42", "exp": NOW - 1 });
    let claims = over.to_string();
    for alg in ["none", "", "HS1", "PS256", "ES512"] {
        for signature in [&b""[..], b"signature"] {
            let token = forge(&json!({ "alg": alg }).to_string(), &claims, signature);
            let result = auth(all_keys()).connection(&token).await;
            assert!(matches!(result, Err(TokenError::Invalid(_))), "{alg}: {result:?}");
        }
    }
    let public_only = TokenConfig { hmac_secret_key: None, ..all_keys() };
    for pem in [RSA_PUBLIC, P256_PUBLIC, ED25519_PUBLIC] {
        let token = hmac_signed(r#"{"alg":"HS256"}"#, &claims, pem.as_bytes());
        refuses(auth(public_only.clone()).connection(&token).await, "no key for that");
    }
    let es384 = sign_with(&Header::new(Algorithm::ES384), Some(P384), &over);
    refuses(auth(all_keys()).connection(&es384).await, "no key for that");
    let crit = hmac_signed(r#"{"alg":"HS256","crit":["x"]}"#, &claims, b"another secret");
    refuses(auth(all_keys()).connection(&crit).await, "crit");
    let garbage = forge(r#"{"alg":"HS256"}"#, &format!("{claims} x"), b"signature");
    refuses(auth(all_keys()).connection(&garbage).await, "signature is wrong");
}

#[tokio::test]
async fn one_kind_of_token_is_not_the_other() {
    let subscription: Value = json!({ "sub": "42", "channel": "chat:room", "exp": NOW + 60 });
    let auth = auth(hmac());
    refuses(auth.connection(&sign(&subscription)).await, "it is a subscription token");
    assert!(auth.subscription(&sign(&subscription)).await.is_ok());
    for channel in [Value::Null, "".into()] {
        let mut claims = good();
        claims["channel"] = channel;
        assert!(auth.connection(&sign(&claims)).await.is_ok());
        refuses(auth.subscription(&sign(&claims)).await, "it is not a subscription token");
    }
    refuses(auth.subscription(&sign(&good())).await, "it has no claim \"channel\"");
}

#[tokio::test]
async fn a_token_with_a_wrong_claim_is_never_called_expired() {
    let mut claims = json!({ "sub": "42", "channel": "c", "exp": NOW - 1, "aud": "other" });
    let config = TokenConfig { audience: Some("web".into()), ..hmac() };
    refuses(auth(config).subscription(&sign(&claims)).await, "\"aud\" is \"other\"");
    refuses(connection(&claims).await, "it is a subscription token");
    claims["allow"] = json!(["read"]);
    refuses(subscription(&claims).await, "unknown action \"read\"");
}
