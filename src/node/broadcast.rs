use futures_util::future::join_all;

use super::{Message, Node, NodeError, Publisher};
use crate::engine::PublishOutcome;

/// Channels of one broadcast.
pub const MAX_BROADCAST_CHANNELS: usize = 10_000;

/// Channels of a broadcast that are handed to the engine at once, and bytes of
/// their messages: publishes of others come in between, and the engine's queue
/// is never filled by one broadcast.
const SLICE_CHANNELS: usize = 256;
const SLICE_BYTES: usize = 8 * 1024 * 1024;

impl Node {
    /// Publishes one message to many channels and answers for each, in order.
    ///
    /// # Errors
    /// [`NodeError::Invalid`] when the list of channels itself cannot be used;
    /// what concerns one channel is that channel's answer.
    pub async fn broadcast(
        &self,
        channels: &[String],
        message: &Message,
    ) -> Result<Vec<Result<PublishOutcome, NodeError>>, NodeError> {
        if channels.is_empty() {
            return Err(NodeError::invalid("channels", "is empty: name at least one channel"));
        }
        if channels.len() > MAX_BROADCAST_CHANNELS {
            let problem = format!(
                "has {} channels, at most {MAX_BROADCAST_CHANNELS} are allowed: split it",
                channels.len()
            );
            return Err(NodeError::invalid("channels", problem));
        }
        let mut outcomes = Vec::with_capacity(channels.len());
        let message = message.clone().detach();
        let slice = (SLICE_BYTES / message.bytes().max(1)).clamp(1, SLICE_CHANNELS);
        for slice in channels.chunks(slice) {
            let publishing = slice.iter().map(|channel| {
                let publishing = self.publish_detached(channel, message.clone(), Publisher::Api);
                async move { publishing?.await }
            });
            outcomes.extend(join_all(publishing).await);
        }
        Ok(outcomes)
    }
}
