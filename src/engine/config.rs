use std::path::PathBuf;

/// What the room is configured with: the `[engine]` section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineConfig {
    /// Histories in a file of this machine.
    Embedded {
        /// The store file; created if it is not there.
        path: PathBuf,
    },
    /// Histories in memory: lost at every stop.
    Memory,
}
