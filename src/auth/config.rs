use super::Secret;

/// How tokens are verified: the keys of `client.token` and
/// `client.subscription_token`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenConfig {
    /// For HS256, HS384 and HS512.
    pub hmac_secret_key: Option<Secret>,
    /// The one before it, accepted while tokens signed with it are around.
    pub hmac_previous_secret_key: Option<Secret>,
    /// PEM ("PUBLIC KEY"), for RS256, RS384 and RS512.
    pub rsa_public_key: Option<String>,
    /// PEM ("PUBLIC KEY"), for ES256 or ES384, whichever its curve is for.
    pub ecdsa_public_key: Option<String>,
    /// PEM ("PUBLIC KEY") of an Ed25519 key, for EdDSA.
    pub eddsa_public_key: Option<String>,
    /// URL of a JSON Web Key Set, asked for keys by the token's `kid`.
    pub jwks_public_endpoint: Option<String>,
    /// `aud` must be or contain this.
    pub audience: Option<String>,
    /// `aud` must be or contain a match of this; not together with `audience`.
    pub audience_regex: Option<String>,
    /// `iss` must be this.
    pub issuer: Option<String>,
    /// `iss` must match this; not together with `issuer`.
    pub issuer_regex: Option<String>,
    /// The claim that holds the user's id; `sub` when none is named.
    pub user_id_claim: Option<String>,
}

impl TokenConfig {
    /// True when there is something to verify a signature with.
    pub fn has_key(&self) -> bool {
        self.hmac_secret_key.is_some()
            || self.rsa_public_key.is_some()
            || self.ecdsa_public_key.is_some()
            || self.eddsa_public_key.is_some()
            || self.jwks_public_endpoint.is_some()
    }
}

/// What the room is configured with for clients.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuthConfig {
    /// Connection tokens, and subscription tokens too unless they have their
    /// own configuration.
    pub token: TokenConfig,
    /// Subscription tokens, when `client.subscription_token.enabled`.
    pub subscription_token: Option<TokenConfig>,
    /// Who has no token is an anonymous user.
    pub allow_anonymous_connect_without_token: bool,
    /// Anybody may do anything; on loopback only.
    pub insecure: bool,
}

/// Why a configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}.{option}: {message}")]
pub struct AuthConfigError {
    /// `client.token` or `client.subscription_token`.
    pub table: &'static str,
    /// The option to change.
    pub option: &'static str,
    /// The cause and the fix.
    pub message: String,
}
