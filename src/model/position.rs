use std::{fmt, sync::Arc};

/// Identity of a history: offsets of different epochs have nothing in common.
/// Empty where there is no history. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Epoch(Arc<str>);

impl Epoch {
    /// The epoch as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True for "no epoch".
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Epoch {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// A place in a channel's history: the last publication seen.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct StreamPosition {
    /// Offset of the last publication; 0 before the first.
    pub offset: u64,
    /// The history that the offset belongs to.
    pub epoch: Epoch,
}

impl StreamPosition {
    /// The position `offset` in `epoch`.
    pub fn new(epoch: &Epoch, offset: u64) -> Self {
        Self { offset, epoch: epoch.clone() }
    }
}

impl fmt::Display for StreamPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.epoch, self.offset)
    }
}
