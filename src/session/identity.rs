use bytes::Bytes;

use super::{refusal::Refused, run::Session};
use crate::{
    auth::{ConnectionToken, TokenError},
    model::{ClientError, Disconnect, UserId, code},
    policy::Capabilities,
};

/// Who a session's client is and what its connection token gives it.
#[derive(Debug)]
pub(super) struct Identity {
    /// Empty when anonymous.
    pub(super) user: UserId,
    /// Shown to others.
    pub(super) info: Bytes,
    /// For operators; never shown to clients.
    pub(super) meta: Bytes,
    pub(super) capabilities: Capabilities,
    /// Unix seconds; none if the connection does not expire.
    pub(super) expire_at: Option<u64>,
}

impl Identity {
    /// Somebody without a token.
    pub(super) fn anonymous() -> Self {
        Self {
            user: UserId::from(""),
            info: Bytes::new(),
            meta: Bytes::new(),
            capabilities: Capabilities::default(),
            expire_at: None,
        }
    }
}

impl Session {
    /// Verifies the connection token; none when the client comes without one
    /// and may.
    pub(super) async fn authenticate(
        &mut self,
        token: &str,
    ) -> Result<Option<ConnectionToken>, Refused> {
        let auth = &self.sessions.auth;
        if auth.insecure() {
            return Ok(None);
        }
        if token.is_empty() {
            return match auth.allows_anonymous() {
                true => Ok(None),
                false => Err(invalid_token(
                    "none was given: connect with a connection token (`fanwire token connection`), \
                     or set client.allow_anonymous_connect_without_token",
                )),
            };
        }
        let token = auth.connection(token).await.map_err(|error| match error {
            TokenError::Expired => token_expired(),
            TokenError::Invalid(reason) => invalid_token(&reason.to_string()),
            TokenError::Unavailable(reason) => Refused::Error(ClientError::internal(reason)),
        })?;
        if token.user.as_str().is_empty() && !auth.allows_anonymous() {
            return Err(invalid_token(
                "its user id is empty: give it one (sub), or set \
                 client.allow_anonymous_connect_without_token",
            ));
        }
        Ok(Some(token))
    }

    /// Unix seconds.
    pub(super) fn now_s(&self) -> u64 {
        self.sessions.node.clock().now_ms() / 1000
    }
}

/// True for a time that has come.
pub(super) fn is_past(expire_at: Option<u64>, now_s: u64) -> bool {
    expire_at.is_some_and(|at| at <= now_s)
}

/// Disconnect 3500 for the reason given.
pub(super) fn invalid_token(reason: &str) -> Refused {
    Refused::Disconnect(Disconnect::INVALID_TOKEN.because(format!("invalid token: {reason}")))
}

/// Error 109: the client fetches a new token.
pub(super) fn token_expired() -> Refused {
    Refused::Error(ClientError::new(code::TOKEN_EXPIRED, "the token has expired: get a new one"))
}
