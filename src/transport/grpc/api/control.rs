use tonic::{Code, Status};

use super::{Api, Caller, history::from_position};
use crate::{
    hub::ServerSubscribe,
    model::{ClientError, code},
    node::{
        Addressee, ControlError, DisconnectCommand, Expiry, RefreshCommand, UnsubscribeCommand,
    },
    pb::api::{self as pb, refresh_request},
    policy::SubscriptionOverride,
    telemetry::metrics::ApiMethod,
    transport::{
        audit::Act,
        grpc::status::node_status,
        status::{api_status, invalid_field_status},
    },
};

impl Api {
    pub(super) async fn do_subscribe(
        &self,
        caller: Caller<'_>,
        request: pb::SubscribeRequest,
    ) -> Result<pb::SubscribeResponse, Status> {
        let node = self.node()?;
        caller.check(node, &request.channel)?;
        let addressee = addressee(&request.user, &request.client)?;
        let act =
            caller.act(ApiMethod::Subscribe, &request.user, &request.client, &request.channel);
        let subscribe = ServerSubscribe {
            info: request.info,
            data: request.data,
            recover_since: request.recover_since.as_ref().map(from_position),
            expire_at: Some(request.expire_at_s).filter(|expire_at| *expire_at > 0),
            channel: request.channel,
            overrides: SubscriptionOverride::default(),
        };
        let subscribed = node.subscribe_connections(&addressee, &subscribe).await;
        let connections = count(&act, subscribed, &subscribe.channel)?;
        Ok(pb::SubscribeResponse { connections })
    }

    pub(super) async fn do_unsubscribe(
        &self,
        caller: Caller<'_>,
        request: pb::UnsubscribeRequest,
    ) -> Result<pb::UnsubscribeResponse, Status> {
        let node = self.node()?;
        caller.check(node, &request.channel)?;
        let addressee = addressee(&request.user, &request.client)?;
        let act =
            caller.act(ApiMethod::Unsubscribe, &request.user, &request.client, &request.channel);
        let command = UnsubscribeCommand {
            channel: request.channel,
            code: request.code,
            reason: request.reason,
        };
        let unsubscribed = node.unsubscribe_connections(&addressee, &command).await;
        let connections = count(&act, unsubscribed, &command.channel)?;
        Ok(pb::UnsubscribeResponse { connections })
    }

    pub(super) fn do_disconnect(
        &self,
        caller: &Caller<'_>,
        request: pb::DisconnectRequest,
    ) -> Result<pb::DisconnectResponse, Status> {
        let addressee = addressee(&request.user, &request.client)?;
        let act = caller.act(ApiMethod::Disconnect, &request.user, &request.client, "");
        let command = DisconnectCommand {
            code: request.code,
            reason: request.reason,
            spared: request.whitelist.iter().map(|client| client.as_str().into()).collect(),
            reconnect_after_ms: request.reconnect_after_ms,
        };
        let disconnected = self.node()?.disconnect(&addressee, &command);
        let connections = count(&act, disconnected.map_err(ControlError::Node), "")?;
        Ok(pb::DisconnectResponse { connections })
    }

    pub(super) async fn do_refresh(
        &self,
        caller: Caller<'_>,
        request: pb::RefreshRequest,
    ) -> Result<pb::RefreshResponse, Status> {
        let addressee = addressee(&request.user, &request.client)?;
        let act = caller.act(ApiMethod::Refresh, &request.user, &request.client, "");
        let command = RefreshCommand { expiry: expiry(request.expiry)?, info: request.info };
        let refreshed = self.node()?.refresh(&addressee, &command).await;
        let connections = count(&act, refreshed, "")?;
        Ok(pb::RefreshResponse { connections })
    }
}

fn addressee(user: &str, client: &str) -> Result<Addressee, Status> {
    Addressee::new(user, client).map_err(|error| node_status(&error, ""))
}

fn expiry(expiry: Option<refresh_request::Expiry>) -> Result<Expiry, Status> {
    match expiry {
        Some(refresh_request::Expiry::ExpireAtS(expire_at_s)) if expire_at_s > 0 => {
            Ok(Expiry::At(expire_at_s))
        }
        Some(refresh_request::Expiry::Expired(true)) => Ok(Expiry::Now),
        Some(refresh_request::Expiry::NeverExpires(true)) => Ok(Expiry::Never),
        _ => {
            let problem = "says nothing: set expire_at_s to Unix seconds, or expired or \
                           never_expires to true";
            Err(invalid_field_status("expiry", problem))
        }
    }
}

/// Logs the call, and answers with its connections.
fn count(
    act: &Act,
    connections: Result<usize, ControlError>,
    channel: &str,
) -> Result<u32, Status> {
    act.log(connections.as_ref().copied().map(Some));
    match connections {
        // There are not as many.
        Ok(connections) => Ok(u32::try_from(connections).unwrap_or(u32::MAX)),
        Err(error) => Err(control_status(&error, channel)),
    }
}

fn control_status(error: &ControlError, channel: &str) -> Status {
    let message = error.to_string();
    match error {
        ControlError::Node(error) => node_status(error, channel),
        ControlError::Busy { busy, of } => {
            let metadata = [("busy", &*busy.to_string()), ("connections", &of.to_string())];
            api_status(Code::Unavailable, "SESSIONS_BUSY", &message, &metadata)
        }
        ControlError::Refused { refused, of, error } => {
            let metadata = [
                ("channel", channel),
                ("refused", &refused.to_string()),
                ("connections", &of.to_string()),
                ("code", &error.code.to_string()),
            ];
            api_status(refusal_code(error), "SESSION_REFUSED", &message, &metadata)
        }
    }
}

fn refusal_code(error: &ClientError) -> Code {
    match error.code {
        code::UNKNOWN_CHANNEL => Code::NotFound,
        code::LIMIT_EXCEEDED => Code::ResourceExhausted,
        code::BAD_REQUEST => Code::InvalidArgument,
        code::UNRECOVERABLE_POSITION => Code::OutOfRange,
        _ if error.temporary => Code::Unavailable,
        _ => Code::FailedPrecondition,
    }
}
