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
    let first = tokio::time::timeout(
        sessions.config().stale_close_delay,
        only_message(request.into_body(), limit),
    );
    let request = match first.await {
        Ok(Ok(bytes)) => wire::decode_listen(bytes).map_err(Status::invalid_argument),
        Ok(Err(status)) => Err(status),
        Err(_) => Err(Status::deadline_exceeded("no request within client.stale_close_delay")),
    };
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
    let request = only_message(request.into_body(), limit)
        .await
        .and_then(|bytes| wire::decode_send(bytes).map_err(Status::invalid_argument));
    let accepted = request
        .and_then(|request| sessions.send(request).map_err(|error| status::send_status(&error)));
    match accepted {
        Ok(()) => unary(wire::send_response()),
        Err(status) => status.into_http(),
    }
}

/// The message of a unary request.
async fn only_message(body: Body, limit: usize) -> Result<Bytes, Status> {
    let mut messages = std::pin::pin!(messages(body, limit));
    match messages.next().await {
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
    /// Cuts the connection if no other stream lives on it: a peer that reads
    /// nothing any more would hold it for ever.
    fn let_go(&self) {
        if self.open_streams() <= 1 {
            self.abort();
        }
    }
}
