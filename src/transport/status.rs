//! The one mapping from errors of the rooms to gRPC statuses.

use std::collections::HashMap;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use crate::{
    engine::BrokerError,
    model::{Disconnect, InvalidChannel, StreamPosition},
    policy::UnknownNamespace,
};

/// Domain of every `google.rpc.ErrorInfo`.
const DOMAIN: &str = "fanwire";
/// Most bytes of a message: statuses travel in headers, which clients bound.
const MAX_MESSAGE: usize = 1024;
/// Most bytes of a metadata value.
const MAX_METADATA: usize = 256;

/// The status that ends a stream after this disconnect.
pub fn disconnect_status(disconnect: &Disconnect) -> Status {
    let code = match disconnect.code {
        3005 | 3006 | 3500 => Code::Unauthenticated,
        3501 | 3502 | 3506 => Code::InvalidArgument,
        3008 | 3013 | 3504 | 3505 => Code::ResourceExhausted,
        3503 | 3507 => Code::PermissionDenied,
        3508 => Code::FailedPrecondition,
        // The application's: a final one is an end on purpose, like 3503.
        4000.. if !disconnect.reconnect() => Code::PermissionDenied,
        _ => Code::Unavailable,
    };
    Status::new(code, bounded(&disconnect.reason, MAX_MESSAGE))
}

