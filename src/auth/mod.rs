//! Tokens -> identity and grants; API keys. Verification is local, except that
//! the keys of a JWKS endpoint are fetched now and then. jsonwebtoken is used
//! in this room only.

mod api_keys;
mod claims;
mod config;
mod crypto;
mod decoded;
mod error;
mod grants;
mod jwks;
mod keys;
mod pem;
mod read;
mod rules;
mod secret;
mod sign;
#[cfg(test)]
mod tests;
mod verifier;

use self::verifier::Verifier;
use crate::model::Clock;

pub use api_keys::{ApiConfig, ApiKey, ApiKeyConfig, ApiKeyError, ApiKeys};
pub use config::{AuthConfig, AuthConfigError, TokenConfig};
pub use decoded::DecodedToken;
pub use error::TokenError;
pub use grants::{ConnectionToken, ServerSubscription, SubscriptionToken};
pub use secret::Secret;
pub use sign::{SigningKey, UnusableKey};

/// Verifies tokens.
pub struct Auth {
    connection: Verifier,
    /// None when the other one verifies subscription tokens too.
    subscription: Option<Verifier>,
    allow_anonymous: bool,
    insecure: bool,
}

impl Auth {
    /// Reads the keys of `config`.
    ///
    /// # Errors
    /// The option that cannot be used, and why.
    pub fn new(config: &AuthConfig, clock: Clock) -> Result<Self, AuthConfigError> {
        let own = config.subscription_token.as_ref();
        let own = own.map(|own| Verifier::new("client.subscription_token", own, clock.clone()));
        Ok(Self {
            subscription: own.transpose()?,
            connection: Verifier::new("client.token", &config.token, clock)?,
            allow_anonymous: config.allow_anonymous_connect_without_token,
            insecure: config.insecure,
        })
    }

    /// True when anybody may do anything.
    pub fn insecure(&self) -> bool {
        self.insecure
    }

    /// True when a connection needs no token: its user is anonymous then.
    pub fn allows_anonymous(&self) -> bool {
        self.allow_anonymous
    }

    /// Verifies a connection token, once and on this machine; only a key of a
    /// JWKS endpoint that is not known yet is waited for.
    ///
    /// # Errors
    /// [`TokenError`]; a token that is wrong in other ways too is not called
    /// expired, except that its key may be gone.
    pub async fn connection(&self, token: &str) -> Result<ConnectionToken, TokenError> {
        let (claims, user) = self.connection.verify(token).await?;
        let token = read::connection(&claims, user)?;
        self.connection.check_expiry(&claims, token.expire_at)?;
        Ok(token)
    }

    /// Verifies a subscription token, as [`Auth::connection`] does. Whether it
    /// is this user's and for this channel is for the caller to say.
    ///
    /// # Errors
    /// As [`Auth::connection`].
    pub async fn subscription(&self, token: &str) -> Result<SubscriptionToken, TokenError> {
        let verifier = self.subscription.as_ref().unwrap_or(&self.connection);
        let (claims, user) = verifier.verify(token).await?;
        let token = read::subscription(&claims, user)?;
        verifier.check_expiry(&claims, token.expire_at)?;
        Ok(token)
    }
}
