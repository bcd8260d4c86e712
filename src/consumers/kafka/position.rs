use bytes::Bytes;
use rdkafka::Message;
use ring::digest;
use serde::{Deserialize, Serialize};

use crate::consumers::SourceError;

/// What the metadata of our commits begins with.
const OURS: &str = "fanwire";

/// How far a partition is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    /// All offsets below this are done.
    pub next: i64,
    /// Changes whenever the group is made to go on elsewhere, so that an older
    /// position is known as such.
    pub era: u64,
    /// The record done last; it tells this topic from another of its name.
    pub last: Option<Fingerprint>,
}

/// What a record is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fingerprint {
    timestamp_ms: i64,
    digest: u64,
}

impl Fingerprint {
    pub fn of(record: &impl Message) -> Self {
        let mut context = digest::Context::new(&digest::SHA256);
        for part in [record.key(), record.payload()] {
            let length = part.map_or(u64::MAX, |part| part.len() as u64);
            context.update(&length.to_be_bytes());
            context.update(part.unwrap_or_default());
        }
        let first = context
            .finish()
            .as_ref()
            .iter()
            .take(8)
            .fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
        Self { timestamp_ms: record.timestamp().to_millis().unwrap_or(-1), digest: first }
    }
}

impl Position {
    /// Where nothing is known of what was before.
    pub fn anew(next: i64) -> Self {
        Self { next, era: rand::random(), last: None }
    }

    /// As it is stored.
    pub fn encode(&self) -> Bytes {
        // Writing numbers into memory does not fail.
        postcard::to_stdvec(self).unwrap_or_default().into()
    }

    /// Reads a stored position.
    pub fn decode(stored: &[u8]) -> Result<Self, SourceError> {
        postcard::from_bytes(stored).map_err(|error| {
            SourceError::new(format!(
                "the stored position is not one of Kafka ({error}): give the consumer a new name"
            ))
        })
    }

    /// What stands beside the offset of a commit.
    pub fn metadata(&self) -> String {
        match self.last {
            None => format!("{OURS} {:x} {}", self.era, self.next),
            Some(last) => format!(
                "{OURS} {:x} {} {} {:x}",
                self.era, self.next, last.timestamp_ms, last.digest
            ),
        }
    }

    /// Reads a commit; none when it is not one of ours, or was carried over to
    /// another cluster, where the same record has another offset.
    pub fn committed(next: i64, metadata: &str) -> Option<Self> {
        let mut words = metadata.split(' ');
        if words.next() != Some(OURS) {
            return None;
        }
        let era = u64::from_str_radix(words.next()?, 16).ok()?;
        if words.next()?.parse() != Ok(next) {
            return None;
        }
        let last = match (words.next(), words.next()) {
            (Some(timestamp), Some(digest)) => Some(Fingerprint {
                timestamp_ms: timestamp.parse().ok()?,
                digest: u64::from_str_radix(digest, 16).ok()?,
            }),
            _ => None,
        };
        Some(Self { next, era, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_survive_being_stored_and_committed() {
        let last = Fingerprint { timestamp_ms: -1, digest: u64::MAX };
        for last in [None, Some(last)] {
            let position = Position { next: i64::MAX, era: u64::MAX, last };
            assert_eq!(Position::decode(&position.encode()).unwrap(), position);
            assert_eq!(Position::committed(i64::MAX, &position.metadata()), Some(position));
        }
        for foreign in
            ["", "x", "fanwire", "fanwire x", "fanwirex 1 1", "fanwire 1 1 a b", "fanwire 1 2"]
        {
            assert_eq!(Position::committed(1, foreign), None, "{foreign:?}");
        }
        assert!(Position::decode(&[]).is_err());
    }
}
