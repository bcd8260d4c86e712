/// Why an engine did not do what it was asked. The edge maps each to a status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokerError {
    /// A commit failed: the publication may or may not be stored.
    #[error(
        "the store failed while writing ({0}): the outcome is unknown, retry with the same idempotency key"
    )]
    OutcomeUnknown(String),
    /// The store refuses work until it is repaired; nothing was written.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// More is waiting to be written than may wait; nothing was written.
    #[error("too much is waiting to be written to the store: publish more slowly")]
    Overloaded,
    /// The engine is stopping; nothing was written.
    #[error("the server is shutting down: retry against another node or later")]
    ShuttingDown,
    /// A record could not be read back.
    #[error("the store could not be read: {0}")]
    Read(String),
}
