use std::sync::{Mutex, PoisonError, RwLock};

use crate::engine::{BrokerError, shards::lock};

/// Whether durable work is taken on. Asked under the lock of a shard: once a
/// state is set and every shard was locked once, nobody acts on an older one.
#[derive(Default)]
pub(super) struct Status {
    state: RwLock<State>,
    /// Kept apart so that a stop does not hide what is wrong.
    problem: Mutex<Option<String>>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Working,
    Failed,
    Stopping,
}

impl Status {
    /// Refuses what would write.
    pub fn check_write(&self) -> Result<(), BrokerError> {
        match self.state() {
            State::Working => Ok(()),
            State::Stopping => Err(BrokerError::ShuttingDown),
            State::Failed => Err(self.unavailable()),
        }
    }

    /// Refuses what would read.
    pub fn check_read(&self) -> Result<(), BrokerError> {
        match self.problem() {
            None => Ok(()),
            Some(problem) => Err(BrokerError::Unavailable(problem)),
        }
    }

    /// Refuses all work from now on.
    pub fn fail(&self, problem: String) {
        *lock(&self.problem) = Some(problem);
        self.turn(State::Working, State::Failed);
    }

    /// Takes work on again.
    pub fn recover(&self) {
        *lock(&self.problem) = None;
        self.turn(State::Failed, State::Working);
    }

    /// Refuses writes from now on; false when it did already.
    pub fn stop(&self) -> bool {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *state, State::Stopping) != State::Stopping
    }

    /// True once writes are refused for good.
    pub fn is_stopping(&self) -> bool {
        self.state() == State::Stopping
    }

    /// What is wrong.
    pub fn problem(&self) -> Option<String> {
        lock(&self.problem).clone()
    }

    fn state(&self) -> State {
        *self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn(&self, from: State, to: State) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if *state == from {
            *state = to;
        }
    }

    fn unavailable(&self) -> BrokerError {
        BrokerError::Unavailable(self.problem().unwrap_or_default())
    }
}
