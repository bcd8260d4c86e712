use std::sync::Arc;

use tokio::task::AbortHandle;

use crate::{hub::Subscriber, policy::ChannelOptions, telemetry::metrics::GaugeGuard};

/// One of a session's subscriptions.
#[derive(Debug)]
pub(super) struct Subscription {
    pub(super) subscriber: Arc<Subscriber>,
    pub(super) options: Arc<ChannelOptions>,
    pub(super) origin: Origin,
    /// Sends the rest of a recovery that did not fit into its reply.
    pub(super) backfill: Option<AbortHandle>,
    pub(super) _counted: GaugeGuard,
}

/// Who asked for a subscription: decides what a loss costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A subscribe command: the client can ask again.
    Client,
    /// The connect request of a Listen, which may have no way to ask again.
    Connect,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(backfill) = &self.backfill {
            backfill.abort();
        }
    }
}
