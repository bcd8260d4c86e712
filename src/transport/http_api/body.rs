use std::time::Duration;

use axum::extract::Request;
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::timeout;

use crate::commands::CommandError;

/// Bytes of one request: what gRPC takes, in base64.
pub(super) const MAX_BODY_BYTES: usize = 6 * 1024 * 1024;

/// How long the bytes of one request may take to come.
const WITHIN: Duration = Duration::from_secs(30);

/// The body of a request, of whatever content type: curl says that JSON is a
/// form.
pub(super) async fn read(request: Request) -> Result<Bytes, CommandError> {
    let body = Limited::new(request.into_body(), MAX_BODY_BYTES).collect();
    let Ok(body) = timeout(WITHIN, body).await else {
        let message = format!("the request's body took more than {} s", WITHIN.as_secs());
        return Err(CommandError::BodyTooSlow(message));
    };
    match body {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(CommandError::BodyTooLarge(format!(
            "the request has more than {MAX_BODY_BYTES} bytes: split it, or publish a reference"
        ))),
        Err(error) => Err(CommandError::Malformed(format!("the request broke off: {error}"))),
    }
}
