use super::Event;
use crate::node::{Node, Posting};

/// What an event asks for.
pub(super) enum Task {
    /// Publications.
    Post(Posting),
    /// Nothing that could ever be done.
    Refused(String),
}

/// Why a task was not done.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub(super) struct Failure {
    reason: String,
    pub is_transient: bool,
}

impl Task {
    /// Reads an event.
    pub fn read(event: Event) -> Self {
        match event {
            Event::Post(posting) => Self::Post(posting),
            Event::Unreadable(reason) => Self::Refused(reason),
            Event::Command { .. } => Self::Refused("commands are not read yet".into()),
        }
    }

    /// Does what is no publication.
    pub async fn act(&self, _: &Node) -> Result<(), Failure> {
        match self {
            Self::Post(_) => Ok(()),
            Self::Refused(reason) => Err(Failure { reason: reason.clone(), is_transient: false }),
        }
    }
}
