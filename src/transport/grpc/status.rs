use http::HeaderMap;
use tonic::Status;

use crate::{outbound::Ending, session::SendError, transport::status::disconnect_status};

/// The trailers that end a session's stream.
pub(super) fn trailers(ending: &Ending) -> HeaderMap {
    let status = match ending {
        Ending::Disconnect(disconnect) => disconnect_status(disconnect),
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
