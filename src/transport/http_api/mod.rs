//! The server API as JSON over HTTP, in the words of Centrifugo's, so that its
//! server libraries work unmodified: `POST /api/<method>`, `POST /api/batch`,
//! and what there is as OpenAPI at `/api/openapi.json`.

mod answer;
mod batch;
mod body;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{Extensions, HeaderMap, Method, StatusCode, header};

use self::answer::{ErrorMode, JSON, grpc_code, result};
use super::{
    audit::{self, Act},
    caller::{Caller, Refusal},
    grpc::NodeCell,
};
use crate::{
    auth::ApiKeys,
    commands::{Command, CommandError, Reply, execute},
    node::Node,
    telemetry::metrics::{ApiMethod, Metrics},
};

/// What there is, for people and for generators of clients.
const OPENAPI: &str = include_str!("openapi.json");

/// What all paths of the HTTP API begin with.
pub(super) const PREFIX: &str = "/api/";

/// The routes of the HTTP API on `node` for the owners of `keys`, for anybody
/// where there are none. Calls are counted in `metrics`.
pub fn http_api(node: NodeCell, keys: Arc<ApiKeys>, metrics: Arc<Metrics>) -> Router {
    let api = Arc::new(HttpApi { node, keys, metrics });
    let openapi = get(async || ([(header::CONTENT_TYPE, JSON)], OPENAPI));
    Router::new()
        .route("/api/openapi.json", openapi)
        .route("/api/batch", post(batch::batch).fallback(only_post))
        .route("/api/{method}", post(command).fallback(only_post))
        .with_state(api)
}

struct HttpApi {
    node: NodeCell,
    keys: Arc<ApiKeys>,
    metrics: Arc<Metrics>,
}

async fn command(
    State(api): State<Arc<HttpApi>>,
    Path(method): Path<String>,
    request: Request,
) -> Response {
    let mode = ErrorMode::of(request.headers());
    let Some(known) = Command::method_named(&method) else {
        return mode.error(&CommandError::unknown_method(&method, Command::METHODS));
    };
    let answer = api.answer(known, request).await;
    api.count(known, &answer);
    answer.map_or_else(|error| mode.error(&error), |reply| result(&reply))
}

/// Refuses a caller before it is known what it asks.
pub(super) fn forbidden(headers: &HeaderMap, message: String) -> Response {
    ErrorMode::of(headers).error(&CommandError::Forbidden(message))
}

async fn only_post(method: Method, headers: HeaderMap) -> Response {
    let text = format!("{method} is not served here: send POST with a JSON object");
    let refusal = ErrorMode::of(&headers).body(&CommandError::Malformed(text));
    let headers = [(header::ALLOW, "POST"), (header::CONTENT_TYPE, JSON)];
    (StatusCode::METHOD_NOT_ALLOWED, headers, refusal).into_response()
}

impl HttpApi {
    async fn answer(&self, method: ApiMethod, request: Request) -> Result<Reply, CommandError> {
        let caller = self.caller(request.headers(), request.extensions())?;
        caller.check_method(method)?;
        let body = body::read(request).await?;
        let command = Command::from_json(method.as_str(), &body)?;
        self.execute(self.node()?, command, caller).await
    }

    /// Does a command and logs it if it acts on somebody.
    async fn execute(
        &self,
        node: &Arc<Node>,
        command: Command,
        caller: Caller<'_>,
    ) -> Result<Reply, CommandError> {
        let act = Act::of(caller, &command);
        let outcome = execute(node, command, &caller).await;
        if let Some(act) = act {
            act.log(outcome.as_ref().map(audit::connections));
        }
        outcome
    }

    fn caller(
        &self,
        headers: &HeaderMap,
        extensions: &Extensions,
    ) -> Result<Caller<'_>, CommandError> {
        Ok(Caller::find(&self.keys, headers, extensions)?)
    }

    fn node(&self) -> Result<&Arc<Node>, CommandError> {
        self.node.get().ok_or(CommandError::Starting)
    }

    fn count<T>(&self, method: ApiMethod, answer: &Result<T, CommandError>) {
        let code = answer.as_ref().map_or_else(grpc_code, |_| tonic::Code::Ok);
        self.metrics.api_call(method, code as i32);
    }
}

impl From<Refusal> for CommandError {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            Refusal::KeyMissing | Refusal::KeyMalformed | Refusal::KeyUnknown => {
                Self::Unauthorized(message)
            }
            Refusal::Method { .. } | Refusal::Namespace { .. } => Self::NotAllowed(message),
        }
    }
}
