//! Answers to requests that reach no method.

use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, Version, header};
use tonic::Status;

use super::status::bounded;

/// Most bytes of a path that are repeated in an answer.
const MAX_SHOWN: usize = 200;

const GRPC: &str = "application/grpc";
/// What the grpc-web layer takes: it compares exactly.
const GRPC_WEB: [&str; 4] = [
    "application/grpc-web",
    "application/grpc-web+proto",
    "application/grpc-web-text",
    "application/grpc-web-text+proto",
];

/// The content type of a gRPC or grpc-web request of whatever kind.
pub(super) fn grpc_content_type(headers: &HeaderMap) -> Option<&HeaderValue> {
    headers.get(header::CONTENT_TYPE).filter(|value| value.as_bytes().starts_with(GRPC.as_bytes()))
}

/// A gRPC answer without messages: the status stands in the headers, which
/// gRPC and both grpc-web modes understand under their own content type.
pub(super) fn trailers_only(status: Status, content_type: HeaderValue) -> Response {
    let mut response = status.into_http::<Body>();
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}

/// Answers in plain words what the client listener cannot serve, before the
/// grpc-web layer answers it with an empty 400.
pub(super) async fn only_grpc(request: Request, next: Next) -> Response {
    match unsupported(&request) {
        None => next.run(request).await,
        Some(text) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, text).into_response(),
    }
}

fn unsupported(request: &Request) -> Option<&'static str> {
    let Some(kind) = grpc_content_type(request.headers()) else {
        return Some(
            "this port speaks gRPC (HTTP/2) and grpc-web only: health and metrics are on the API listener (listen.api)\n",
        );
    };
    if kind.as_bytes().starts_with(b"application/grpc-web") {
        let known = GRPC_WEB.iter().any(|known| kind.as_bytes() == known.as_bytes());
        return (!known).then_some(
            "unknown grpc-web content type: send application/grpc-web, application/grpc-web+proto, application/grpc-web-text or application/grpc-web-text+proto without parameters\n",
        );
    }
    (request.version() < Version::HTTP_2)
        .then_some("gRPC needs HTTP/2: use it, or grpc-web, which works over HTTP/1.1\n")
}

/// The same for the gRPC services of the API listener. A browser may send
/// other content types wherever it likes, and would be served.
pub(super) async fn only_api_grpc(request: Request, next: Next) -> Response {
    if is_grpc(&request) {
        return next.run(request).await;
    }
    let text = "gRPC needs HTTP/2 and content-type application/grpc: use a gRPC client, or the \
                HTTP API, POST /api/<method>\n";
    (StatusCode::UNSUPPORTED_MEDIA_TYPE, text).into_response()
}

fn is_grpc(request: &Request) -> bool {
    let kind = grpc_content_type(request.headers()).map(HeaderValue::as_bytes);
    let rest = kind.and_then(|kind| kind.strip_prefix(GRPC.as_bytes()));
    request.version() == Version::HTTP_2
        && rest.is_some_and(|rest| matches!(rest.first(), None | Some(b'+' | b';')))
}

/// The fallback of both listeners: no service has this path.
pub(super) async fn unknown_path(request: Request) -> Response {
    let path = bounded(request.uri().path(), MAX_SHOWN);
    if grpc_content_type(request.headers()).is_some() {
        let text = format!(
            "no method {path:?} on this listener: server reflection lists those that it has"
        );
        return Status::unimplemented(text).into_http::<Body>();
    }
    let text = format!(
        "nothing at {path:?}: try /healthz, /readyz, /metrics, /api/openapi.json or gRPC\n"
    );
    (StatusCode::NOT_FOUND, text).into_response()
}
