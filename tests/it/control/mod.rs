//! The control half of the server API, over the wire.

mod command_line;
mod deaf;
mod disconnect;
mod keys;
mod listing;
mod presence;
mod refresh;
mod subscriptions;
mod web_pages;

use tonic::{Code, Status};

use crate::support::error_info;

/// Code, reason, and the metadata's value under `key`.
fn told(status: &Status, key: &str) -> (Code, String, String) {
    assert!(!status.message().is_empty());
    let mut info = error_info(status);
    (status.code(), info.reason, info.metadata.remove(key).unwrap_or_default())
}

/// A refusal of one field.
fn invalid(field: &str) -> (Code, String, String) {
    (Code::InvalidArgument, "INVALID_FIELD".into(), field.into())
}
