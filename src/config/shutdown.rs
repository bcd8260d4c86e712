use std::time::Duration;

/// How the server stops: the `[shutdown]` section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShutdownConfig {
    /// After this long the process exits, whatever is still under way.
    pub timeout: Duration,
    /// Clients are told to reconnect after a random delay up to this.
    pub reconnect_spread: Duration,
}

impl Default for ShutdownConfig {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(30), reconnect_spread: Duration::from_secs(5) }
    }
}
