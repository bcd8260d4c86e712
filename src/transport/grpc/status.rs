use http::HeaderMap;
use tonic::{Code, Status};

use crate::{
    node::NodeError,
    outbound::Ending,
    session::SendError,
    transport::status::{
        api_status, broker_status, disconnect_status, invalid_channel_status,
        unknown_namespace_status, unrecoverable_position_status,
    },
    wire,
};

/// The trailers that end a session's stream.
pub(super) fn trailers(ending: &Ending) -> HeaderMap {
    let status = match ending {
        Ending::Disconnect(disconnect) => disconnect_status(disconnect),
        Ending::Refused(error) if error.temporary => Status::unavailable(error.to_string()),
        Ending::Refused(error) => Status::unauthenticated(error.to_string()),
        Ending::MessageTooLarge(limit) => Status::resource_exhausted(format!(
            "message over client.message_size_limit = {limit} bytes: send less at once or raise it"
        )),
        Ending::Gone => Status::cancelled("the client went away"),
    };
    headers(&status)
}

/// A status as trailers.
pub(super) fn headers(status: &Status) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(2);
    if status.add_header(&mut headers).is_err() {
        // Only text that no header can carry fails: the code is what counts.
        headers.insert("grpc-status", (status.code() as i32).into());
    }
    headers
}

/// Why a Send was not accepted, as a status.
pub(super) fn send_status(error: &SendError) -> Status {
    let message = error.to_string();
    match error {
        SendError::NotFound => Status::not_found(message),
        SendError::Skipped { got: 0, .. } | SendError::TooMany(_) => {
            Status::invalid_argument(message)
        }
        SendError::Skipped { .. } => Status::failed_precondition(message),
        SendError::Full => Status::resource_exhausted(message),
    }
}

/// Why a verb was refused for `channel` (empty when no channel is to blame).
pub(super) fn node_status(error: &NodeError, channel: &str) -> Status {
    match error {
        NodeError::InvalidChannel(error) => invalid_channel_status(error, channel),
        NodeError::UnknownNamespace(error) => unknown_namespace_status(error, channel),
        NodeError::HistoryOff { namespace } | NodeError::PresenceOff { namespace } => {
            let reason = match error {
                NodeError::HistoryOff { .. } => "HISTORY_OFF",
                _ => "PRESENCE_OFF",
            };
            let metadata = [("channel", channel), ("namespace", namespace)];
            api_status(Code::FailedPrecondition, reason, &error.to_string(), &metadata)
        }
        NodeError::Unrecoverable { newest, .. } => unrecoverable_position_status(channel, newest),
        NodeError::NameMismatch(_) => api_status(
            Code::InvalidArgument,
            "CHANNEL_REGEX_MISMATCH",
            &error.to_string(),
            &[("channel", channel)],
        ),
        NodeError::BadData(_) => api_status(
            Code::InvalidArgument,
            "BAD_DATA_FORMAT",
            &error.to_string(),
            &[("channel", channel), ("field", "data")],
        ),
        NodeError::Invalid { field, .. } => api_status(
            Code::InvalidArgument,
            "INVALID_FIELD",
            &error.to_string(),
            &[("channel", channel), ("field", field)],
        ),
        NodeError::Broker(error) => broker_status(error, channel),
    }
}

/// A status as a field of a response.
pub(super) fn to_pb(status: &Status) -> tonic_types::Status {
    let message = status.message().to_owned();
    wire::decode_status(status.details()).unwrap_or_else(|| tonic_types::Status {
        code: status.code() as i32,
        message,
        details: vec![],
    })
}

#[cfg(test)]
mod tests {
    use tonic_types::StatusExt;

    use super::*;

    #[test]
    fn what_is_off_is_said_with_the_option_and_its_place() {
        let history = NodeError::HistoryOff { namespace: "chat".into() };
        let presence = NodeError::PresenceOff { namespace: String::new() };
        for (error, reason, namespace, parts) in [
            (history, "HISTORY_OFF", "chat", ["namespace \"chat\"", "history_size"]),
            (presence, "PRESENCE_OFF", "", ["channel.without_namespace", "presence = true"]),
        ] {
            let status = node_status(&error, "any");
            let info = status.get_details_error_info().unwrap();
            assert_eq!((status.code(), &*info.reason), (Code::FailedPrecondition, reason));
            assert_eq!(
                (&*info.metadata["channel"], &*info.metadata["namespace"]),
                ("any", namespace)
            );
            assert!(parts.iter().all(|part| status.message().contains(part)), "{status}");
        }
    }
}
