use bytes::Bytes;

use super::{convert::error_to_pb, frame::frame};
use crate::{
    model::ClientError,
    pb::client::{Reply, reply::Result as ReplyResult},
};

/// The answer to command `id`.
pub fn reply(id: u32, result: ReplyResult) -> Bytes {
    frame(&Reply { id, result: Some(result) })
}

/// The refusal of command `id`.
pub fn error_reply(id: u32, error: &ClientError) -> Bytes {
    reply(id, ReplyResult::Error(error_to_pb(error)))
}
