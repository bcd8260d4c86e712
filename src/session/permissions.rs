use bytes::Bytes;

use super::{
    identity::{invalid_token, token_expired},
    refusal::Refused,
    run::Session,
};
use crate::{
    auth::{ServerSubscription, SubscriptionToken, TokenError},
    model::{Channel, ClientError, code},
    policy::{Action, Actions, Asking, ChannelOptions, SubscriptionOverride},
};

/// What a subscription comes with.
#[derive(Debug, Clone, Default)]
pub(super) struct Grant {
    /// Shown to others.
    pub(super) chan_info: Bytes,
    /// Given to the client with the subscription.
    pub(super) data: Bytes,
    /// Unix seconds; none if the subscription does not expire.
    pub(super) expire_at: Option<u64>,
    /// Beside what the namespace allows.
    pub(super) allow: Actions,
    pub(super) overrides: SubscriptionOverride,
}

impl From<SubscriptionToken> for Grant {
    fn from(token: SubscriptionToken) -> Self {
        Self {
            chan_info: token.info.unwrap_or_default(),
            data: token.data,
            expire_at: token.expire_at,
            allow: token.allow,
            overrides: token.overrides,
        }
    }
}

impl From<ServerSubscription> for Grant {
    fn from(subscription: ServerSubscription) -> Self {
        Self {
            chan_info: subscription.info.unwrap_or_default(),
            data: subscription.data,
            overrides: subscription.overrides,
            ..Self::default()
        }
    }
}

impl Session {
    /// Whether the client may do this to a channel now.
    pub(super) fn permit(
        &self,
        action: Action,
        channel: &Channel,
        options: &ChannelOptions,
    ) -> Result<(), ClientError> {
        let decision =
            self.sessions.node.namespaces().decide(action, channel, options, &self.asking(channel));
        match decision.allowed {
            true => Ok(()),
            false => Err(ClientError::new(code::PERMISSION_DENIED, decision.to_string())),
        }
    }

    /// Whether a subscription with this grant may be told who comes and goes:
    /// where that is told at all, to those who may read presence.
    pub(super) fn sees_members(
        &self,
        channel: &Channel,
        options: &ChannelOptions,
        grant: &Grant,
    ) -> bool {
        let asking = Asking { subscribed: true, granted: grant.allow, ..self.asking(channel) };
        let namespaces = self.sessions.node.namespaces();
        options.join_leave && namespaces.decide(Action::Presence, channel, options, &asking).allowed
    }

    fn asking(&self, channel: &Channel) -> Asking<'_> {
        let subscription = self.subscriptions.get(channel);
        Asking {
            user: &self.identity.user,
            insecure: self.sessions.auth.insecure(),
            capabilities: &self.identity.capabilities,
            subscribed: subscription.is_some(),
            granted: subscription.map(|s| s.granted).unwrap_or_default(),
            has_subscription_token: false,
        }
    }

    /// What lets the client subscribe: its token for this channel, or else the
    /// namespace and its capabilities.
    pub(super) async fn authorize(
        &mut self,
        channel: &Channel,
        options: &ChannelOptions,
        token: &str,
    ) -> Result<Grant, Refused> {
        let auth = &self.sessions.auth;
        if token.is_empty() || auth.insecure() {
            self.permit(Action::Subscribe, channel, options)?;
            return Ok(Grant::default());
        }
        let token = auth.subscription(token).await.map_err(|error| match error {
            TokenError::Expired => token_expired(),
            TokenError::Invalid(reason) => {
                let message = format!("permission denied: bad subscription token: {reason}");
                Refused::Error(ClientError::new(code::PERMISSION_DENIED, message))
            }
            TokenError::Unavailable(reason) => Refused::Error(ClientError::internal(reason)),
        })?;
        self.check_owner(&token, channel.as_str())?;
        Ok(token.into())
    }

    /// Another user's or channel's token is no mistake.
    pub(super) fn check_owner(
        &self,
        token: &SubscriptionToken,
        channel: &str,
    ) -> Result<(), Refused> {
        if token.channel != channel {
            let message = format!("it is for channel {:?}, not for {channel:?}", token.channel);
            return Err(invalid_token(&message));
        }
        if token.user != self.identity.user {
            return Err(invalid_token(
                "it is for another user: its sub must be the connection's user id",
            ));
        }
        Ok(())
    }
}
