use tonic::Status;

use super::{Api, Caller, batch::Batch};
use crate::{
    engine::PublishOutcome,
    node::{MAX_BROADCAST_CHANNELS, Message, Publisher},
    pb::api::{self as pb, broadcast_item::Outcome},
    transport::grpc::status::node_status,
};

/// Publish and Broadcast have the same fields.
macro_rules! message {
    ($request:ident) => {
        Message {
            data: $request.data,
            tags: $request.tags,
            idempotency_key: $request.idempotency_key,
            skip_history: $request.skip_history,
            version: $request.version,
            version_epoch: $request.version_epoch,
        }
    };
}

impl Api {
    pub(super) async fn do_publish(
        &self,
        caller: Caller<'_>,
        request: pb::PublishRequest,
    ) -> Result<pb::PublishResponse, Status> {
        let (node, channel) = (self.node()?, request.channel);
        caller.check(node, &channel)?;
        let status = |error| node_status(&error, &channel);
        let publishing = node.publish(&channel, message!(request), Publisher::Api);
        publishing.map_err(status)?.await.map(published).map_err(status)
    }

    pub(super) async fn do_broadcast(
        &self,
        caller: Caller<'_>,
        request: pb::BroadcastRequest,
    ) -> Result<pb::BroadcastResponse, Status> {
        let node = self.node()?.clone();
        let batch = Batch::new(&node, &caller, request.channels, MAX_BROADCAST_CHANNELS);
        let message = message!(request);
        let outcomes = match batch.allowed() {
            Some(channels) => {
                // In a task of its own: a call that is dropped half-way
                // publishes to all of its channels nevertheless.
                let task = tokio::spawn(async move { node.broadcast(&channels, &message).await });
                let outcomes = task.await;
                let outcomes = outcomes.map_err(|_| Status::internal("the broadcast broke off"))?;
                outcomes.map_err(|error| node_status(&error, ""))?
            }
            None => Vec::new(),
        };
        let item = |outcome: Result<PublishOutcome, _>| {
            let outcome = outcome.map(published).map_or_else(Outcome::Error, Outcome::Result);
            pb::BroadcastItem { outcome: Some(outcome) }
        };
        Ok(pb::BroadcastResponse { items: batch.answer(outcomes).map(item).collect() })
    }
}

fn published(outcome: PublishOutcome) -> pb::PublishResponse {
    let position = outcome.position.unwrap_or_default();
    pb::PublishResponse {
        offset: position.offset,
        epoch: position.epoch.as_str().to_owned(),
        duplicate: outcome.duplicate,
    }
}
