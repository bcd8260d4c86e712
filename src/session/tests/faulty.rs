//! A hand-over that loses, doubles and swaps what the engine gives.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use rand::{RngExt, SeedableRng, rngs::SmallRng};

use crate::{
    engine::BrokerEvents,
    model::{Channel, Epoch, Publication},
    node::Fanout,
};

type Handed = (Channel, Option<Epoch>, Arc<Publication>);

/// Stands between an engine and the fan-out.
pub struct FaultyEvents {
    fanout: Fanout,
    broken: AtomicBool,
    state: Mutex<State>,
}

struct State {
    random: SmallRng,
    /// Held back, to come behind the next one.
    swapped: Option<Handed>,
}

impl FaultyEvents {
    pub fn new(fanout: Fanout, seed: u64) -> Self {
        let state = State { random: SmallRng::seed_from_u64(seed), swapped: None };
        Self { fanout, broken: AtomicBool::new(false), state: Mutex::new(state) }
    }

    /// From now on (or no longer) things go wrong.
    pub fn set_broken(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }

    fn pass(&self, (channel, epoch, publication): &Handed) {
        self.fanout.publication(channel, epoch.as_ref(), publication);
    }
}

impl BrokerEvents for FaultyEvents {
    fn publication(
        &self,
        channel: &Channel,
        epoch: Option<&Epoch>,
        publication: &Arc<Publication>,
    ) {
        let handed = (channel.clone(), epoch.cloned(), publication.clone());
        let mut state = self.state.lock().unwrap();
        let fault = if self.broken.load(Ordering::SeqCst) {
            state.random.random_range(0..6)
        } else {
            u32::MAX
        };
        match fault {
            0 => return, // lost
            1 => {
                self.pass(&handed);
                self.pass(&handed);
            }
            2 if state.swapped.is_none() => {
                state.swapped = Some(handed);
                return;
            }
            _ => self.pass(&handed),
        }
        if let Some(late) = state.swapped.take() {
            self.pass(&late);
        }
    }
}
