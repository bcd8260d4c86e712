use crate::{model::ClientError, node::NodeError};

/// Why a verb that acts on sessions was not done, or not by all of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// The request itself, or its channel.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// Some sessions did not get to it in time; what they have begun may still
    /// happen. The others have done it.
    #[error(
        "{busy} of {of} sessions did not answer in time: they wait for the store or for keys of \
         tokens, or their thread is overloaded: retry, and if it goes on see /readyz and the log"
    )]
    Busy {
        /// How many did not answer.
        busy: usize,
        /// How many were asked.
        of: usize,
    },
    /// Some sessions refused; the others have done it.
    #[error("{refused} of {of} connections refused: {error}")]
    Refused {
        /// How many refused.
        refused: usize,
        /// How many were asked.
        of: usize,
        /// What the first of them said.
        error: ClientError,
    },
}
