use std::fmt;

/// How the attempt to recover missed publications ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecoveryOutcome {
    /// The client did not ask to recover.
    NotRequested,
    /// Nothing is missing.
    Recovered,
    /// The history began anew since.
    EpochChanged,
    /// Part of what was missed is no longer in the history.
    Trimmed,
    /// More was missed than the server recovers at once.
    LimitExceeded,
    /// The offset lies in the future of this history.
    InvalidPosition,
    /// The channel keeps no history or does not allow recovery.
    HistoryOff,
}

impl RecoveryOutcome {
    /// The lowercase name used in logs, metrics and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotRequested => "not_requested",
            Self::Recovered => "recovered",
            Self::EpochChanged => "epoch_changed",
            Self::Trimmed => "trimmed",
            Self::LimitExceeded => "limit_exceeded",
            Self::InvalidPosition => "invalid_position",
            Self::HistoryOff => "history_off",
        }
    }
}

impl fmt::Display for RecoveryOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
