use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use crate::{
    engine::{
        BrokerError, ConsumerPosition, Durability, IdempotencyKey, Publish, Resolver, Version,
        shards::lock,
    },
    model::{Channel, Publication, tags_bytes},
};

/// What waits for the committer, in the order in which it was accepted.
pub(super) struct CommitQueue {
    state: Mutex<State>,
    wake: Condvar,
    max_bytes: usize,
}

#[derive(Default)]
struct State {
    units: VecDeque<Unit>,
    bytes: usize,
    orders: Vec<Order>,
}

/// What is never divided between two commits.
pub(super) enum Unit {
    One(Item),
    Group(WaitingGroup),
}

/// An accepted group.
pub(super) struct WaitingGroup {
    pub items: Vec<Item>,
    /// What goes into no durable history, with who waits for it.
    pub elsewhere: Vec<(Publish, Resolver)>,
    pub position: Option<ConsumerPosition>,
    /// Told once everything is on disk and shown.
    pub stored: oneshot::Sender<()>,
}

/// One accepted call.
pub(super) struct Item {
    pub channel: Channel,
    pub durability: Durability,
    /// What is written; empty when there is nothing to write.
    pub record: Vec<u8>,
    pub act: Act,
}

/// What is done once the record is on disk.
pub(super) enum Act {
    /// A publication enters the history.
    Append {
        publication: Arc<Publication>,
        /// Subscribers have seen it already ("async").
        shown: bool,
        expires_ms: u64,
        key: Option<IdempotencyKey>,
        version: Option<Version>,
    },
    /// A publication without history is handed over in its turn.
    Deliver(Arc<Publication>),
    /// The history is emptied.
    Remove { upto: u64, version: Option<(Version, Option<u64>)> },
}

/// Work for the committer that is not a call of a publisher.
pub(super) enum Order {
    /// Sweep to the end, then tell.
    #[cfg(test)]
    Sweep(std::sync::mpsc::SyncSender<()>),
    /// Write what waits, mark the stop as clean, then end.
    Stop,
    /// End at once, as a crash would.
    Abandon,
}

impl Order {
    /// True for an order after which the committer is gone.
    fn ends(&self) -> bool {
        matches!(self, Self::Stop | Self::Abandon)
    }
}

impl Item {
    fn bytes(&self) -> usize {
        const FIXED: usize = 128;
        let payload = match &self.act {
            Act::Append { publication, .. } | Act::Deliver(publication) => publication.weight(),
            Act::Remove { .. } => 0,
        };
        FIXED + self.record.len() + payload
    }
}

impl Unit {
    fn bytes(&self) -> usize {
        match self {
            Self::One(item) => item.bytes(),
            Self::Group(group) => {
                let elsewhere = group
                    .elsewhere
                    .iter()
                    .map(|(publish, _)| publish.data.len() + tags_bytes(&publish.tags));
                group.items.iter().map(Item::bytes).sum::<usize>() + elsewhere.sum::<usize>()
            }
        }
    }

    fn record_bytes(&self) -> usize {
        match self {
            Self::One(item) => item.record.len(),
            Self::Group(group) => group.items.iter().map(|item| item.record.len()).sum(),
        }
    }
}

impl State {
    fn push(&mut self, unit: Unit, bytes: usize) {
        self.bytes += bytes;
        self.units.push_back(unit);
    }
}

impl CommitQueue {
    /// A queue that holds `max_bytes` at most.
    pub fn new(max_bytes: usize) -> Self {
        Self { state: Mutex::default(), wake: Condvar::new(), max_bytes }
    }

    /// Takes a place in the order; refuses when the queue is full.
    pub fn push(&self, item: Item) -> Result<(), BrokerError> {
        let bytes = item.bytes();
        let mut state = lock(&self.state);
        if state.bytes + bytes > self.max_bytes && !state.units.is_empty() {
            return Err(BrokerError::Overloaded);
        }
        state.push(Unit::One(item), bytes);
        drop(state);
        self.wake.notify_one();
        Ok(())
    }

    /// Refuses when there is no room for another group of about `bytes`.
    pub fn check_room(&self, bytes: usize) -> Result<(), BrokerError> {
        let state = lock(&self.state);
        match state.bytes + bytes > self.max_bytes && !state.units.is_empty() {
            true => Err(BrokerError::Overloaded),
            false => Ok(()),
        }
    }

    /// Takes a place for a group for which there was room.
    pub fn push_group(&self, group: WaitingGroup) {
        let unit = Unit::Group(group);
        let bytes = unit.bytes();
        lock(&self.state).push(unit, bytes);
        self.wake.notify_one();
    }

    /// Gives the committer an order.
    pub fn order(&self, order: Order) {
        lock(&self.state).orders.push(order);
        self.wake.notify_one();
    }

    /// The oldest units whose records have `max_bytes` together, and all
    /// orders. Waits for `patience` until there is something.
    pub fn take(&self, max_bytes: usize, patience: Duration) -> (Vec<Unit>, Vec<Order>) {
        let until = Instant::now() + patience;
        let mut state = lock(&self.state);
        while state.units.is_empty() && state.orders.is_empty() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = self.wake.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        let (mut units, mut bytes) = (Vec::new(), 0);
        while let Some(unit) = state.units.front() {
            bytes += unit.record_bytes();
            if bytes > max_bytes && !units.is_empty() {
                break;
            }
            state.bytes -= unit.bytes();
            units.extend(state.units.pop_front());
        }
        (units, std::mem::take(&mut state.orders))
    }

    /// Drops everything that waits.
    pub fn clear(&self) {
        let mut state = lock(&self.state);
        state.units.clear();
        state.bytes = 0;
    }

    /// True when nothing waits.
    pub fn is_empty(&self) -> bool {
        lock(&self.state).units.is_empty()
    }

    /// Waits for `patience`; true when the committer is told to end.
    pub fn stopped_within(&self, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        let mut state = lock(&self.state);
        loop {
            if state.orders.iter().any(Order::ends) {
                return true;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.wake.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
