use std::sync::Arc;

use super::{
    Access, BroadcastReply, BroadcastRequest, CommandError, PublishReply, PublishRequest,
    execute::permit,
};
use crate::node::{MAX_BROADCAST_CHANNELS, Message, Node};

/// Publish and broadcast have the same fields.
macro_rules! message {
    ($request:ident) => {
        Message {
            data: $request.data.or_base64("b64data", &$request.b64data)?.ok_or_else(no_data)?,
            tags: $request.tags,
            idempotency_key: $request.idempotency_key,
            skip_history: $request.skip_history,
            version: $request.version,
            version_epoch: $request.version_epoch,
        }
    };
}

fn no_data() -> CommandError {
    CommandError::invalid("data", "is missing: give JSON, or bytes in base64 as b64data")
}

impl PublishRequest {
    /// The channel, and what to publish to it.
    ///
    /// # Errors
    /// [`CommandError::Invalid`]: no data, or b64data that is not base64.
    pub fn into_message(self) -> Result<(String, Message), CommandError> {
        Ok((self.channel, message!(self)))
    }
}

impl BroadcastRequest {
    /// The channels, and what to publish to each.
    ///
    /// # Errors
    /// [`CommandError::Invalid`]: no data, or b64data that is not base64.
    pub fn into_message(self) -> Result<(Vec<String>, Message), CommandError> {
        Ok((self.channels, message!(self)))
    }

    pub(super) async fn execute(
        self,
        node: &Arc<Node>,
        access: &dyn Access,
    ) -> Result<BroadcastReply, CommandError> {
        let (channels, message) = self.into_message()?;
        // More than may be are not judged: the verb refuses them as a whole.
        let judged = channels.iter().take(MAX_BROADCAST_CHANNELS + 1);
        let refusals: Vec<_> = judged.map(|channel| permit(node, access, channel).err()).collect();
        let is_allowed = |index: usize| refusals.get(index).is_none_or(Option::is_none);
        let allowed = channels.iter().enumerate().filter(|(index, _)| is_allowed(*index));
        let allowed: Vec<_> = allowed.map(|(_, channel)| channel.clone()).collect();
        let outcomes = match allowed.is_empty() && !channels.is_empty() {
            true => Vec::new(),
            false => broadcast(node.clone(), allowed, message).await?,
        };
        let mut outcomes = outcomes.into_iter();
        let response = |refusal| match refusal {
            Some(refusal) => Some(Err(refusal)),
            None => outcomes.next(),
        };
        Ok(BroadcastReply { responses: refusals.into_iter().filter_map(response).collect() })
    }
}

/// In a task of its own: a call that is dropped half-way publishes to all of
/// its channels nevertheless.
async fn broadcast(
    node: Arc<Node>,
    channels: Vec<String>,
    message: Message,
) -> Result<Vec<Result<PublishReply, CommandError>>, CommandError> {
    let task = tokio::spawn(async move { node.broadcast(&channels, &message).await });
    let outcomes = task.await.map_err(|_| CommandError::BrokeOff)??;
    let answer = |outcome: Result<_, _>| outcome.map(PublishReply::from).map_err(Into::into);
    Ok(outcomes.into_iter().map(answer).collect())
}
