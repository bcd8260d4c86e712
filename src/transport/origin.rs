use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tonic::Status;

use super::{refusal, status::bounded};
use crate::policy::wildcard;

/// Most bytes of an origin that are repeated in a refusal.
const MAX_SHOWN: usize = 200;

/// The origins from which browsers may connect (`client.allowed_origins`).
#[derive(Debug)]
pub(super) struct Origins(Vec<String>);

impl Origins {
    pub(super) fn new(patterns: &[String]) -> Self {
        Self(patterns.iter().map(|pattern| pattern.to_ascii_lowercase()).collect())
    }

    /// The first origin of a request that no pattern matches; none when all
    /// match or there is no origin: then it does not come from a page.
    fn refused<'a>(&self, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
        headers.get_all(header::ORIGIN).iter().find(|origin| !self.allow(origin))
    }

    fn allow(&self, origin: &HeaderValue) -> bool {
        let Ok(origin) = origin.to_str() else { return false };
        let origin = origin.to_ascii_lowercase();
        self.0.iter().any(|pattern| wildcard(pattern, &origin))
    }
}

/// Refuses requests from pages of other origins. Leaving out CORS headers
/// would only keep the page from reading the answer, not the call from being
/// made.
pub(super) async fn check(
    State(origins): State<Arc<Origins>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(origin) = origins.refused(request.headers()) else {
        return next.run(request).await;
    };
    let shown = bounded(&String::from_utf8_lossy(origin.as_bytes()), MAX_SHOWN);
    let message = format!("origin {shown:?} is not allowed: add it to client.allowed_origins");
    match refusal::grpc_content_type(request.headers()) {
        Some(kind) => {
            refusal::trailers_only(Status::permission_denied(message), kind.clone()).map(Body::new)
        }
        None => (StatusCode::FORBIDDEN, message).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_origins_in_any_case() {
        for (pattern, origin, allowed) in [
            ("*", "https://any.example", true),
            ("*", "null", true),
            ("https://example.com", "https://example.com", true),
            ("HTTPS://Example.com", "https://EXAMPLE.com", true),
            ("https://example.com", "https://example.com.evil.org", false),
            ("https://example.com", "https://example.com:8443", false),
            ("https://example.com", "http://example.com", false),
            ("https://*.example.com", "https://app.example.com", true),
            ("https://*.example.com", "https://a.b.example.com", true),
            ("https://*.example.com", "https://example.com", false),
            ("https://*.example.com", "https://app.example.com.evil.org", false),
            ("http://localhost:*", "http://localhost:5173", true),
            ("https://*.ex*.com", "https://a.ex.b.example.com", true),
            ("https://*.ex*.com", "https://a.ex.b.example.org", false),
            ("", "null", false),
        ] {
            let origins = Origins::new(&[pattern.to_owned()]);
            let origin_value = HeaderValue::from_static(origin);
            assert_eq!(origins.allow(&origin_value), allowed, "{pattern} {origin}");
        }
    }

    #[test]
    fn every_origin_header_must_match_and_must_be_text() {
        let origins = Origins::new(&["https://a.example".to_owned()]);
        let mut headers = HeaderMap::new();
        assert_eq!(origins.refused(&headers), None);
        headers.append(header::ORIGIN, HeaderValue::from_static("https://a.example"));
        assert_eq!(origins.refused(&headers), None);
        headers.append(header::ORIGIN, HeaderValue::from_static("https://evil.example"));
        assert!(origins.refused(&headers).is_some());
        let everyone = Origins::new(&["*".to_owned()]);
        assert!(!everyone.allow(&HeaderValue::from_bytes(b"https://\xff").unwrap()));
    }
}
