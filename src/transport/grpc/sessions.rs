use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    response::Response,
    routing::post,
};
use bytes::Bytes;
use http::{HeaderValue, header::CONTENT_TYPE};
use tokio_stream::StreamExt;
use tonic::Status;

use super::{messages::messages, status};
use crate::{
    outbound::{Outbound, OutboundBody},
    pb::client::client_service_server::SERVICE_NAME,
    session::{Link, Sessions, Uplink, UplinkError},
    transport::ConnectionHandle,
    wire,
};

/// What a Send may have beside its commands: node, session, seq.
const SEND_ENVELOPE_BYTES: usize = 1024;

/// The rpcs of `fanwire.client.v1.ClientService`.
pub fn client_service(sessions: Arc<Sessions>) -> Router {
    Router::new()
        .route(&format!("/{SERVICE_NAME}/Connect"), post(connect))
        .route(&format!("/{SERVICE_NAME}/Listen"), post(listen))
        .route(&format!("/{SERVICE_NAME}/Send"), post(send))
        .with_state(sessions)
}

async fn connect(State(sessions): State<Arc<Sessions>>, request: Request) -> Response {
    let Some(connection) = connection(&request) else { return misplaced() };
    let limit = sessions.config().message_size_limit;
    let uplink = Uplink::Stream(Box::pin(messages(request.into_body(), limit)));
    stream(sessions.connect(connection.worker(), Arc::new(connection), uplink))
}

async fn listen(State(sessions): State<Arc<Sessions>>, request: Request) -> Response {
    let Some(connection) = connection(&request) else { return misplaced() };
    let limit = sessions.config().message_size_limit;
    let message = only_message(&sessions, request.into_body(), limit).await;
    let request =
        message.and_then(|bytes| wire::decode_listen(bytes).map_err(Status::invalid_argument));
    match request {
        Ok(request) => {
            let connect = request.connect.unwrap_or_default();
            stream(sessions.listen(connection.worker(), Arc::new(connection), connect))
        }
        Err(status) => status.into_http(),
    }
}

async fn send(State(sessions): State<Arc<Sessions>>, request: Request) -> Response {
    let limit = sessions.config().message_size_limit + SEND_ENVELOPE_BYTES;
    let message = only_message(&sessions, request.into_body(), limit).await;
    let accepted = message
        .and_then(|bytes| wire::decode_send(bytes).map_err(Status::invalid_argument))
        .and_then(|request| sessions.send(request).map_err(|error| status::send_status(&error)));
    match accepted {
        Ok(()) => unary(wire::send_response()),
        Err(status) => status.into_http(),
    }
}

/// The one message of a request, which must come before its stream is stale.
async fn only_message(sessions: &Sessions, body: Body, limit: usize) -> Result<Bytes, Status> {
    let mut messages = std::pin::pin!(messages(body, limit));
    let deadline = sessions.config().stale_close_delay;
    let late = |_| Status::deadline_exceeded("no message within client.stale_close_delay");
    match tokio::time::timeout(deadline, messages.next()).await.map_err(late)? {
        Some(Ok(bytes)) => Ok(bytes),
        Some(Err(error @ UplinkError::TooLarge(_))) => {
            Err(Status::resource_exhausted(error.to_string()))
        }
        Some(Err(error)) => Err(Status::invalid_argument(error.to_string())),
        None => Err(Status::invalid_argument("the request has no message")),
    }
}

fn stream(outbound: Arc<Outbound>) -> Response {
    grpc(Body::new(OutboundBody::new(outbound, status::trailers)))
}

fn unary(message: Bytes) -> Response {
    grpc(Body::new(super::unary::UnaryBody::new(message)))
}

fn grpc(body: Body) -> Response {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    response
}

fn connection(request: &Request) -> Option<ConnectionHandle> {
    request.extensions().get::<ConnectionHandle>().cloned()
}

/// Every request comes through `serve`, which adds the handle.
fn misplaced() -> Response {
    Status::internal("the request came on no connection").into_http()
}

impl Link for ConnectionHandle {
    fn stuck(&self) {
        self.count_stuck(1);
    }

    fn unstuck(&self) {
        self.count_stuck(-1);
    }

    fn cut_if_all_stuck(&self) {
        if self.stuck_streams() >= self.open_streams() {
            self.abort();
        }
    }
}
