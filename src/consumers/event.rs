use bytes::Bytes;

use crate::node::Posting;

/// One event of a source, as it came.
#[derive(Debug, Clone)]
pub enum Event {
    /// A call of the server API.
    Command {
        /// Such as `publish`.
        method: String,
        /// What the method takes.
        payload: Payload,
    },
    /// A call of the server API that its source may bring again.
    Repeatable {
        /// The same each time: if the call publishes and has no idempotency
        /// key, this is its key.
        key: String,
        /// Such as `publish`.
        method: String,
        /// What the method takes.
        payload: Payload,
    },
    /// Publications, from a source that needs no method.
    Post(Posting),
    /// The source could not read it: the cause and the fix.
    Unreadable(String),
}

/// A method's request.
#[derive(Debug, Clone)]
pub enum Payload {
    /// As the HTTP API takes it.
    Json(Bytes),
    /// The request message of the method's rpc.
    Protobuf(Bytes),
}
