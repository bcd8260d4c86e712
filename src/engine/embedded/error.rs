use std::{io, path::PathBuf};

/// Why a store file could not be opened or worked on.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file; nothing was created.
    #[error("there is no store file {}: check engine.embedded.path", .0.display())]
    Missing(PathBuf),
    /// Another process has the file open.
    #[error(
        "the store file {} is in use by process {holder}: stop that process or set another engine.embedded.path",
        path.display()
    )]
    InUse {
        /// The store file.
        path: PathBuf,
        /// The other process's id, or "(unknown)".
        holder: String,
    },
    /// The file is something else; it was not changed.
    #[error(
        "{} is not a Fanwire store ({reason}): set engine.embedded.path to another file, or move this one away",
        path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What gave it away.
        reason: String,
    },
    /// The file was a store and cannot be read any more; it was not changed on purpose.
    #[error(
        "the store file {} is damaged ({reason}): restore it from a backup and run `fanwire store new-epoch`, or move it away to start empty",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The file was written by a later version.
    #[error(
        "the store file {} has format {found}, this version reads up to {known}: run the newer version of Fanwire",
        path.display()
    )]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u64,
        /// The newest format that is understood.
        known: u64,
    },
    /// The operating system refused.
    #[error("the store file {}: {error}: check that its directory exists, may be written to and has space", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        error: io::Error,
    },
}
