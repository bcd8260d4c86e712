use std::collections::BTreeMap;

use bytes::Bytes;

use crate::{
    model::UserId,
    policy::{Actions, Capabilities, SubscriptionOverride},
};

/// What a connection token says.
#[derive(Debug, Clone)]
pub struct ConnectionToken {
    /// Empty for an anonymous user.
    pub user: UserId,
    /// Shown to others; empty for none.
    pub info: Bytes,
    /// JSON, never shown to clients; empty for none.
    pub meta: Bytes,
    /// Unix seconds; none when the connection does not expire.
    pub expire_at: Option<u64>,
    /// Server-side subscriptions by channel: those of the claim `subs`, or
    /// those of `channels` when there is no `subs`.
    pub subs: BTreeMap<String, ServerSubscription>,
    /// What the user may do, by channel.
    pub capabilities: Capabilities,
}

/// A subscription that the server makes for a connection.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerSubscription {
    /// Shown to others in this channel.
    pub info: Option<Bytes>,
    /// Sent to the client with the subscription; empty for none.
    pub data: Bytes,
    /// Options that differ from the namespace's.
    pub overrides: SubscriptionOverride,
}

/// What a subscription token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionToken {
    /// Must be the connection's user.
    pub user: UserId,
    /// The one channel that the token is for.
    pub channel: String,
    /// Shown to others in this channel.
    pub info: Option<Bytes>,
    /// Sent to the client with the subscription; empty for none.
    pub data: Bytes,
    /// Unix seconds; none when the subscription does not expire.
    pub expire_at: Option<u64>,
    /// What the user may do in the channel besides subscribing.
    pub allow: Actions,
    /// Options that differ from the namespace's.
    pub overrides: SubscriptionOverride,
}
