use bytes::Bytes;

use super::{ClientId, UserId};

/// Who is behind a publication, a join or a leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientInfo {
    /// The user; empty when anonymous.
    pub user: UserId,
    /// The connection.
    pub client: ClientId,
    /// From the connection token; empty when it had none.
    pub conn_info: Bytes,
    /// From the subscription token; empty when it had none.
    pub chan_info: Bytes,
}
