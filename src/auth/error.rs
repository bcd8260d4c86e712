/// Why a token is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Its time is over: a new one is needed. It was good, or its key is gone
    /// and it says itself that its time is over.
    #[error("the token has expired: get a new one")]
    Expired,
    /// It never will be accepted; with the reason.
    #[error("the token is invalid: {0}")]
    Invalid(String),
    /// The keys to verify it with cannot be had for now; with the reason. The
    /// same token may be accepted later.
    #[error("the token cannot be verified now: {0}")]
    Unavailable(String),
}

impl TokenError {
    pub(super) fn invalid(reason: impl Into<String>) -> Self {
        Self::Invalid(reason.into())
    }
}
