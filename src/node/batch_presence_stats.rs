use futures_util::future::join_all;

use super::{Node, NodeError};
use crate::engine::PresenceStats;

/// Channels of one request.
pub const MAX_PRESENCE_CHANNELS: usize = 10_000;

/// Channels that the engine is asked about at once.
const SLICE_CHANNELS: usize = 256;

impl Node {
    /// How many are in each of many channels, in order.
    ///
    /// # Errors
    /// [`NodeError::Invalid`] when the list of channels itself cannot be used;
    /// what concerns one channel is that channel's answer.
    pub async fn batch_presence_stats(
        &self,
        channels: &[String],
    ) -> Result<Vec<Result<PresenceStats, NodeError>>, NodeError> {
        let count = channels.len();
        if channels.is_empty() || count > MAX_PRESENCE_CHANNELS {
            let problem = format!(
                "has {count} channels: name at least one and at most {MAX_PRESENCE_CHANNELS}"
            );
            return Err(NodeError::invalid("channels", problem));
        }
        let mut answers = Vec::with_capacity(count);
        for slice in channels.chunks(SLICE_CHANNELS) {
            answers
                .extend(join_all(slice.iter().map(|channel| self.presence_stats(channel))).await);
            tokio::task::yield_now().await;
        }
        Ok(answers)
    }
}
