use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll, ready},
};

use axum::{Router, body::Body, routing::future::RouteFuture};
use bytes::Bytes;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use tokio_util::task::TaskTracker;
use tower::Service as _;

use super::connection::{ConnectionHandle, StreamGuard};

/// The router as one connection's requests reach it: with the connection's
/// handle, and counted until the answer's last byte is taken or dropped.
pub(super) struct Edge {
    pub(super) router: Router,
    pub(super) connection: ConnectionHandle,
    pub(super) tracker: TaskTracker,
}

impl hyper::service::Service<Request<Incoming>> for Edge {
    type Response = Response<CountedBody>;
    type Error = Infallible;
    type Future = EdgeFuture;

    fn call(&self, mut request: Request<Incoming>) -> EdgeFuture {
        let stream = self.connection.open_stream(self.tracker.token());
        request.extensions_mut().insert(self.connection.clone());
        // Always ready: axum's router has no back-pressure.
        EdgeFuture { answer: self.router.clone().call(request), stream: Some(stream) }
    }
}

pub(super) struct EdgeFuture {
    answer: RouteFuture<Infallible>,
    /// Moves into the body.
    stream: Option<StreamGuard>,
}

impl Future for EdgeFuture {
    type Output = Result<Response<CountedBody>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(Pin::new(&mut self.answer).poll(cx))?;
        let stream = self.stream.take();
        Poll::Ready(Ok(response.map(|body| CountedBody { body, _stream: stream })))
    }
}

/// A body whose stream counts as open until it is dropped.
pub(super) struct CountedBody {
    body: Body,
    _stream: Option<StreamGuard>,
}

impl http_body::Body for CountedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
