use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body, Frame};

use super::{Ending, Outbound};

/// The response body of a session's stream: what the queue holds, then the
/// status. Its drop, however it comes about, ends the session.
pub struct OutboundBody {
    outbound: Arc<Outbound>,
    trailers: fn(&Ending) -> HeaderMap,
    finished: bool,
}

impl OutboundBody {
    /// A body over `outbound`; `trailers` turns the end into a gRPC status.
    pub fn new(outbound: Arc<Outbound>, trailers: fn(&Ending) -> HeaderMap) -> Self {
        Self { outbound, trailers, finished: false }
    }
}

impl Body for OutboundBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.finished {
            return Poll::Ready(None);
        }
        let frame = match ready!(self.outbound.poll_chunk(cx)) {
            Some(chunk) => Frame::data(chunk),
            None => {
                self.finished = true;
                let ending = self.outbound.ending().unwrap_or(Ending::Gone);
                Frame::trailers((self.trailers)(&ending))
            }
        };
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.finished
    }
}

impl Drop for OutboundBody {
    fn drop(&mut self) {
        self.outbound.detach();
    }
}
