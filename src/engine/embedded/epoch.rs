use crate::{
    engine::{Durability, epochs::epoch_of},
    model::Epoch,
};

/// What the epochs of a store are made of.
///
/// A stream keeps for its life the identity that it was created with (its
/// base). What clients see is a pure function of base, salt, the durability
/// asked for, and for "async" the generation:
/// - "sync" shows the base: what was seen was on disk, a crash takes nothing
///   back.
/// - "async" adds the generation, which a crash with unwritten publications
///   replaces: the offsets that were lost are never given out again under the
///   same name.
///
/// Because the two never share a name, a namespace may change its durability
/// between two starts: an offset that "async" lost was never shown as "sync".
/// The salt moves all epochs at once after a backup was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Epochs {
    /// The base of streams created from now on, and what a channel without a
    /// stream answers.
    pub base: u64,
    pub salt: u64,
    pub generation: u64,
}

impl Epochs {
    /// What clients see of a stream with this base.
    pub fn of(&self, base: u64, durability: Durability) -> Epoch {
        let identity = epoch_of(base ^ self.salt);
        match durability {
            Durability::Sync | Durability::Memory => identity,
            Durability::Async => Epoch::from(&*format!("{identity}.{}", self.generation)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_what_may_be_lost_changes_the_name() {
        let epochs = Epochs { base: 1, salt: 0, generation: 7 };
        let (sync, own) = (epochs.of(1, Durability::Sync), epochs.of(1, Durability::Async));
        assert_ne!(sync, own);
        let crashed = Epochs { generation: 8, ..epochs };
        assert_eq!(crashed.of(1, Durability::Sync), sync);
        assert_ne!(crashed.of(1, Durability::Async), own);
        let restored = Epochs { salt: 5, ..epochs };
        assert_ne!(restored.of(1, Durability::Sync), sync);
        assert_ne!(restored.of(1, Durability::Sync), restored.of(2, Durability::Sync));
    }
}
