use std::{fmt, time::Duration};

use crate::client::TlsIdentity;

/// What an [`Api`](super::Api) is configured with. [`ApiConfig::new`] fills in
/// the defaults.
#[derive(Clone)]
pub struct ApiConfig {
    /// API listener of the server, such as `http://127.0.0.1:9000`; `https` for
    /// TLS.
    pub url: String,
    /// The key, for a server that has some. Default none.
    pub api_key: Option<String>,
    /// Authorities in PEM to check the server's certificate against; none, the
    /// default, stands for the public ones.
    pub tls_ca_pem: Option<Vec<u8>>,
    /// A certificate of the caller's own, for a server that asks for one.
    /// Default none.
    pub tls_identity: Option<TlsIdentity>,
    /// Longest wait for a connection. Default 5 s.
    pub connect_timeout: Duration,
    /// Longest wait for an answer. Default 10 s.
    pub timeout: Duration,
}

impl ApiConfig {
    /// The defaults, for the server at `url`.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            api_key: None,
            tls_ca_pem: None,
            tls_identity: None,
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(10),
        }
    }
}

/// Shows no key.
impl fmt::Debug for ApiConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, api_key, tls_ca_pem, tls_identity, connect_timeout, timeout } = self;
        f.debug_struct("ApiConfig")
            .field("url", url)
            .field("api_key", &api_key.as_ref().map(|_| ".."))
            .field("tls_ca_pem", &tls_ca_pem.is_some())
            .field("tls_identity", tls_identity)
            .field("connect_timeout", connect_timeout)
            .field("timeout", timeout)
            .finish()
    }
}
