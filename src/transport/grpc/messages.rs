use bytes::{Buf, Bytes};
use tokio_stream::{Stream, StreamExt};
use tonic::{
    Code, Status, Streaming,
    codec::{BufferSettings, DecodeBuf, Decoder},
};

use crate::session::UplinkError;

/// Gives messages as they are: the session decodes, and answers what is
/// malformed.
struct Raw;

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, source: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(source.copy_to_bytes(source.remaining())))
    }

    /// An idle stream does not pay for a buffer.
    fn buffer_settings(&self) -> BufferSettings {
        BufferSettings::new(0, 16 * 1024)
    }
}

/// The messages of a request's body, at most `limit` bytes each.
pub(super) fn messages(
    body: axum::body::Body,
    limit: usize,
) -> impl Stream<Item = Result<Bytes, UplinkError>> + Send + 'static {
    let streaming = Streaming::new_request(Raw, body, None, Some(limit));
    streaming.map(move |message| message.map_err(|status| uplink_error(&status, limit)))
}

fn uplink_error(status: &Status, limit: usize) -> UplinkError {
    use std::error::Error;
    match status.code() {
        Code::OutOfRange | Code::ResourceExhausted => UplinkError::TooLarge(limit),
        // What the decoder itself finds has no source; what breaks below has.
        _ if status.source().is_none() => UplinkError::Malformed(status.message().to_owned()),
        _ => UplinkError::Lost(status.message().to_owned()),
    }
}
