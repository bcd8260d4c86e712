//! Token -> verified claims.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, Header,
    crypto::verify,
    decode_header,
    errors::{
        Error,
        ErrorKind::{self, InvalidToken},
    },
};

use super::{
    AuthConfigError, TokenConfig, TokenError,
    claims::{Claims, wrong},
    crypto,
    jwks::Jwks,
    keys::{KeyProblem, Keys},
    read,
    rules::Rules,
};
use crate::model::{Clock, MAX_USER_ID_BYTES, UserId};

/// More is nobody's token.
const MAX_TOKEN_BYTES: usize = 64 * 1024;

/// Verifies the tokens of one configuration.
pub(super) struct Verifier {
    table: &'static str,
    keys: Keys,
    jwks: Option<Jwks>,
    rules: Rules,
    user_id_claim: Option<String>,
    clock: Clock,
}

impl Verifier {
    pub(super) fn new(
        table: &'static str,
        config: &TokenConfig,
        clock: Clock,
    ) -> Result<Self, AuthConfigError> {
        crypto::install();
        let named = |(option, message): KeyProblem| AuthConfigError { table, option, message };
        let endpoint = config.jwks_public_endpoint.as_deref();
        let option = || format!("{table}.jwks_public_endpoint");
        let jwks = endpoint.map(|url| Jwks::new(option(), url, clock.clone())).transpose();
        Ok(Self {
            table,
            keys: Keys::new(config).map_err(named)?,
            jwks: jwks.map_err(|message| named(("jwks_public_endpoint", message)))?,
            rules: Rules::new(config).map_err(named)?,
            user_id_claim: config.user_id_claim.clone(),
            clock,
        })
    }

    /// Everything but the expiry: who is told that a token has expired can make
    /// it good with a new one.
    pub(super) async fn verify(&self, token: &str) -> Result<(Claims, UserId), TokenError> {
        let claims = self.signed(token).await?;
        self.rules.check(self.table, &claims)?;
        if claims.date("nbf")?.is_some_and(|nbf| self.clock.now_ms() < nbf.ms) {
            return Err(TokenError::invalid("it is not valid yet: its claim \"nbf\" lies ahead"));
        }
        let user = self.user(&claims)?;
        Ok((claims, user))
    }

    fn user(&self, claims: &Claims) -> Result<UserId, TokenError> {
        let name = self.user_id_claim.as_deref().unwrap_or("sub");
        let user = match claims.user(name)? {
            None if self.user_id_claim.is_some() => {
                let option = format!("{}.user_id_claim", self.table);
                let reason = format!("it has no claim {name:?}, which {option} names");
                return Err(TokenError::Invalid(reason));
            }
            user => user.unwrap_or_default(),
        };
        match user.len() {
            ..=MAX_USER_ID_BYTES => Ok(UserId::from(user.as_str())),
            bytes => {
                let limit = format!("at most {MAX_USER_ID_BYTES} are allowed: shorten it");
                Err(wrong(name, format!("a user id of {bytes} bytes, {limit}")))
            }
        }
    }

    /// The expiry of the token, or of what it grants.
    pub(super) fn check_expiry(
        &self,
        claims: &Claims,
        expire_at: Option<u64>,
    ) -> Result<(), TokenError> {
        let now = self.clock.now_ms();
        let over = claims.date("exp")?.is_some_and(|exp| exp.ms <= now)
            || expire_at.is_some_and(|seconds| seconds.saturating_mul(1000) <= now);
        if over { Err(TokenError::Expired) } else { Ok(()) }
    }

    /// The answer to a token of which no key is found to be the right one. When
    /// it says itself that it is over, its key may be gone for that reason, and
    /// `reason` would end what a new token makes good. Who lies here gains
    /// nothing: no answer lets anybody in.
    fn no_key_fits(&self, token: &str, reason: TokenError) -> TokenError {
        let says_it_is_over = || {
            let (_, payload, _) = parts(token).ok()?;
            let claims = read_claims(payload).ok()?;
            let expire_at = read::expire_at(&claims).ok()?;
            self.check_expiry(&claims, expire_at).err()
        };
        match says_it_is_over() {
            Some(TokenError::Expired) => TokenError::Expired,
            _ => reason,
        }
    }

    async fn signed(&self, token: &str) -> Result<Claims, TokenError> {
        if token.len() > MAX_TOKEN_BYTES {
            let size = token.len();
            return Err(TokenError::Invalid(format!(
                "it has {size} bytes: at most {MAX_TOKEN_BYTES}"
            )));
        }
        let header = decode_header(token).map_err(malformed)?;
        if let Some(crit) = &header.crit {
            return Err(TokenError::Invalid(format!("its header asks for {crit:?} (crit)")));
        }
        let mut known = false;
        for key in self.keys.of(header.alg) {
            known = true;
            if let Some(claims) = signed_with(token, header.alg, key)? {
                return Ok(claims);
            }
        }
        match &self.jwks {
            Some(jwks) if header.alg.family() != AlgorithmFamily::Hmac => {
                let found = match self.fetched_key(jwks, &header).await? {
                    Ok(key) => signed_with(token, header.alg, &key)?.ok_or_else(bad_signature),
                    Err(reason) => Err(reason),
                };
                found.map_err(|reason| self.no_key_fits(token, reason))
            }
            _ if known => Err(self.no_key_fits(token, bad_signature())),
            _ => Err(TokenError::Invalid(format!(
                "it is signed with {:?}, and {} has no key for that",
                header.alg, self.table
            ))),
        }
    }

    /// The key, or why there is none; an error when it is the token's fault.
    async fn fetched_key(
        &self,
        jwks: &Jwks,
        header: &Header,
    ) -> Result<Result<DecodingKey, TokenError>, TokenError> {
        let Some(kid) = &header.kid else {
            let option = format!("{}.jwks_public_endpoint", self.table);
            return Err(TokenError::Invalid(format!(
                "its header has no \"kid\", by which {option} finds its key"
            )));
        };
        jwks.key(kid, header.alg).await
    }
}

/// The claims, or none when the signature is not this key's. The library's own
/// `decode` would check times, audience and issuer in its way, by its clock.
fn signed_with(
    token: &str,
    algorithm: Algorithm,
    key: &DecodingKey,
) -> Result<Option<Claims>, TokenError> {
    let (message, payload, signature) = parts(token)?;
    if !verify(signature, message.as_bytes(), key, algorithm).map_err(malformed)? {
        return Ok(None);
    }
    read_claims(payload).map(Some)
}

/// What is signed, the claims in it, and the signature.
fn parts(token: &str) -> Result<(&str, &str, &str), TokenError> {
    let parts = token.rsplit_once('.').and_then(|(message, signature)| {
        let (_, payload) = message.split_once('.')?;
        Some((message, payload, signature))
    });
    parts.ok_or_else(|| malformed(InvalidToken.into()))
}

fn read_claims(payload: &str) -> Result<Claims, TokenError> {
    let json = URL_SAFE_NO_PAD.decode(payload).map_err(|error| malformed(error.into()))?;
    serde_json::from_slice(&json).map_err(|error| malformed(error.into()))
}

fn bad_signature() -> TokenError {
    TokenError::invalid("its signature is wrong: it was changed, or signed with another key")
}

fn malformed(error: Error) -> TokenError {
    TokenError::Invalid(match error.kind() {
        ErrorKind::InvalidToken => "it is not a JWT: three parts with dots in between".to_owned(),
        ErrorKind::Base64(error) => format!("it is not base64url: {error}"),
        ErrorKind::Json(error) => format!("its JSON cannot be read: {error}"),
        _ => error.to_string(),
    })
}
