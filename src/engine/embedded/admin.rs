//! What an operator does to the store file of a stopped server. All block.

use std::{fs, path::Path};

use super::{
    error::StoreError,
    lock::StoreLock,
    log::{Changes, Log, META_SALT, store_error},
    medium::{FileMedium, Medium},
    progress::OpenProgress,
    rebuild::rebuild,
};
use crate::model::Clock;

/// What a store file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreInfo {
    /// Version of the file's format.
    pub format: u64,
    /// Size of the file in bytes.
    pub file_bytes: u64,
    /// Bytes of the log in it.
    pub log_bytes: u64,
    /// Channels with a history or a retained position.
    pub streams: u64,
    /// Publications in all histories.
    pub publications: u64,
    /// False when the stop may have cost "async" channels publications.
    pub clean: bool,
    /// Counts the unclean stops of "async" channels, from 1.
    pub generation: u64,
}

/// A store that nobody else has open.
struct Closed {
    medium: FileMedium,
    _lock: StoreLock,
}

impl Closed {
    fn at(path: &Path) -> Result<Self, StoreError> {
        let there =
            fs::exists(path).map_err(|error| StoreError::Io { path: path.to_owned(), error })?;
        if !there {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let lock = StoreLock::acquire(path)?;
        Ok(Self { medium: FileMedium(path.to_owned()), _lock: lock })
    }
}

/// Looks into the store file `path`.
///
/// # Errors
/// [`StoreError`].
pub fn info(path: &Path) -> Result<StoreInfo, StoreError> {
    let store = Closed::at(path)?;
    let (log, header) = Log::open(&store.medium, &OpenProgress::default())?;
    let index = rebuild(&log, &header, Clock::system().now_ms())
        .map_err(|error| store_error(&store.medium, error))?;
    let publications = index.streams.iter().map(|(_, stream)| stream.ring.len() as u64).sum();
    Ok(StoreInfo {
        format: header.format,
        file_bytes: store.medium.bytes(),
        log_bytes: index.rows.totals().1,
        streams: index.streams.len() as u64,
        publications,
        clean: !header.dirty,
        generation: header.epochs.generation,
    })
}

/// Gives the unused space in the store file `path` back to the file system;
/// tells its size before and after, in bytes.
///
/// # Errors
/// [`StoreError`].
pub fn compact(path: &Path) -> Result<(u64, u64), StoreError> {
    let store = Closed::at(path)?;
    let before = store.medium.bytes();
    let (mut log, _) = Log::open(&store.medium, &OpenProgress::default())?;
    log.compact().map_err(|error| store_error(&store.medium, error))?;
    drop(log);
    Ok((before, store.medium.bytes()))
}

/// Gives every channel of the store file `path` a new epoch: to be done after
/// a backup was restored, since clients may have seen what it does not have.
///
/// # Errors
/// [`StoreError`].
pub fn new_epoch(path: &Path) -> Result<(), StoreError> {
    let store = Closed::at(path)?;
    let (log, _) = Log::open(&store.medium, &OpenProgress::default())?;
    let meta = [(META_SALT, rand::random())];
    log.commit(&Changes { meta: &meta, ..Changes::default() })
        .map_err(|error| store_error(&store.medium, error))
}
