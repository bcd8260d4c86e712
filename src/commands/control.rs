use super::{
    Access, CommandError, ConnectionsReply, DisconnectRequest, Flag, Position, RefreshRequest,
    SubscribeRequest, UnsubscribeRequest, Wanted, execute::permit,
};
use crate::{
    hub::ServerSubscribe,
    model::StreamPosition,
    node::{Addressee, DisconnectCommand, Expiry, Node, RefreshCommand, UnsubscribeCommand},
    policy::SubscriptionOverride,
};

impl SubscribeRequest {
    pub(super) async fn execute(
        self,
        node: &Node,
        access: &dyn Access,
    ) -> Result<ConnectionsReply, CommandError> {
        permit(node, access, &self.channel)?;
        let addressee = addressee(&self.user, &self.client, &self.session)?;
        let info = self.info.unless_null().or_base64("b64info", &self.b64info)?;
        let data = self.data.unless_null().or_base64("b64data", &self.b64data)?;
        let subscribe = ServerSubscribe {
            channel: self.channel,
            info: info.unwrap_or_default(),
            data: data.unwrap_or_default(),
            recover_since: self.recover_since.map(Into::into),
            expire_at: unix_seconds(self.expire_at),
            overrides: self.r#override.into(),
        };
        let connections = node.subscribe_connections(&addressee, &subscribe).await?;
        Ok(ConnectionsReply { connections })
    }
}

impl UnsubscribeRequest {
    pub(super) async fn execute(
        self,
        node: &Node,
        access: &dyn Access,
    ) -> Result<ConnectionsReply, CommandError> {
        permit(node, access, &self.channel)?;
        let addressee = addressee(&self.user, &self.client, &self.session)?;
        let command =
            UnsubscribeCommand { channel: self.channel, code: self.code, reason: self.reason };
        let connections = node.unsubscribe_connections(&addressee, &command).await?;
        Ok(ConnectionsReply { connections })
    }
}

impl DisconnectRequest {
    pub(super) fn execute(self, node: &Node) -> Result<ConnectionsReply, CommandError> {
        let addressee = addressee(&self.user, &self.client, &self.session)?;
        let command = DisconnectCommand {
            code: self.disconnect.code,
            reason: self.disconnect.reason,
            spared: self.whitelist.iter().map(|client| client.as_str().into()).collect(),
            reconnect_after_ms: self.disconnect.reconnect_after_ms,
        };
        Ok(ConnectionsReply { connections: node.disconnect(&addressee, &command)? })
    }
}

impl RefreshRequest {
    pub(super) async fn execute(self, node: &Node) -> Result<ConnectionsReply, CommandError> {
        let addressee = addressee(&self.user, &self.client, &self.session)?;
        let expiry = match unix_seconds(self.expire_at) {
            _ if self.expired => Expiry::Now,
            Some(expire_at_s) => Expiry::At(expire_at_s),
            None => Expiry::Never,
        };
        let command = RefreshCommand { expiry, info: self.info.unless_null().into_bytes() };
        Ok(ConnectionsReply { connections: node.refresh(&addressee, &command).await? })
    }
}

/// A session that is named and not known must not widen what is asked for to
/// all of a user's connections.
fn addressee(user: &str, client: &str, session: &str) -> Result<Addressee, CommandError> {
    if !session.is_empty() {
        let problem = "is not known to this server: leave it out and name the connection as client";
        return Err(CommandError::invalid("session", problem));
    }
    Ok(Addressee::new(user, client)?)
}

fn unix_seconds(seconds: i64) -> Option<u64> {
    u64::try_from(seconds).ok().filter(|seconds| *seconds > 0)
}

impl From<Position> for StreamPosition {
    fn from(position: Position) -> Self {
        Self { offset: position.offset, epoch: position.epoch.as_str().into() }
    }
}

impl From<Wanted> for SubscriptionOverride {
    fn from(wanted: Wanted) -> Self {
        let flag = |flag: Option<Flag>| flag.map(|flag| flag.value);
        Self {
            presence: flag(wanted.presence),
            join_leave: flag(wanted.join_leave),
            force_push_join_leave: flag(wanted.force_push_join_leave),
            force_recovery: flag(wanted.force_recovery),
            force_positioning: flag(wanted.force_positioning),
        }
    }
}
