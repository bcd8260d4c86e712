use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame};
use tonic::Status;

/// A successful unary response: one framed message and the OK trailers.
pub(super) struct UnaryBody {
    message: Option<Bytes>,
    finished: bool,
}

impl UnaryBody {
    pub(super) fn new(message: Bytes) -> Self {
        Self { message: Some(message), finished: false }
    }
}

impl Body for UnaryBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Some(message) = self.message.take() {
            return Poll::Ready(Some(Ok(Frame::data(message))));
        }
        if self.finished {
            return Poll::Ready(None);
        }
        self.finished = true;
        Poll::Ready(Some(Ok(Frame::trailers(super::status::headers(&Status::ok(""))))))
    }
}
