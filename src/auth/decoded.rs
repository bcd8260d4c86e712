use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::TokenError;

/// What a token says, true or not: for people who look at it.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodedToken {
    /// Such as `alg` and `kid`.
    pub header: Map<String, Value>,
    /// The claims.
    pub claims: Map<String, Value>,
}

impl DecodedToken {
    /// Decodes a token without verifying anything.
    ///
    /// # Errors
    /// [`TokenError::Invalid`] when it is no JWT.
    pub fn decode(token: &str) -> Result<Self, TokenError> {
        let parts: Vec<_> = token.split('.').collect();
        let [header, claims, _signature] = parts.as_slice() else {
            let count = parts.len();
            return Err(TokenError::Invalid(format!(
                "it is not a JWT: three parts with dots in between, not {count}"
            )));
        };
        Ok(Self { header: part("header", header)?, claims: part("payload", claims)? })
    }

    /// True when it is for one channel.
    pub fn is_subscription(&self) -> bool {
        self.claims.get("channel").is_some_and(|channel| !channel.is_null() && channel != "")
    }
}

fn part(name: &str, text: &str) -> Result<Map<String, Value>, TokenError> {
    let json = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|error| TokenError::Invalid(format!("its {name} is not base64url: {error}")))?;
    serde_json::from_slice(&json)
        .map_err(|error| TokenError::Invalid(format!("its {name} is not JSON: {error}")))
}
