/// Why a source cannot go on for now. The supervisor shows it, pauses and
/// starts the source anew.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SourceError(String);

impl SourceError {
    /// `problem` names the cause and the fix.
    pub fn new(problem: impl Into<String>) -> Self {
        Self(problem.into())
    }
}

/// Why a lane did not do all of its events.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LaneError {
    /// The server stops; what was not done comes again at the next start.
    #[error("the server is stopping")]
    Stopping,
    /// A refused event could not be put away.
    #[error(transparent)]
    Source(#[from] SourceError),
}
