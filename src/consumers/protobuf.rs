//! Requests of the server API as protobuf: the same commands as in JSON.

use bytes::Bytes;

use crate::{
    commands::{
        BroadcastRequest, Command, CommandError, DisconnectRequest, HistoryRemoveRequest, Json,
        Position, PublishRequest, RefreshRequest, SubscribeRequest, Told, UnsubscribeRequest,
    },
    pb::{self, api, api::refresh_request::Expiry},
};

/// Reads the request message of an asynchronous method.
pub(super) fn command(method: &str, message: Bytes) -> Result<Command, CommandError> {
    Ok(match method {
        "publish" => Command::Publish(decode::<api::PublishRequest>(message)?.into()),
        "broadcast" => Command::Broadcast(decode::<api::BroadcastRequest>(message)?.into()),
        "subscribe" => Command::Subscribe(decode::<api::SubscribeRequest>(message)?.into()),
        "unsubscribe" => Command::Unsubscribe(decode::<api::UnsubscribeRequest>(message)?.into()),
        "disconnect" => Command::Disconnect(decode::<api::DisconnectRequest>(message)?.into()),
        "refresh" => Command::Refresh(decode::<api::RefreshRequest>(message)?.try_into()?),
        "history_remove" => {
            let api::HistoryRemoveRequest { channel } = decode(message)?;
            Command::HistoryRemove(HistoryRemoveRequest { channel })
        }
        _ => {
            let known: Vec<_> = Command::asynchronous_methods().collect();
            return Err(CommandError::unknown_method(method, &known));
        }
    })
}

fn decode<M: pb::Message + Default>(message: Bytes) -> Result<M, CommandError> {
    pb::decode(message).map_err(|error| {
        let problem = format!("{error}: send the request message of the method's rpc");
        CommandError::Malformed(problem)
    })
}

impl From<api::PublishRequest> for PublishRequest {
    fn from(request: api::PublishRequest) -> Self {
        Self {
            channel: request.channel,
            data: Json::new(request.data),
            tags: request.tags,
            idempotency_key: request.idempotency_key,
            skip_history: request.skip_history,
            version: request.version,
            version_epoch: request.version_epoch,
            ..Self::default()
        }
    }
}

impl From<api::BroadcastRequest> for BroadcastRequest {
    fn from(request: api::BroadcastRequest) -> Self {
        Self {
            channels: request.channels,
            data: Json::new(request.data),
            tags: request.tags,
            idempotency_key: request.idempotency_key,
            skip_history: request.skip_history,
            version: request.version,
            version_epoch: request.version_epoch,
            ..Self::default()
        }
    }
}

impl From<api::SubscribeRequest> for SubscribeRequest {
    fn from(request: api::SubscribeRequest) -> Self {
        let since = request.recover_since;
        Self {
            user: request.user,
            client: request.client,
            channel: request.channel,
            info: Json::new(request.info),
            data: Json::new(request.data),
            recover_since: since.map(|at| Position { offset: at.offset, epoch: at.epoch }),
            expire_at: i64::try_from(request.expire_at_s).unwrap_or(i64::MAX),
            ..Self::default()
        }
    }
}

impl From<api::UnsubscribeRequest> for UnsubscribeRequest {
    fn from(request: api::UnsubscribeRequest) -> Self {
        Self {
            user: request.user,
            client: request.client,
            channel: request.channel,
            code: request.code,
            reason: request.reason,
            ..Self::default()
        }
    }
}

impl From<api::DisconnectRequest> for DisconnectRequest {
    fn from(request: api::DisconnectRequest) -> Self {
        Self {
            user: request.user,
            client: request.client,
            whitelist: request.whitelist,
            disconnect: Told {
                code: request.code,
                reason: request.reason,
                reconnect_after_ms: request.reconnect_after_ms,
            },
            ..Self::default()
        }
    }
}

impl TryFrom<api::RefreshRequest> for RefreshRequest {
    type Error = CommandError;

    fn try_from(request: api::RefreshRequest) -> Result<Self, CommandError> {
        let (expired, expire_at) = match request.expiry {
            Some(Expiry::ExpireAtS(at)) if at > 0 => (false, i64::try_from(at).unwrap_or(i64::MAX)),
            Some(Expiry::Expired(true)) => (true, 0),
            Some(Expiry::NeverExpires(true)) => (false, 0),
            _ => {
                let problem = "says nothing: set expire_at_s to Unix seconds, or expired or \
                               never_expires to true";
                return Err(CommandError::Invalid { field: "expiry", problem: problem.into() });
            }
        };
        Ok(Self {
            user: request.user,
            client: request.client,
            expired,
            expire_at,
            info: request.info.map(Json::new).unwrap_or_default(),
            ..Self::default()
        })
    }
}
