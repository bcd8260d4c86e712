use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// How far the opening of a store has come: shared between the thread that
/// opens and whoever reports readiness. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct OpenProgress(Arc<AtomicU32>);

/// What an opening store is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenPhase {
    /// Looking at the file.
    Opening,
    /// Repairing after an unclean stop; percent done.
    Repairing(u32),
    /// Reading the log.
    Reading,
    /// Ready.
    Open,
}

const REPAIRING: u32 = 1000;
const READING: u32 = 2000;
const OPEN: u32 = 3000;

impl OpenProgress {
    /// What the store is busy with now.
    pub fn phase(&self) -> OpenPhase {
        match self.0.load(Ordering::Relaxed) {
            OPEN.. => OpenPhase::Open,
            READING.. => OpenPhase::Reading,
            value @ REPAIRING.. => OpenPhase::Repairing(value - REPAIRING),
            _ => OpenPhase::Opening,
        }
    }

    pub(super) fn repairing(&self, part: f64) {
        self.0.store(REPAIRING + (part * 100.0).clamp(0.0, 100.0) as u32, Ordering::Relaxed);
    }

    pub(super) fn reading(&self) {
        self.0.store(READING, Ordering::Relaxed);
    }

    pub(super) fn open(&self) {
        self.0.store(OPEN, Ordering::Relaxed);
    }
}
