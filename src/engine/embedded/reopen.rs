use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use super::{
    error::StoreError,
    log::{Log, store_error},
    medium::Medium,
    progress::OpenProgress,
    rebuild::rebuild,
    shared::Shared,
};

const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Opens the store of `medium`, begins a new life of it and takes over what it
/// says. Tells the first row that is free.
pub(super) fn start(
    shared: &Shared,
    medium: &dyn Medium,
    progress: &OpenProgress,
) -> Result<u64, StoreError> {
    let (log, header) = Log::open(medium, progress)?;
    // redb panics on some damaged files.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let header = log.begin(&header)?;
        progress.reading();
        let index = rebuild(&log, &header, shared.clock.now_ms())?;
        Ok((header, index))
    }));
    let (header, index) = read
        .unwrap_or_else(|_| Err(redb::Error::Corrupted("its pages contradict each other".into())))
        .map_err(|error| store_error(medium, error))?;
    let next_row = index.next_row;
    shared.install(log, &header, index);
    progress.open();
    Ok(next_row)
}

/// After lack of space: closes the store and opens it anew until that works,
/// which takes a commit. None when something else is wrong or the engine is
/// to end.
pub(super) fn reopen(shared: &Shared, medium: &dyn Medium, log: Arc<Log>) -> Option<u64> {
    let mut pause = FIRST_PAUSE;
    let mut log = Some(log);
    loop {
        // Readers finish with the old one first: redb opens a file only once.
        log = log.and_then(|log| Arc::try_unwrap(log).err());
        if log.is_none() {
            match start(shared, medium, &OpenProgress::default()) {
                Ok(next_row) => return Some(next_row),
                Err(StoreError::Io { error, .. }) if is_no_space(&error) => {
                    tracing::warn!(%error, "store still out of space");
                }
                Err(error) => {
                    tracing::error!(%error, "store not reopened after lack of space");
                    shared.status.fail(error.to_string());
                    return None;
                }
            }
        }
        // The order to stop may have been taken out of the queue already.
        if shared.status.is_stopping() || shared.queue.stopped_within(pause) {
            return None;
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

fn is_no_space(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}
