use std::sync::Arc;

use bytes::Bytes;
use tokio::{task::AbortHandle, time::Instant};

use crate::{
    hub::Subscriber,
    model::ClientInfo,
    node::Membership,
    policy::{Actions, ChannelOptions},
    telemetry::metrics::GaugeGuard,
};

/// One of a session's subscriptions.
#[derive(Debug)]
pub(super) struct Subscription {
    pub(super) subscriber: Arc<Subscriber>,
    pub(super) options: Arc<ChannelOptions>,
    pub(super) origin: Origin,
    /// What its token grants beside the namespace.
    pub(super) granted: Actions,
    /// Who the client is in this channel.
    pub(super) info: Arc<ClientInfo>,
    /// Unix seconds; none if it does not expire.
    pub(super) expire_at: Option<u64>,
    /// When it ends unless it is refreshed.
    pub(super) expires_by: Option<Instant>,
    pub(super) recoverable: bool,
    /// In presence, and told to others, until it is dropped.
    pub(super) membership: Option<Membership>,
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
    /// The connection token, or the configuration.
    Token,
    /// The server API.
    Api,
}

impl Origin {
    /// For operators.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Connect => "connect",
            Self::Token => "token",
            Self::Api => "api",
        }
    }

    /// True where the client itself must be allowed to subscribe.
    pub(super) fn is_asked_by_client(self) -> bool {
        matches!(self, Self::Client | Self::Connect)
    }
}

impl Subscription {
    pub(super) fn change_conn_info(&mut self, conn_info: Bytes) {
        self.change_info(ClientInfo { conn_info, ..(*self.info).clone() });
    }

    pub(super) fn change_chan_info(&mut self, chan_info: Bytes) {
        self.change_info(ClientInfo { chan_info, ..(*self.info).clone() });
    }

    fn change_info(&mut self, info: ClientInfo) {
        if *self.info == info {
            return;
        }
        self.info = Arc::new(info);
        if let Some(membership) = &mut self.membership {
            membership.update(self.info.clone());
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(backfill) = &self.backfill {
            backfill.abort();
        }
    }
}
