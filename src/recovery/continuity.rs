use crate::model::StreamPosition;

/// How a position relates to a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Continuity {
    /// Everything after the position is retained (or no position was given).
    Unbroken,
    /// Some of what comes after the position is no longer retained.
    Trimmed,
    /// The position belongs to another epoch.
    EpochChanged,
    /// The offset has not been reached in this epoch.
    BeyondEnd,
}

impl Continuity {
    /// Compares `since` with a stream whose newest position is `newest` and
    /// whose oldest retained offset is `first` (`newest.offset + 1` when
    /// nothing is retained). An empty epoch in `since` stands for any.
    pub fn of(since: Option<&StreamPosition>, newest: &StreamPosition, first: u64) -> Self {
        let Some(since) = since else { return Self::Unbroken };
        if !since.epoch.is_empty() && since.epoch != newest.epoch {
            Self::EpochChanged
        } else if since.offset > newest.offset {
            Self::BeyondEnd
        } else if since.offset + 1 < first {
            Self::Trimmed
        } else {
            Self::Unbroken
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Epoch;

    #[test]
    fn classifies_positions() {
        let epoch = Epoch::from("e");
        let newest = StreamPosition::new(&epoch, 10);
        for (since_epoch, offset, first, expected) in [
            ("e", 10, 11, Continuity::Unbroken),
            ("e", 9, 11, Continuity::Trimmed),
            ("e", 4, 5, Continuity::Unbroken),
            ("e", 3, 5, Continuity::Trimmed),
            ("e", 11, 5, Continuity::BeyondEnd),
            ("other", 10, 5, Continuity::EpochChanged),
            ("other", 11, 5, Continuity::EpochChanged),
            ("", 10, 5, Continuity::Unbroken),
        ] {
            let since = StreamPosition::new(&since_epoch.into(), offset);
            assert_eq!(Continuity::of(Some(&since), &newest, first), expected, "{since} {first}");
        }
        assert_eq!(Continuity::of(None, &newest, 5), Continuity::Unbroken);
    }
}
