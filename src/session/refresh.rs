use bytes::Bytes;

use super::{expiry::ttl, identity::invalid_token, refusal::Refused, run::Session};
use crate::{
    auth::TokenError,
    model::{Channel, ClientError, Disconnect, code},
    telemetry::metrics::Command,
    wire::{self, RefreshRequest, RefreshResult, ReplyResult, SubRefreshRequest, SubRefreshResult},
};

impl Session {
    /// A new connection token: changes expiry and info, never user, subs or
    /// caps.
    pub(super) async fn refresh(&mut self, id: u32, request: RefreshRequest) {
        let refreshed = self.try_refresh(&request.token).await;
        let Some(()) = self.or_refused(id, Command::Refresh, refreshed) else { return };
        let (expires, ttl) = ttl(self.identity.expire_at, self.now_s());
        let result = RefreshResult {
            client: self.client.as_str().to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            expires,
            ttl,
        };
        self.push(wire::reply(id, ReplyResult::Refresh(result)));
    }

    async fn try_refresh(&mut self, token: &str) -> Result<(), Refused> {
        let auth = &self.sessions.auth;
        if auth.insecure() {
            self.connection_expires(None); // whatever the server API has said
            return Ok(());
        }
        if token.is_empty() {
            let message = "the refresh has no token: send a new connection token";
            return Err(Refused::Error(ClientError::new(code::BAD_REQUEST, message)));
        }
        let token = auth.connection(token).await.map_err(|error| match error {
            TokenError::Expired => Refused::Disconnect(
                Disconnect::CONNECTION_EXPIRED
                    .because("connection expired: the refresh came with an expired token"),
            ),
            TokenError::Invalid(reason) => invalid_token(&reason.to_string()),
            TokenError::Unavailable(reason) => Refused::Error(ClientError::internal(reason)),
        })?;
        if token.user != self.identity.user {
            return Err(invalid_token("it is another user's: refresh with one of the same user"));
        }
        self.connection_expires(token.expire_at);
        if !token.info.is_empty() {
            self.change_info(token.info);
        }
        Ok(())
    }

    /// A new subscription token: changes the subscription's expiry and info.
    pub(super) async fn sub_refresh(&mut self, id: u32, request: SubRefreshRequest) {
        let refreshed = self.try_sub_refresh(&request).await;
        let Some(expire_at) = self.or_refused(id, Command::SubRefresh, refreshed) else { return };
        let (expires, ttl) = ttl(expire_at, self.now_s());
        let result = SubRefreshResult { expires, ttl };
        self.push(wire::reply(id, ReplyResult::SubRefresh(result)));
    }

    async fn try_sub_refresh(
        &mut self,
        request: &SubRefreshRequest,
    ) -> Result<Option<u64>, Refused> {
        let channel = Channel::trusted(&request.channel);
        if !self.subscriptions.contains_key(&channel) {
            let message = format!("not subscribed to {channel}: subscribe with the token");
            return Err(Refused::Error(ClientError::new(code::PERMISSION_DENIED, message)));
        }
        if self.sessions.auth.insecure() {
            self.subscription_refreshed(&channel, None, None);
            return Ok(None);
        }
        if request.token.is_empty() {
            let message = "the sub_refresh has no token: send a new subscription token";
            return Err(Refused::Error(ClientError::new(code::BAD_REQUEST, message)));
        }
        let verified = self.sessions.auth.subscription(&request.token).await;
        let token = verified.map_err(|error| match error {
            TokenError::Expired => Refused::Disconnect(
                Disconnect::SUBSCRIPTION_EXPIRED
                    .because("subscription expired: the sub_refresh came with an expired token"),
            ),
            TokenError::Invalid(reason) => invalid_token(&reason.to_string()),
            TokenError::Unavailable(reason) => Refused::Error(ClientError::internal(reason)),
        })?;
        self.check_owner(&token, &request.channel)?;
        self.subscription_refreshed(&channel, token.expire_at, token.info);
        Ok(token.expire_at)
    }

    fn subscription_refreshed(
        &mut self,
        channel: &Channel,
        expire_at: Option<u64>,
        chan_info: Option<Bytes>,
    ) {
        let expires_by = self.deadline(expire_at, self.sessions.config.expired_sub_close_delay);
        if let Some(subscription) = self.subscriptions.get_mut(channel) {
            subscription.expire_at = expire_at;
            subscription.expires_by = expires_by;
            if let Some(chan_info) = chan_info {
                subscription.change_chan_info(chan_info);
            }
        }
        self.subscriptions_expire();
    }
}
