use tonic::Status;

use super::{Api, Caller, batch::Refusals};
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
        caller: Caller,
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
        caller: Caller,
        request: pb::BroadcastRequest,
    ) -> Result<pb::BroadcastResponse, Status> {
        let (node, channels) = (self.node()?.clone(), request.channels);
        let mut refused = Vec::new();
        if channels.len() <= MAX_BROADCAST_CHANNELS {
            refused.extend(channels.iter().map(|channel| caller.check(&node, channel).err()));
        }
        let is_allowed = |index: usize| refused.get(index).is_none_or(Option::is_none);
        let allowed: Vec<_> = (0..channels.len()).filter(|index| is_allowed(*index)).collect();
        let mut outcomes = if allowed.is_empty() && !channels.is_empty() {
            Vec::new()
        } else {
            let message = message!(request);
            let allowed: Vec<_> = allowed.iter().map(|index| channels[*index].clone()).collect();
            // In a task of its own: a call that is dropped half-way publishes
            // to all of its channels nevertheless.
            let task = tokio::spawn(async move { node.broadcast(&allowed, &message).await });
            let outcomes = task.await.map_err(|_| Status::internal("the broadcast broke off"))?;
            outcomes.map_err(|error| node_status(&error, ""))?
        }
        .into_iter();
        let mut refusals = Refusals::default();
        let refused = refused.into_iter().chain(std::iter::repeat(None));
        let item = |(channel, refused): (&String, Option<Status>)| {
            let outcome = match refused {
                Some(status) => Err(status),
                // There is one for each that was not refused.
                None => outcomes.next()?.map_err(|error| node_status(&error, channel)),
            };
            let outcome = match outcome {
                Ok(outcome) => Outcome::Result(published(outcome)),
                Err(status) => Outcome::Error(refusals.item(&status)),
            };
            Some(pb::BroadcastItem { outcome: Some(outcome) })
        };
        Ok(pb::BroadcastResponse { items: channels.iter().zip(refused).filter_map(item).collect() })
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
