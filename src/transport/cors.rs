use std::{sync::Arc, time::Duration};

use axum::{Router, middleware};
use http::{HeaderName, Method};
use tonic_web::GrpcWebLayer;
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

use super::{
    origin::{self, Origins},
    refusal,
};

/// How long browsers may keep the answer to a preflight; they cap it at two
/// hours themselves.
const PREFLIGHT_MAX_AGE: Duration = Duration::from_secs(2 * 3600);

/// Without these exposed, an error before the first message reaches a page as
/// "missing trailer".
const EXPOSED: [HeaderName; 3] = [
    HeaderName::from_static("grpc-status"),
    HeaderName::from_static("grpc-message"),
    HeaderName::from_static("grpc-status-details-bin"),
];

/// Makes gRPC services reachable for browsers: refuses pages of origins that
/// match no pattern of `allowed_origins`, answers preflights, translates
/// grpc-web. Add nothing to the result: its layers would not cover it.
pub fn client_stack(services: Router, allowed_origins: &[String]) -> Router {
    let origins = Arc::new(Origins::new(allowed_origins));
    services
        .fallback(refusal::unknown_path)
        .layer(GrpcWebLayer::new())
        .layer(middleware::from_fn(refusal::only_grpc))
        .layer(cors())
        .layer(middleware::from_fn_with_state(origins, origin::check))
}

/// Only origins that passed the check come here, so theirs is mirrored.
/// Headers too: `*` would not cover `authorization`.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::mirror_request())
        .allow_methods([Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(EXPOSED)
        .max_age(PREFLIGHT_MAX_AGE)
}
