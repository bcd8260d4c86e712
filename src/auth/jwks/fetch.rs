//! Gets the key set over HTTP.

use std::{error::Error, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

use super::set::KeySet;

/// For everything: connection, TLS, headers, body.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Dozens of keys with their certificates fit.
const MAX_BODY_BYTES: usize = 512 * 1024;

pub(super) struct Fetcher {
    client: Client<HttpsConnector<HttpConnector>, Empty<Bytes>>,
    uri: Uri,
}

impl Fetcher {
    pub(super) fn new(url: &str) -> Result<Self, String> {
        let uri: Uri = url.parse().map_err(|error| bad_url(url, error))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(bad_url(url, "neither http nor https"));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(provider)
            .map_err(|error| format!("TLS cannot be set up: {error}"))?
            .https_or_http()
            .enable_http1()
            .build();
        // Asked once in a while: no connection is worth keeping.
        let client =
            Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector);
        Ok(Self { client, uri })
    }

    /// Asks the endpoint once; redirects are not followed.
    ///
    /// # Errors
    /// What went wrong, for the log: it may name hosts.
    pub(super) async fn fetch(&self) -> Result<KeySet, String> {
        let body = tokio::time::timeout(TIMEOUT, self.body()).await;
        let body = body.map_err(|_| format!("no answer within {} s", TIMEOUT.as_secs()))??;
        KeySet::parse(&body)
    }

    async fn body(&self) -> Result<Bytes, String> {
        let mut request = Request::new(Empty::new());
        *request.uri_mut() = self.uri.clone();
        let agent = concat!("fanwire/", env!("CARGO_PKG_VERSION"));
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
        headers.insert(header::USER_AGENT, header::HeaderValue::from_static(agent));
        let response = self.client.request(request).await.map_err(|error| chain(&error))?;
        match response.status() {
            StatusCode::OK => {}
            status if status.is_redirection() => {
                return Err(format!(
                    "it answered {status}: redirects are not followed, configure where it leads to"
                ));
            }
            status => return Err(format!("it answered {status}")),
        }
        let body = Limited::new(response.into_body(), MAX_BODY_BYTES).collect().await;
        body.map(|body| body.to_bytes()).map_err(|error| format!("its answer: {error}"))
    }
}

fn bad_url(url: &str, reason: impl std::fmt::Display) -> String {
    format!(
        "{url:?} is not a URL ({reason}): write for example \"https://id.example.com/jwks.json\""
    )
}

/// An error and its causes.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
