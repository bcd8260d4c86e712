use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use tonic::Code;

use crate::{commands::CommandError, model::code};

/// Asks for errors as HTTP statuses, as in Centrifugo.
const ERROR_MODE: &str = "x-centrifugo-error-mode";
const TRANSPORT: &[u8] = b"transport";

pub(super) const JSON: &str = "application/json";

/// How a caller wants to be told of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorMode {
    /// In the body, with status 200 where the command was understood.
    Body,
    /// By the status.
    Transport,
}

impl ErrorMode {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        match headers.get(ERROR_MODE) {
            Some(mode) if mode.as_bytes() == TRANSPORT => Self::Transport,
            _ => Self::Body,
        }
    }

    pub(super) fn error(self, error: &CommandError) -> Response {
        let status = match (refused_early(error), self) {
            (Some(status), _) => status,
            (None, Self::Body) => StatusCode::OK,
            (None, Self::Transport) => status(error),
        };
        (status, [(header::CONTENT_TYPE, JSON)], self.body(error)).into_response()
    }

    /// An error as the body of an answer.
    pub(super) fn body(self, error: &CommandError) -> Vec<u8> {
        #[derive(Serialize)]
        struct Body<'a> {
            error: &'a CommandError,
        }
        match self {
            Self::Body => encode(&Body { error }),
            Self::Transport => encode(error),
        }
    }
}

/// The answer to a command that was done.
pub(super) fn result(reply: &impl Serialize) -> Response {
    #[derive(Serialize)]
    struct Body<'a, T> {
        result: &'a T,
    }
    json(&Body { result: reply })
}

/// Any answer with status 200.
pub(super) fn json(body: &impl Serialize) -> Response {
    ([(header::CONTENT_TYPE, JSON)], encode(body)).into_response()
}

pub(super) fn encode(value: &impl Serialize) -> Vec<u8> {
    // Only maps with keys that are no strings and failing implementations can
    // fail; there are none among what is answered.
    serde_json::to_vec(value).expect("replies are JSON")
}

/// The status of an error for which no command was even looked at: the same in
/// both modes.
fn refused_early(error: &CommandError) -> Option<StatusCode> {
    match error {
        CommandError::UnknownMethod(_) => Some(StatusCode::NOT_FOUND),
        CommandError::Malformed(_) => Some(StatusCode::BAD_REQUEST),
        CommandError::BodyTooLarge(_) => Some(StatusCode::PAYLOAD_TOO_LARGE),
        CommandError::BodyTooSlow(_) => Some(StatusCode::REQUEST_TIMEOUT),
        CommandError::Unauthorized(_) => Some(StatusCode::UNAUTHORIZED),
        CommandError::Forbidden(_) => Some(StatusCode::FORBIDDEN),
        CommandError::Starting => Some(StatusCode::SERVICE_UNAVAILABLE),
        _ => None,
    }
}

/// The status of a command's error, as Centrifugo maps its codes.
fn status(error: &CommandError) -> StatusCode {
    match error.code() {
        code::UNKNOWN_CHANNEL => StatusCode::NOT_FOUND,
        code::PERMISSION_DENIED => StatusCode::FORBIDDEN,
        code::UNRECOVERABLE_POSITION => StatusCode::RANGE_NOT_SATISFIABLE,
        code::TOO_MANY_REQUESTS => StatusCode::TOO_MANY_REQUESTS,
        _ if error.is_transient() => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// The status that the same error has over gRPC: what metrics count.
pub(super) fn grpc_code(error: &CommandError) -> Code {
    match error.code() {
        code::UNAUTHORIZED => Code::Unauthenticated,
        code::UNKNOWN_CHANNEL => Code::NotFound,
        code::PERMISSION_DENIED => Code::PermissionDenied,
        code::NOT_FOUND => Code::Unimplemented,
        code::LIMIT_EXCEEDED | code::TOO_MANY_REQUESTS => Code::ResourceExhausted,
        code::BAD_REQUEST => Code::InvalidArgument,
        code::UNRECOVERABLE_POSITION => Code::OutOfRange,
        code::INTERNAL => Code::Unavailable,
        _ => Code::FailedPrecondition,
    }
}
