use bytes::{BufMut, Bytes, BytesMut};
use prost::Message;

use crate::pb::client::{Command, ListenRequest, SendRequest, SendResponse};

/// Length of the prefix of every gRPC message: a compression flag and a
/// big-endian length.
/// Source: <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>
pub const FRAME_HEADER_BYTES: usize = 5;

/// Encodes a message with its gRPC prefix, in one allocation.
pub(super) fn frame(message: &impl Message) -> Bytes {
    let length = message.encoded_len();
    let mut buffer = BytesMut::with_capacity(FRAME_HEADER_BYTES + length);
    buffer.put_u8(0); // not compressed
    // Messages are bounded by MAX_REPLY_BYTES, far below 4 GiB.
    buffer.put_u32(length as u32);
    message.encode_raw(&mut buffer);
    buffer.freeze()
}

/// Reads one command (without the gRPC prefix).
///
/// # Errors
/// A text that says what is malformed.
pub fn decode_command(bytes: Bytes) -> Result<Command, String> {
    Command::decode(bytes).map_err(|error| error.to_string())
}

/// Bytes of a command on the wire (without the gRPC prefix).
pub fn command_len(command: &Command) -> usize {
    command.encoded_len()
}

/// Reads a browser's request to open a session.
///
/// # Errors
/// A text that says what is malformed.
pub fn decode_listen(bytes: Bytes) -> Result<ListenRequest, String> {
    ListenRequest::decode(bytes).map_err(|error| error.to_string())
}

/// Reads a browser's commands.
///
/// # Errors
/// A text that says what is malformed.
pub fn decode_send(bytes: Bytes) -> Result<SendRequest, String> {
    SendRequest::decode(bytes).map_err(|error| error.to_string())
}

/// The acknowledgement of a browser's commands.
pub fn send_response() -> Bytes {
    frame(&SendResponse {})
}

/// Reads the `google.rpc.Status` that a gRPC status carries as its details;
/// none when it carries none.
pub fn decode_status(details: &[u8]) -> Option<tonic_types::Status> {
    if details.is_empty() {
        return None;
    }
    tonic_types::Status::decode(details).ok()
}
