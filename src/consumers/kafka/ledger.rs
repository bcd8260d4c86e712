use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rdkafka::{Offset, TopicPartitionList};

use super::{group::Partition, position::Position};

/// How far this member's partitions are, for commits and lag.
#[derive(Default)]
pub(super) struct Ledger(Mutex<BTreeMap<Partition, Entry>>);

struct Entry {
    position: Position,
    /// What the group was told last.
    told: Option<Position>,
    /// When the oldest record in hand was written, Unix milliseconds.
    oldest_ms: Option<i64>,
}

impl Ledger {
    /// A partition begins, or goes on elsewhere.
    pub fn begin(&self, partition: &Partition, position: Position) {
        let entry = Entry { position, told: None, oldest_ms: None };
        self.lock().insert(partition.clone(), entry);
    }

    /// Records are in hand, the oldest written at this time.
    pub fn taken(&self, partition: &Partition, oldest_ms: Option<i64>) {
        if let Some(entry) = self.lock().get_mut(partition) {
            entry.oldest_ms = oldest_ms;
        }
    }

    /// All in hand is done.
    pub fn done(&self, partition: &Partition, position: Position) {
        if let Some(entry) = self.lock().get_mut(partition) {
            (entry.position, entry.oldest_ms) = (position, None);
        }
    }

    /// What the group does not know yet; from now on it counts as told.
    pub fn news(&self) -> Option<TopicPartitionList> {
        let mut list = TopicPartitionList::new();
        for (partition, entry) in self.lock().iter_mut() {
            if entry.told != Some(entry.position) {
                add(&mut list, partition, &entry.position);
                entry.told = Some(entry.position);
            }
        }
        (list.count() > 0).then_some(list)
    }

    /// How far partitions are that are given up.
    pub fn take(&self, partitions: &[Partition]) -> Option<TopicPartitionList> {
        let (mut list, mut entries) = (TopicPartitionList::new(), self.lock());
        for partition in partitions {
            if let Some(entry) = entries.remove(partition) {
                add(&mut list, partition, &entry.position);
            }
        }
        (list.count() > 0).then_some(list)
    }

    /// What the group was told did not get there.
    pub fn tell_again(&self) {
        self.lock().values_mut().for_each(|entry| entry.told = None);
    }

    /// The next offset of each partition, and when its oldest record in hand
    /// was written.
    pub fn now(&self) -> Vec<(Partition, i64, Option<i64>)> {
        let entries = self.lock();
        let of = |(partition, entry): (&Partition, &Entry)| {
            (partition.clone(), entry.position.next, entry.oldest_ms)
        };
        entries.iter().map(of).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Partition, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds a position to a commit.
pub(super) fn add(list: &mut TopicPartitionList, partition: &Partition, position: &Position) {
    let mut element = list.add_partition(&partition.topic, partition.number);
    // Offsets that a position has are no special ones, which this refuses.
    let _ = element.set_offset(Offset::Offset(position.next));
    element.set_metadata(position.metadata());
}
