//! What keeps web pages away from an API listener that asks nobody for a key.

use std::net::{IpAddr, SocketAddr};

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header, uri::Authority};
use tonic::Status;

use super::{ListenerConfig, http_api, refusal, status::bounded};

/// Most bytes of a host that are repeated in a refusal.
const MAX_SHOWN: usize = 200;

/// Pages that tell nothing but how the server fares.
const OPEN_PAGES: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Who can do what on an API listener without showing who they are. A browser
/// that visits somebody's page is among them: it reaches what its machine
/// reaches, loopback too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exposure {
    /// Nobody is asked for a key.
    keyless: bool,
    /// Only this machine reaches it, under names that it has there. With TLS
    /// the certificate sees to that.
    only_local_names: bool,
}

impl Exposure {
    /// Of a listener at `address`, where callers have keys or not.
    pub fn new(config: &ListenerConfig, has_keys: bool) -> Self {
        let keyless = !has_keys;
        let is_local = is_loopback(config.address) && config.tls.is_none();
        Self { keyless, only_local_names: keyless && is_local }
    }

    fn refusal(self, request: &Request) -> Option<String> {
        let is_open = OPEN_PAGES.contains(&request.uri().path());
        // A page cannot leave its origin out of what it sends elsewhere.
        if self.keyless && !is_open && request.headers().contains_key(header::ORIGIN) {
            let message = "web pages may not call a server API without keys: call it from your \
                           backend, or set api.keys";
            return Some(message.to_owned());
        }
        if !self.only_local_names {
            return None;
        }
        // A page whose name its owner has made a name of this machine is of the
        // same origin.
        let host = hosts(request).find(|host| !is_local_name(host))?;
        let host = bounded(&host, MAX_SHOWN);
        Some(format!(
            "a server API without keys on loopback answers to localhost and to addresses only, \
             not to {host:?}: call it by one of them, or set api.keys"
        ))
    }
}

/// Refuses what may come from a web page.
pub(super) async fn check(
    State(exposure): State<Exposure>,
    request: Request,
    next: Next,
) -> Response {
    let Some(message) = exposure.refusal(&request) else { return next.run(request).await };
    refuse(request.uri().path(), request.headers(), message)
}

/// In the language that is spoken on the path.
fn refuse(path: &str, headers: &HeaderMap, message: String) -> Response {
    if path.starts_with(http_api::PREFIX) {
        return http_api::forbidden(headers, message);
    }
    match refusal::grpc_content_type(headers) {
        Some(kind) => {
            let status = Status::permission_denied(message);
            refusal::trailers_only(status, kind.clone()).map(Body::new)
        }
        None => (StatusCode::FORBIDDEN, message + "\n").into_response(),
    }
}

/// Under which names the server is called: HTTP/2 says it in the URI, HTTP/1.1
/// in a header, and may say it in both.
fn hosts(request: &Request) -> impl Iterator<Item = String> {
    let of_uri = request.uri().authority().map(|authority| authority.host().to_owned());
    let of_headers = request.headers().get_all(header::HOST).iter().map(|host| {
        let authority = Authority::try_from(host.as_bytes());
        authority.map_or_else(
            |_| String::from_utf8_lossy(host.as_bytes()).into_owned(),
            |authority| authority.host().to_owned(),
        )
    });
    of_uri.into_iter().chain(of_headers)
}

fn is_local_name(host: &str) -> bool {
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok()
}

fn is_loopback(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exposure(address: &str, has_keys: bool) -> Exposure {
        let config = ListenerConfig { address: address.parse().unwrap(), tls: None };
        Exposure::new(&config, has_keys)
    }

    fn request(uri: &str, headers: &[(&str, &str)]) -> Request {
        let request = http::Request::post(uri);
        let request =
            headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn only_names_of_this_machine_are_answered_to_on_loopback() {
        for (host, is_local) in [
            ("localhost", true),
            ("LocalHost:9000", true),
            ("127.0.0.1:9000", true),
            ("10.1.2.3", true),
            ("[::1]:9000", true),
            ("evil.example", false),
            ("evil.example:9000", false),
            ("localhost.evil.example:9000", false),
            ("127.0.0.1.evil.example", false),
            ("127.0.0.1@evil.example", false),
            ("localhost:9000@evil.example", false),
            ("not a host", false),
            ("", false),
        ] {
            let named = request("/api/info", &[("host", host)]);
            let refusal = |exposure: Exposure| exposure.refusal(&named);
            assert_eq!(refusal(exposure("127.0.0.1:9000", false)).is_none(), is_local, "{host}");
            assert_eq!(refusal(exposure("[::1]:9000", false)).is_none(), is_local, "{host}");
            // Others call it by the name that it has there.
            assert_eq!(refusal(exposure("0.0.0.0:9000", false)), None);
            assert_eq!(refusal(exposure("127.0.0.1:9000", true)), None);
        }
    }

    #[test]
    fn every_name_of_a_request_counts() {
        let loopback = exposure("127.0.0.1:9000", false);
        let both = request("http://localhost/a.B/C", &[("host", "evil.example")]);
        assert!(loopback.refusal(&both).unwrap().contains("evil.example"));
        let both = request("http://evil.example/a.B/C", &[("host", "localhost")]);
        assert!(loopback.refusal(&both).is_some());
        assert_eq!(loopback.refusal(&request("/a.B/C", &[])), None, "HTTP/1.0 has none");
    }

    #[test]
    fn a_page_may_look_at_the_pages_only_unless_there_are_keys() {
        let from_page = [("origin", "http://localhost:9000"), ("host", "localhost")];
        for (path, refused) in [
            ("/fanwire.api.v1.ApiService/Publish", true),
            ("/api/publish", true),
            ("/api/openapi.json", true),
            ("/healthz/", true),
            ("/healthz", false),
            ("/readyz", false),
            ("/metrics", false),
        ] {
            let request = request(path, &from_page);
            for address in ["127.0.0.1:9000", "0.0.0.0:9000"] {
                let refusal = exposure(address, false).refusal(&request);
                assert_eq!(refusal.is_some(), refused, "{path} at {address}");
                assert_eq!(exposure(address, true).refusal(&request), None);
            }
        }
    }
}
