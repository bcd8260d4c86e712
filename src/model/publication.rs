use std::collections::BTreeMap;

use bytes::Bytes;

use super::ClientInfo;

/// What a publisher attaches to a publication, handed on to subscribers.
pub type Tags = BTreeMap<String, String>;

/// Bytes of tags, as they count towards limits.
pub fn tags_bytes(tags: &Tags) -> usize {
    tags.iter().map(|(key, value)| key.len() + value.len() + 8).sum()
}

/// One message of a channel, as the engine accepted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Place in the channel's history, from 1; 0 when it is not in one.
    pub offset: u64,
    /// The payload.
    pub data: Bytes,
    /// Set by the publisher.
    pub tags: Tags,
    /// Who published; none through the server API.
    pub info: Option<ClientInfo>,
    /// When it was accepted, Unix milliseconds.
    pub time_ms: u64,
    /// Version given by the publisher; 0 when it gave none.
    pub version: u64,
}

impl Publication {
    /// Bytes that count towards queue, cache and reply limits: everything of
    /// variable length, plus a flat amount for the fixed fields.
    pub fn weight(&self) -> usize {
        const FIXED: usize = 64;
        let info = self.info.as_ref().map_or(0, |info| {
            info.user.as_str().len()
                + info.client.as_str().len()
                + info.conn_info.len()
                + info.chan_info.len()
        });
        FIXED + self.data.len() + tags_bytes(&self.tags) + info
    }
}
