//! The page that `dev` serves: the messenger of `clients/messenger/web`, built
//! and embedded.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context as _;
use axum::{Router, extract::State, response::IntoResponse, routing::get};
use http::{HeaderName, HeaderValue, header};
use tokio::runtime::Handle;

use crate::transport::{Listener, ListenerConfig, ServeOptions, Shutdown, serve};

macro_rules! built {
    ($file:literal) => {
        include_str!(concat!("../../clients/messenger/web/dist/", $file))
    };
}

/// Path, type and content of what the page consists of.
const FILES: [(&str, &str, &str); 4] = [
    ("/", "text/html; charset=utf-8", built!("index.html")),
    ("/app.js", "text/javascript; charset=utf-8", built!("app.js")),
    ("/app.css", "text/css; charset=utf-8", built!("app.css")),
    ("/icon.svg", "image/svg+xml", built!("icon.svg")),
];

/// The page, bound to its address and not served yet.
pub(super) struct Page {
    listener: Listener,
    backend: Option<String>,
}

impl Page {
    /// Takes the address. `backend` is the origin of the messenger's backend;
    /// without one the page offers a single shared room.
    ///
    /// # Errors
    /// When the address is taken.
    pub(super) fn bind(address: SocketAddr, backend: Option<String>) -> anyhow::Result<Self> {
        let listener = Listener::bind("page", &ListenerConfig { address, tls: None });
        let listener = listener.context("--page-address chooses where the page is served")?;
        Ok(Self { listener, backend })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.listener.local_addr()
    }

    /// What browsers may call the page's origin.
    pub(super) fn origins(&self) -> [String; 2] {
        let address = self.address();
        [http_url(address), format!("http://localhost:{}", address.port())]
    }

    /// Serves it in the background, until the runtime ends.
    pub(super) fn serve(self, client: SocketAddr, tls: bool) {
        let scheme = if tls { "https" } else { "http" };
        let server = format!("{scheme}://{}", reachable(client));
        let router = router(&server, self.backend.as_deref());
        let workers = vec![Handle::current()];
        tokio::spawn(async move {
            let options = ServeOptions::api();
            if let Err(error) =
                serve(self.listener, router, options, workers, Shutdown::default()).await
            {
                tracing::error!(%error, "the page is not served");
            }
        });
    }
}

/// The URL of a plain listener on this machine.
pub(super) fn http_url(address: SocketAddr) -> String {
    format!("http://{address}")
}

/// Where a browser on this machine finds a listener.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip().is_unspecified() {
        true => (Ipv4Addr::LOCALHOST, address.port()).into(),
        false => address,
    }
}

fn router(server: &str, backend: Option<&str>) -> Router {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy(server, backend)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        // The next build may be another page.
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let headers: Vec<_> = headers
        .into_iter()
        .filter_map(|(name, value)| Some((name, HeaderValue::try_from(value).ok()?)))
        .collect();
    let config = serde_json::json!({ "server": server, "backend": backend }).to_string();
    let json = async move |State(config): State<String>| {
        ([(header::CONTENT_TYPE, "application/json")], config)
    };
    let mut router = Router::new().route("/config.json", get(json).with_state(config));
    for (path, kind, content) in FILES {
        let file = async move || ([(header::CONTENT_TYPE, kind)], content).into_response();
        router = router.route(path, get(file));
    }
    router.layer(axum::middleware::map_response_with_state(headers, add_headers))
}

async fn add_headers(
    State(headers): State<Vec<(HeaderName, HeaderValue)>>,
    mut response: axum::response::Response,
) -> axum::response::Response {
    response.headers_mut().extend(headers);
    response
}

/// Scripts and styles are ours only; pictures come from wherever a message says.
fn policy(server: &str, backend: Option<&str>) -> String {
    let backend = backend.map(|backend| format!(" {backend}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http: https:; \
         connect-src 'self' {server}{backend}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
}