/// A status of the server API: `reason` in UPPER_SNAKE and `metadata` travel as
/// `google.rpc.ErrorInfo`; `message` names the cause and the fix.
pub fn api_status(
    code: Code,
    reason: &'static str,
    message: &str,
    metadata: &[(&'static str, &str)],
) -> Status {
    let metadata: HashMap<_, _> = metadata
        .iter()
        .map(|(key, value)| ((*key).to_owned(), bounded(value, MAX_METADATA)))
        .collect();
    let details = ErrorDetails::with_error_info(reason, DOMAIN, metadata);
    Status::with_error_details(code, bounded(message, MAX_MESSAGE), details)
}

/// The engine did not do what was asked for `channel`.
pub fn broker_status(error: &BrokerError, channel: &str) -> Status {
    let (code, reason) = match error {
        BrokerError::OutcomeUnknown(_) => (Code::Unavailable, "STORE_OUTCOME_UNKNOWN"),
        BrokerError::Unavailable(_) => (Code::Unavailable, "STORE_UNAVAILABLE"),
        BrokerError::Overloaded => (Code::ResourceExhausted, "STORE_OVERLOADED"),
        BrokerError::ShuttingDown => (Code::Unavailable, "SHUTTING_DOWN"),
        BrokerError::Read(_) => (Code::Unavailable, "STORE_UNREADABLE"),
    };
    api_status(code, reason, &error.to_string(), &[("channel", channel)])
}

/// The namespace of `channel` is not configured.
pub fn unknown_namespace_status(error: &UnknownNamespace, channel: &str) -> Status {
    let metadata = [("channel", channel), ("namespace", &error.namespace)];
    api_status(Code::NotFound, "UNKNOWN_NAMESPACE", &error.to_string(), &metadata)
}

/// A name that no channel can have.
pub fn invalid_channel_status(error: &InvalidChannel, channel: &str) -> Status {
    let metadata = [("channel", channel)];
    api_status(Code::InvalidArgument, "INVALID_CHANNEL", &error.to_string(), &metadata)
}

/// A field of the request is out of its range.
pub fn invalid_field_status(field: &'static str, problem: &str) -> Status {
    let metadata = [("field", field)];
    let message = format!("{field}: {problem}");
    api_status(Code::InvalidArgument, "INVALID_FIELD", &message, &metadata)
}

/// A history was read since a position that it does not have: of another epoch
/// or beyond its end. `current` is the newest position.
pub fn unrecoverable_position_status(channel: &str, current: &StreamPosition) -> Status {
    let offset = current.offset.to_string();
    let epoch = current.epoch.as_str();
    let message = format!(
        "the history has no such position, its newest is offset {offset} in epoch {epoch:?}: read it without since"
    );
    let metadata = [("channel", channel), ("offset", &offset), ("epoch", epoch)];
    api_status(Code::OutOfRange, "UNRECOVERABLE_POSITION", &message, &metadata)
}

/// At most `max` bytes of `text`, cut between characters.
pub(super) fn bounded(text: &str, max: usize) -> String {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Epoch;

    fn info(status: &Status) -> (Code, String, HashMap<String, String>) {
        let info = status.get_details_error_info().expect("has ErrorInfo");
        assert_eq!(info.domain, "fanwire");
        (status.code(), info.reason, info.metadata)
    }

    #[test]
    fn disconnects_end_streams_with_the_contracts_status() {
        for (code, status) in [
            (3000, Code::Unavailable),
            (3001, Code::Unavailable),
            (3004, Code::Unavailable),
            (3005, Code::Unauthenticated),
            (3006, Code::Unauthenticated),
            (3008, Code::ResourceExhausted),
            (3009, Code::Unavailable),
            (3010, Code::Unavailable),
            (3011, Code::Unavailable),
            (3012, Code::Unavailable),
            (3013, Code::ResourceExhausted),
            (3500, Code::Unauthenticated),
            (3501, Code::InvalidArgument),
            (3502, Code::InvalidArgument),
            (3503, Code::PermissionDenied),
            (3504, Code::ResourceExhausted),
            (3505, Code::ResourceExhausted),
            (3506, Code::InvalidArgument),
            (3507, Code::PermissionDenied),
            (3508, Code::FailedPrecondition),
            (4000, Code::Unavailable),
            (4500, Code::PermissionDenied),
            (5000, Code::Unavailable),
        ] {
            let disconnect = Disconnect { code, ..Disconnect::SLOW };
            let answer = disconnect_status(&disconnect);
            assert_eq!((answer.code(), answer.message()), (status, "slow"), "{code}");
        }
    }

    #[test]
    fn engine_errors_say_whether_a_retry_is_safe() {
        for (error, code, reason) in [
            (BrokerError::OutcomeUnknown("io".into()), Code::Unavailable, "STORE_OUTCOME_UNKNOWN"),
            (BrokerError::Unavailable("full".into()), Code::Unavailable, "STORE_UNAVAILABLE"),
            (BrokerError::Overloaded, Code::ResourceExhausted, "STORE_OVERLOADED"),
            (BrokerError::ShuttingDown, Code::Unavailable, "SHUTTING_DOWN"),
            (BrokerError::Read("bad".into()), Code::Unavailable, "STORE_UNREADABLE"),
        ] {
            let status = broker_status(&error, "chat:room");
            let (answer, why, metadata) = info(&status);
            assert_eq!((answer, why.as_str()), (code, reason));
            assert_eq!(metadata["channel"], "chat:room");
            assert_eq!(status.message(), error.to_string());
        }
    }

    #[test]
    fn refusals_name_the_channel_and_the_position() {
        let current = StreamPosition::new(&Epoch::from("abc"), 7);
        let (code, reason, metadata) = info(&unrecoverable_position_status("news", &current));
        assert_eq!((code, reason.as_str()), (Code::OutOfRange, "UNRECOVERABLE_POSITION"));
        assert_eq!((metadata["offset"].as_str(), metadata["epoch"].as_str()), ("7", "abc"));

        let (code, reason, _) = info(&invalid_channel_status(&InvalidChannel::Empty, ""));
        assert_eq!((code, reason.as_str()), (Code::InvalidArgument, "INVALID_CHANNEL"));
    }

    #[test]
    fn no_input_makes_a_status_too_large_for_headers() {
        let huge = "ü".repeat(100_000);
        let status = api_status(Code::NotFound, "ANY", &huge, &[("channel", &huge)]);
        let headers = status
            .into_http::<()>()
            .headers()
            .iter()
            .map(|(k, v)| k.as_str().len() + v.len())
            .sum::<usize>();
        assert!(headers < 8 * 1024, "{headers} bytes");
        assert_eq!(bounded("aü", 2), "a");
    }
}
