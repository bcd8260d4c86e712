use crate::{
    engine::BrokerError,
    model::{InvalidChannel, StreamPosition},
    policy::{BadData, NameMismatch, NotAvailable, UnknownNamespace},
};

/// Why a verb was refused. The edge maps each to a status or a client error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NodeError {
    /// The name is not a channel name.
    #[error(transparent)]
    InvalidChannel(#[from] InvalidChannel),
    /// The channel's namespace is not configured.
    #[error(transparent)]
    UnknownNamespace(#[from] UnknownNamespace),
    /// The name is not one that its namespace allows.
    #[error(transparent)]
    NameMismatch(#[from] NameMismatch),
    /// The namespace keeps no history.
    #[error("{}", NotAvailable::history(.namespace))]
    HistoryOff {
        /// Name of the namespace; empty for channels without one.
        namespace: String,
    },
    /// The namespace keeps no presence.
    #[error("{}", NotAvailable::presence(.namespace))]
    PresenceOff {
        /// Name of the namespace; empty for channels without one.
        namespace: String,
    },
    /// The position cannot be continued from.
    #[error(
        "position {since} is not in the history, whose newest position is {newest}: read without since"
    )]
    Unrecoverable {
        /// The position asked for.
        since: StreamPosition,
        /// The newest position of the channel.
        newest: StreamPosition,
    },
    /// The payload is not of the namespace's format.
    #[error(transparent)]
    BadData(#[from] BadData),
    /// A field of the request is out of its range.
    #[error("{field}: {problem}")]
    Invalid {
        /// The field's name.
        field: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
    /// The engine did not do it.
    #[error(transparent)]
    Broker(#[from] BrokerError),
}

impl NodeError {
    pub(super) fn invalid(field: &'static str, problem: impl Into<String>) -> Self {
        Self::Invalid { field, problem: problem.into() }
    }
}
