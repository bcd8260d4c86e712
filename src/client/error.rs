use std::time::Duration;

use crate::model::ClientError;

/// Why a client could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// No `http://` or `https://` in front.
    #[error(
        "the server's URL \"{url}\" has no scheme that is known: write http://{url} (https:// for TLS)"
    )]
    Scheme {
        /// What was given.
        url: String,
    },
    /// Not a URL.
    #[error("\"{url}\" is not a URL ({cause}): write it like http://127.0.0.1:8000")]
    Url {
        /// What was given.
        url: String,
        /// What is wrong with it.
        cause: String,
    },
    /// Authorities for a connection without TLS.
    #[error("certificate authorities are given, but \"{url}\" does not use TLS: write https://")]
    CaWithoutTls {
        /// What was given.
        url: String,
    },
    /// A certificate for a connection without TLS.
    #[error("a client certificate is given, but \"{url}\" does not use TLS: write https://")]
    IdentityWithoutTls {
        /// What was given.
        url: String,
    },
    /// The client's certificate or its key cannot be used.
    #[error(
        "the client certificate cannot be used ({cause}): give the chain and its private key in PEM"
    )]
    Identity {
        /// What is wrong with them.
        cause: String,
    },
    /// The API key cannot be sent.
    #[error(
        "the API key has characters that cannot be sent: compare it with the server's api.keys"
    )]
    ApiKey,
    /// The authorities cannot be used.
    #[error("the certificate authorities cannot be used ({cause}): give certificates in PEM")]
    Ca {
        /// What is wrong with them.
        cause: String,
    },
}

/// Why a request to the server failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The server answered with an error.
    #[error("{0}")]
    Refused(#[from] ClientError),
    /// The connection ended between the request and its reply.
    #[error(
        "the connection was lost before the reply came, so the outcome is unknown: try again (a publish with the same idempotency key)"
    )]
    ConnectionLost,
    /// No reply in time.
    #[error(
        "no reply within {}, so the outcome is unknown: check that the server can be reached and that events are taken from all subscriptions",
        humantime::format_duration(*.after)
    )]
    TimedOut {
        /// `request_timeout`.
        after: Duration,
    },
    /// Too many requests wait for their replies.
    #[error(
        "{limit} requests are waiting for replies: wait for some, or raise max_pending_requests"
    )]
    TooManyPending {
        /// `max_pending_requests`.
        limit: usize,
    },
    /// The client has a subscription to the channel.
    #[error("this client is subscribed to \"{channel}\": use that subscription or drop it first")]
    AlreadySubscribed {
        /// The channel.
        channel: String,
    },
    /// The reply does not belong to the request.
    #[error(
        "the server's reply is not one to this request: check that it speaks fanwire.client.v1"
    )]
    UnexpectedReply,
    /// The connection has ended for good: by the server, or because the token
    /// source says that it is not permitted.
    #[error("the connection has ended for good: {0}")]
    Stopped(Stopped),
    /// The client was closed.
    #[error("the client is closed: make a new one")]
    Closed,
}

/// How the connection ended for good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}{}", with_code(*.code))]
pub struct Stopped {
    /// Code of the disconnect (3500 to 3999, 4500 to 4999), or of the error
    /// that answered the connect command; 0 when the server gave none.
    pub code: u32,
    /// For people.
    pub reason: String,
}

/// The code behind a reason, where there is one.
pub(super) fn with_code(code: u32) -> String {
    match code {
        0 => String::new(),
        code => format!(" (code {code})"),
    }
}
