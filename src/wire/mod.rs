//! Model <-> protobuf bytes. Beside `pb` the only room that uses prost:
//! everything a session sends leaves here as bytes that are ready to send.

mod convert;
mod filter;
mod frame;
mod push;
mod reply;

pub use crate::pb::client::{
    Command, ConnectRequest, ConnectResult, HistoryRequest, HistoryResult, ListenRequest,
    PresenceRequest, PresenceResult, PresenceStatsRequest, PresenceStatsResult, PublishRequest,
    PublishResult, RefreshRequest, RefreshResult, SendRequest, SubRefreshRequest, SubRefreshResult,
    SubscribeRequest, SubscribeResult, UnsubscribeRequest, UnsubscribeResult, command::Request,
    reply::Result as ReplyResult,
};
pub use convert::{
    error_to_pb, info_to_pb, outcome_from_pb, outcome_to_pb, presence_to_pb, publication_to_pb,
};
pub use filter::filter_from_pb;
pub use frame::{
    FRAME_HEADER_BYTES, command_len, decode_command, decode_listen, decode_send, decode_status,
    send_response,
};
pub use push::{
    Gap, disconnect_push, gap_push, join_push, leave_push, ping, position_push, publication_push,
    recovered_push, refresh_push, subscribe_push, unsubscribe_push,
};
pub use reply::{error_reply, reply};

/// The most bytes that one reply or push may have, so that clients with the
/// usual 4 MiB receive limit never choke on what they asked for.
pub const MAX_REPLY_BYTES: usize = 1024 * 1024;

/// Sum of publication weights that fits into one reply beside its other fields.
pub const REPLY_BUDGET_BYTES: usize = MAX_REPLY_BYTES - 32 * 1024;

/// The most a single publication may weigh: it must fit into one push.
pub const MAX_PUBLICATION_BYTES: usize = MAX_REPLY_BYTES - 64 * 1024;
