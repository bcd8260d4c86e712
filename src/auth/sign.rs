use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::Value;

use super::{Secret, crypto, pem};

/// Signs tokens: what backends do, for the command line and for tests.
#[derive(Debug)]
pub struct SigningKey(Vec<(Algorithm, EncodingKey)>);

/// Why a key signs nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the key {0}")]
pub struct UnusableKey(String);

impl SigningKey {
    /// Signs with HS256.
    pub fn hmac(secret: &Secret) -> Self {
        let key = EncodingKey::from_secret(secret.reveal().as_bytes());
        Self(vec![(Algorithm::HS256, key)])
    }

    /// Signs with RS256, ES256, ES384 or EdDSA, as the private key in PEM text
    /// is for.
    ///
    /// # Errors
    /// What the text is instead.
    pub fn from_pem(pem: &str) -> Result<Self, UnusableKey> {
        pem::private_keys(pem).map(Self).map_err(UnusableKey)
    }

    /// A token with these claims; `kid` names the key in the header.
    ///
    /// # Errors
    /// When the key is of a kind that is not available.
    pub fn sign(&self, claims: &Value, kid: Option<&str>) -> Result<String, UnusableKey> {
        crypto::install();
        let sign = |(algorithm, key): &(Algorithm, EncodingKey)| {
            let kid = kid.map(str::to_owned);
            encode(&Header { kid, ..Header::new(*algorithm) }, claims, key).ok()
        };
        self.0.iter().find_map(sign).ok_or_else(|| {
            let fix = "use RSA of 2048 bits or more, ECDSA on P-256 or P-384, or Ed25519";
            UnusableKey(format!("is of a kind that is not available: {fix}"))
        })
    }
}
