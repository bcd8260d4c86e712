//! A JSON Web Key Set.

use std::collections::HashMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::Value;

use crate::auth::pem::RSA;

/// Keys by their `kid`.
#[derive(Default)]
pub(super) struct KeySet(HashMap<String, Vec<Key>>);

struct Key {
    algorithms: Vec<Algorithm>,
    key: DecodingKey,
}

pub(super) enum Found<'a> {
    Key(&'a DecodingKey),
    /// There are keys of this name, for other algorithms.
    OtherAlgorithm,
    Nothing,
}

impl KeySet {
    /// Reads `{"keys": [...]}`. A key that is of no use here (for encryption,
    /// of another kind, nameless, secret) does not spoil the others.
    pub(super) fn parse(json: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Jwks {
            keys: Vec<Value>,
        }
        let jwks: Jwks = serde_json::from_slice(json)
            .map_err(|error| format!("it did not answer a JSON Web Key Set: {error}"))?;
        let mut set = Self::default();
        for key in jwks.keys {
            if let Some((kid, key)) = serde_json::from_value(key).ok().and_then(usable) {
                set.0.entry(kid).or_default().push(key);
            }
        }
        Ok(set)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn find(&self, kid: &str, algorithm: Algorithm) -> Found<'_> {
        let Some(keys) = self.0.get(kid) else { return Found::Nothing };
        match keys.iter().find(|key| key.algorithms.contains(&algorithm)) {
            Some(key) => Found::Key(&key.key),
            None => Found::OtherAlgorithm,
        }
    }
}

fn usable(jwk: Jwk) -> Option<(String, Key)> {
    let common = &jwk.common;
    let verifies = common.public_key_use.as_ref().is_none_or(|u| *u == PublicKeyUse::Signature)
        && common.key_operations.as_ref().is_none_or(|ops| ops.contains(&KeyOperations::Verify));
    let (algorithms, key): (&[Algorithm], _) = match &jwk.algorithm {
        AlgorithmParameters::RSA(rsa) => (RSA, rsa_key(&rsa.n, &rsa.e)?),
        AlgorithmParameters::EllipticCurve(ec) => (
            match ec.curve {
                EllipticCurve::P256 => &[Algorithm::ES256],
                EllipticCurve::P384 => &[Algorithm::ES384],
                _ => return None,
            },
            DecodingKey::from_ec_components(&ec.x, &ec.y).ok()?,
        ),
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
            (&[Algorithm::EdDSA], DecodingKey::from_ed_components(&pair.x).ok()?)
        }
        _ => return None,
    };
    let own = common.key_algorithm.map(|own| own.to_string());
    let mut algorithms = algorithms.to_vec();
    algorithms.retain(|algorithm| own.as_ref().is_none_or(|own| *own == format!("{algorithm:?}")));
    let kid = jwk.common.key_id?;
    (verifies && !algorithms.is_empty()).then_some((kid, Key { algorithms, key }))
}

/// Some endpoints write the sign byte of the modulus, which ring refuses.
fn rsa_key(modulus: &str, exponent: &str) -> Option<DecodingKey> {
    let modulus = URL_SAFE_NO_PAD.decode(modulus).ok()?;
    let exponent = URL_SAFE_NO_PAD.decode(exponent).ok()?;
    let start = modulus.iter().position(|byte| *byte != 0)?;
    Some(DecodingKey::from_rsa_raw_components(&modulus[start..], &exponent))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn finds(key: Value, algorithm: Algorithm) -> bool {
        let set = json!({ "keys": [{ "kty": "??" }, 7, key] }).to_string();
        let set = KeySet::parse(set.as_bytes()).unwrap();
        matches!(set.find("k", algorithm), Found::Key(_))
    }

    #[test]
    fn a_key_is_for_the_algorithms_of_its_kind_alone() {
        let rsa = json!({ "kid": "k", "kty": "RSA", "n": "AL0", "e": "AQAB" });
        let p256 = json!({ "kid": "k", "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" });
        let p384 = json!({ "kid": "k", "kty": "EC", "crv": "P-384", "x": "AA", "y": "AA" });
        let p521 = json!({ "kid": "k", "kty": "EC", "crv": "P-521", "x": "AA", "y": "AA" });
        let ed = json!({ "kid": "k", "kty": "OKP", "crv": "Ed25519", "x": "AA" });
        let oct = json!({ "kid": "k", "kty": "oct", "k": "c2VjcmV0" });
        use Algorithm::*;
        let all = [HS256, HS384, HS512, RS256, RS384, RS512, PS256, ES256, ES384, EdDSA];
        for (key, wanted) in [
            (&rsa, &[RS256, RS384, RS512][..]),
            (&p256, &[ES256]),
            (&p384, &[ES384]),
            (&p521, &[]),
            (&ed, &[EdDSA]),
            (&oct, &[]),
        ] {
            let found: Vec<_> = all.into_iter().filter(|alg| finds(key.clone(), *alg)).collect();
            assert_eq!(found, wanted, "{key}");
        }
    }

    #[test]
    fn what_the_key_says_about_itself_counts() {
        for (member, value, found) in [
            ("use", json!("sig"), true),
            ("use", json!("enc"), false),
            ("key_ops", json!(["verify"]), true),
            ("key_ops", json!(["sign"]), false),
            ("alg", json!("RS256"), true),
            ("alg", json!("RS512"), false),
            ("alg", json!("RSA-OAEP"), false),
            ("alg", json!("HS256"), false),
            ("kid", json!("other"), false),
            ("kid", Value::Null, false),
        ] {
            let mut key = json!({ "kid": "k", "kty": "RSA", "n": "AL0", "e": "AQAB" });
            key[member] = value;
            assert_eq!(finds(key.clone(), Algorithm::RS256), found, "{key}");
        }
    }

    #[test]
    fn what_is_no_set_is_an_error() {
        for text in ["", "{}", "[]", "<html>", r#"{"keys": {}}"#] {
            assert!(KeySet::parse(text.as_bytes()).is_err(), "{text}");
        }
    }
}
