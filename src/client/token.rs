use std::{fmt, future::Future, pin::Pin, sync::Arc};

/// Why a [`TokenSource`] has no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not now, such as when the backend does not answer: asked again after a
    /// back-off.
    #[error("no token for now: {0}")]
    Unavailable(String),
    /// Never: the user may not connect, or not subscribe to this channel. Ends
    /// the client, or the subscription, for good.
    #[error("not permitted: {0}")]
    NotPermitted(String),
}

type Fetched = Pin<Box<dyn Future<Output = Result<String, TokenError>> + Send>>;

/// Where new tokens come from: usually a request to the application's backend,
/// which knows who the user is.
///
/// It is asked when there is no token yet, some time before one expires, and
/// when the server takes one no more; never while there is one that is good
/// for a reconnect. One question at a time, each answered within
/// `request_timeout` or taken for [`TokenError::Unavailable`].
#[derive(Clone)]
pub struct TokenSource(Arc<dyn Fn(String) -> Fetched + Send + Sync>);

impl TokenSource {
    /// Asks `fetch`. An empty token connects anonymously.
    pub fn new<F, T>(fetch: F) -> Self
    where
        F: Fn() -> T + Send + Sync + 'static,
        T: Future<Output = Result<String, TokenError>> + Send + 'static,
    {
        Self(Arc::new(move |_| Box::pin(fetch())))
    }

    /// Asks `fetch` with the channel: one source for many subscriptions.
    pub fn per_channel<F, T>(fetch: F) -> Self
    where
        F: Fn(String) -> T + Send + Sync + 'static,
        T: Future<Output = Result<String, TokenError>> + Send + 'static,
    {
        Self(Arc::new(move |channel| Box::pin(fetch(channel))))
    }

    /// Runs the application's code: only in a task of its own.
    pub(super) async fn fetch(&self, channel: String) -> Result<String, TokenError> {
        (self.0)(channel).await
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSource")
    }
}
