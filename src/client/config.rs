use std::{fmt, time::Duration};

use super::{BackoffConfig, TokenSource};

/// What a [`Client`](super::Client) is configured with. [`ClientConfig::new`]
/// fills in the defaults.
#[derive(Clone)]
pub struct ClientConfig {
    /// Client listener of the server, such as `http://127.0.0.1:8000`;
    /// `https` for TLS.
    pub url: String,
    /// Connection token (JWT). Empty, the default, for one from `token_source`;
    /// without a source, for an anonymous connection.
    pub token: String,
    /// Where the next connection tokens come from. Default none: when the token
    /// expires, the client ends.
    pub token_source: Option<TokenSource>,
    /// Name of the application, for operators. Default `fanwire-rust`.
    pub name: String,
    /// Version of the application, for operators. Default: of this library.
    pub version: String,
    /// Authorities in PEM to check the server's certificate against; none, the
    /// default, stands for the public ones.
    pub tls_ca_pem: Option<Vec<u8>>,
    /// Waiting between attempts to connect and to subscribe.
    pub backoff: BackoffConfig,
    /// Longest wait for a connection, its TLS and HTTP/2 handshake and the
    /// connect reply. Default 10 s.
    pub connect_timeout: Duration,
    /// Longest wait for the reply to a request, including the wait for a
    /// connection, and for the answer of a token source. Default 10 s.
    pub request_timeout: Duration,
    /// How much later than the server's ping interval a message may come before
    /// the connection counts as dead. Default 10 s.
    pub ping_grace: Duration,
    /// Events that may wait for the application, per subscription. When it does
    /// not take them, the client stops reading from the server. Default 256.
    pub event_buffer: usize,
    /// Requests that may wait for their replies. Default 1,024.
    pub max_pending_requests: usize,
}

impl ClientConfig {
    /// The defaults, for the server at `url`.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            token: String::new(),
            token_source: None,
            name: "fanwire-rust".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            tls_ca_pem: None,
            backoff: BackoffConfig::default(),
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(10),
            ping_grace: Duration::from_secs(10),
            event_buffer: 256,
            max_pending_requests: 1024,
        }
    }
}

// The token is a secret.
impl fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientConfig")
            .field("url", &self.url)
            .field("name", &self.name)
            .field("version", &self.version)
            .field("backoff", &self.backoff)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_does_not_show_in_debug_output() {
        let config =
            ClientConfig { token: "ey.secret".into(), ..ClientConfig::new("http://127.0.0.1:1") };
        assert!(!format!("{config:?}").contains("secret"));
    }
}
