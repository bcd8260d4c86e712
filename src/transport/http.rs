use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{StatusCode, header};

use super::refusal;
use crate::telemetry::{
    metrics::{CONTENT_TYPE, Metrics},
    readiness::Readiness,
};

/// The API listener: gRPC services, and `GET /healthz` (the process lives),
/// `/readyz` (it takes traffic, or why not) and `/metrics`.
pub fn api_stack(services: Router, metrics: Arc<Metrics>, readiness: Readiness) -> Router {
    services
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(readyz).with_state(readiness))
        .route("/metrics", get(exposition).with_state(metrics))
        .fallback(refusal::unknown_path)
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
