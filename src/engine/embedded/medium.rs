use std::{
    fmt, fs, io,
    ops::Bound,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use redb::{BackendError, StorageBackend, backends::FileBackend};

use super::{error::StoreError, lock::beside};

/// Where a store lives. Opened again after a failure.
pub(super) trait Medium: Send + Sync + 'static {
    /// The storage as it is now.
    fn open(&self) -> io::Result<Box<dyn StorageBackend>>;
    /// For messages.
    fn path(&self) -> &Path;
    /// Size in bytes; 0 when it cannot be told.
    fn bytes(&self) -> u64;
}

/// A file.
pub(super) struct FileMedium(pub PathBuf);

impl Medium for FileMedium {
    fn open(&self) -> io::Result<Box<dyn StorageBackend>> {
        let file = fs::OpenOptions::new().read(true).write(true).open(&self.0)?;
        let backend =
            FileBackend::new(file).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Box::new(backend))
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> u64 {
        fs::metadata(&self.0).map_or(0, |metadata| metadata.len())
    }
}

impl FileMedium {
    /// Creates the file if it is not there. It gets its name only once it is
    /// complete, so that a file of this name is either a store or foreign.
    pub fn create(
        path: &Path,
        initialise: impl FnOnce(&dyn Medium) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let io = |error| StoreError::Io { path: path.to_owned(), error };
        if fs::exists(path).map_err(io)? {
            return Ok(());
        }
        let unfinished = beside(path, ".new");
        fs::File::create(&unfinished).map_err(io)?;
        initialise(&FileMedium(unfinished.clone()))?;
        fs::rename(&unfinished, path).map_err(io)?;
        let directory = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::File::open(directory).and_then(|directory| directory.sync_all()).map_err(io)
    }
}

/// What went wrong below redb, which itself only says that something did.
#[derive(Debug, Default)]
pub(super) struct Faults {
    sync_failed: AtomicBool,
    no_space: AtomicBool,
    other: AtomicBool,
}

impl Faults {
    /// True when space ran out and nothing else happened: no sync failed, so
    /// what the file says can be trusted.
    pub fn only_no_space(&self) -> bool {
        self.no_space.load(Ordering::SeqCst)
            && !self.sync_failed.load(Ordering::SeqCst)
            && !self.other.load(Ordering::SeqCst)
    }

    fn note(&self, error: &io::Error) {
        let full =
            matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        let fault = if full { &self.no_space } else { &self.other };
        fault.store(true, Ordering::SeqCst);
    }
}

/// A storage that notes its faults.
pub(super) struct Watched {
    pub storage: Box<dyn StorageBackend>,
    pub faults: Arc<Faults>,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.storage.fmt(f)
    }
}

impl StorageBackend for Watched {
    fn len(&self) -> io::Result<u64> {
        self.storage.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.storage.read(offset, out).inspect_err(|error| self.faults.note(error))
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.storage.set_len(len).inspect_err(|error| self.faults.note(error))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.storage
            .sync_data()
            .inspect_err(|_| self.faults.sync_failed.store(true, Ordering::SeqCst))
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.storage.write(offset, data).inspect_err(|error| self.faults.note(error))
    }

    fn close(&self) -> io::Result<()> {
        self.storage.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.storage.try_lock_range(start, end)
    }

    fn try_lock_shared_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<bool, BackendError> {
        self.storage.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.storage.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.storage.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.storage.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.storage.query_lock_range(start, end)
    }
}
