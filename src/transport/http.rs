use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{StatusCode, header};

use super::{
    exposure::{self, Exposure},
    refusal,
};
use crate::telemetry::{
    metrics::{CONTENT_TYPE, Metrics},
    readiness::Readiness,
};

/// The API listener: gRPC services, the HTTP API, and `GET /healthz` (the
/// process lives), `/readyz` (it takes traffic, or why not) and `/metrics`.
/// Where nobody is asked for a key, web pages are kept out. Add nothing to the
/// result: its layers would not cover it.
pub fn api_stack(
    services: Router,
    http_api: Router,
    metrics: Arc<Metrics>,
    readiness: Readiness,
    exposure: Exposure,
) -> Router {
    services
        .route_layer(middleware::from_fn(refusal::only_api_grpc))
        .merge(http_api)
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(readyz).with_state(readiness))
        .route("/metrics", get(exposition).with_state(metrics))
        .fallback(refusal::unknown_path)
        .layer(middleware::from_fn_with_state(exposure, exposure::check))
}

async fn readyz(State(readiness): State<Readiness>) -> Response {
    let problems = readiness.problems();
    if problems.is_empty() {
        return "ready\n".into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, problems.join("\n") + "\n").into_response()
}

async fn exposition(State(metrics): State<Arc<Metrics>>) -> Response {
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], metrics.encode()).into_response()
}
