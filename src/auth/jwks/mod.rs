//! Keys from a JSON Web Key Set.

use jsonwebtoken::{Algorithm, DecodingKey};

use super::TokenError;
use crate::model::Clock;

pub(super) struct Jwks {
    clock: Clock,
}

impl Jwks {
    pub(super) fn new(_url: &str, clock: Clock) -> Result<Self, String> {
        Ok(Self { clock })
    }

    pub(super) async fn key(&self, _: &str, _: Algorithm) -> Result<DecodingKey, TokenError> {
        let _ = &self.clock;
        Err(TokenError::Unavailable(String::new()))
    }
}
