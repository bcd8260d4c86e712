//! The contract of every engine, held by this one.

mod disk;
mod faults;
mod model;
mod sweeping;

use std::sync::{Arc, mpsc::sync_channel};

use super::*;
use crate::engine::conformance::{self, Harness, Recorder};

/// An engine on a file of its own, which its sweeper is told to sweep.
fn on_a_file(durability: Durability) -> Harness {
    let folder = tempfile::tempdir().unwrap();
    let (clock, events) = (Clock::manual(1_000_000), Arc::new(Recorder::default()));
    let path = folder.path().join("store.redb");
    let broker =
        EmbeddedBroker::open(&path, clock.clone(), events.clone(), &OpenProgress::default());
    let broker = Arc::new(broker.unwrap());
    let swept = broker.clone();
    let sweep = Box::new(move || swept.sweep());
    Harness { broker, clock, events, durability, sweep, _keep: Box::new(folder) }
}

impl EmbeddedBroker {
    /// Runs both sweepers to their end.
    fn sweep(&self) {
        let (done, swept) = sync_channel(0);
        self.shared.queue.order(Order::Sweep(done));
        // Told by dropping the sender.
        let _ = swept.recv();
        self.shared.memory.sweep();
    }
}

mod sync {
    use super::*;

    fn embedded() -> Harness {
        on_a_file(Durability::Sync)
    }

    conformance::suite!(embedded);
}

mod behind {
    use super::*;

    fn embedded() -> Harness {
        on_a_file(Durability::Async)
    }

    conformance::suite!(embedded);
}

mod in_memory {
    use super::*;

    fn embedded() -> Harness {
        on_a_file(Durability::Memory)
    }

    conformance::suite!(embedded);
}
