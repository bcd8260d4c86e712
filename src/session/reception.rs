use std::sync::Arc;

use super::{run::Session, subscribe::Granted};
use crate::{
    hub::Reception,
    model::{ClientError, Disconnect, code},
    outbound::Pushed,
    policy::{ChannelOptions, TagsFilter, place},
    wire::{self, SubscribeRequest},
};

impl Session {
    /// What a subscription of this session is given, and how.
    pub(super) fn reception(
        &self,
        request: &SubscribeRequest,
        options: &ChannelOptions,
        granted: Granted,
    ) -> Result<Reception, ClientError> {
        Ok(Reception {
            positioned: granted.positioned,
            join_leave: granted.join_leave,
            slow_consumer: options.slow_consumer,
            gap_support: self.gap_support,
            filter: tags_filter(request, options)?,
            metrics: self.sessions.node.metrics().clone(),
        })
    }

    /// Pings, and tells how far subscriptions are whose filter has kept back
    /// everything since.
    pub(super) fn ping(&self) {
        self.push(wire::ping());
        for subscription in self.subscriptions.values() {
            if subscription.subscriber.push_position() == Pushed::Overflow {
                let slow = Disconnect::SLOW.because("slow: the client does not read its replies");
                return self.disconnect_slow(slow);
            }
        }
    }
}

fn tags_filter(
    request: &SubscribeRequest,
    options: &ChannelOptions,
) -> Result<Option<Arc<TagsFilter>>, ClientError> {
    let Some(node) = &request.tf else { return Ok(None) };
    if !options.allow_tags_filter {
        let message = format!(
            "permission denied: tags filters are off in {}: set allow_tags_filter = true, or \
             subscribe without tf",
            place(&options.namespace)
        );
        return Err(ClientError::new(code::PERMISSION_DENIED, message));
    }
    let filter = TagsFilter::new(wire::filter_from_pb(node.clone()));
    let filter = filter.map_err(|error| ClientError::new(code::BAD_REQUEST, error.to_string()))?;
    Ok(Some(Arc::new(filter)))
}
