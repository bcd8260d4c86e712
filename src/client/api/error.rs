use std::{collections::BTreeMap, time::Duration};

use tonic::Code;
use tonic_types::ErrorInfo;

/// Why a call of the server API failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No connection, or it was lost.
    #[error(
        "no answer from the server API at {url} ({cause}): check that the server runs and that this is its API listener"
    )]
    Unreachable {
        /// Where it was looked for.
        url: String,
        /// What went wrong.
        cause: String,
    },
    /// No answer in time: the outcome is unknown.
    #[error(
        "no answer from the server API at {url} within {}, so the outcome is unknown: try again (a publish with the same idempotency key)",
        humantime::format_duration(*.after)
    )]
    TimedOut {
        /// Where it was looked for.
        url: String,
        /// `timeout`.
        after: Duration,
    },
    /// The server refused.
    #[error("{0}")]
    Refused(Refusal),
}

/// The server's refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({})", if .reason.is_empty() { .code.description() } else { .reason })]
pub struct Refusal {
    /// gRPC status code.
    pub code: Code,
    /// For programs, in UPPER_SNAKE; empty when the server gave none.
    pub reason: String,
    /// Such as channel and namespace.
    pub metadata: BTreeMap<String, String>,
    /// Cause and fix, for people.
    pub message: String,
}

impl Refusal {
    pub(super) fn new(code: Code, message: &str, info: Option<ErrorInfo>) -> Self {
        let (reason, metadata) = match info {
            Some(info) => (info.reason, info.metadata.into_iter().collect()),
            None => Default::default(),
        };
        Self { code, reason, metadata, message: message.into() }
    }
}
