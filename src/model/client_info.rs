use bytes::Bytes;

use super::{ClientId, UserId};

/// Most bytes of an info that is shown to others: it travels with each
/// publication, join and leave of its connection.
pub const MAX_INFO_BYTES: usize = 16 * 1024;

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

impl ClientInfo {
    /// Bytes that count towards reply limits, in a map by client: everything
    /// of variable length, plus a flat amount for the fixed parts.
    pub fn weight(&self) -> usize {
        const FIXED: usize = 64;
        FIXED
            + self.user.as_str().len()
            + 2 * self.client.as_str().len()
            + self.conn_info.len()
            + self.chan_info.len()
    }
}
