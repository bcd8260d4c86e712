use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use tokio::sync::Notify;

use crate::wire::{self, Command};

/// Commands that one Send may carry.
const MAX_COMMANDS_PER_SEND: usize = 64;

/// Commands that may wait for the session.
const MAX_WAITING: usize = 256;

/// Why a Send was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No such session on this node.
    #[error("no such session on this node: it has ended with its Listen, open a new one")]
    NotFound,
    /// A seq is missing in between, or seq does not start at 1.
    #[error("seq {got} cannot follow: the next one is {expected}, one Send at a time")]
    Skipped {
        /// The seq that came.
        got: u64,
        /// The seq that the session waits for.
        expected: u64,
    },
    /// More than one Send may carry.
    #[error("{0} commands in one Send, at most 64 are allowed: split it")]
    TooMany(usize),
    /// The session has not worked off what came before.
    #[error("the session's inbox is full: send the same seq again later")]
    Full,
}

/// The way from `Send` to a session: bounded, and each seq is taken once.
#[derive(Debug)]
pub struct Inbox {
    state: Mutex<State>,
    max_bytes: usize,
    bell: Notify,
}

#[derive(Debug)]
struct State {
    next_seq: u64,
    waiting: VecDeque<(Command, usize)>,
    bytes: usize,
}

impl Inbox {
    /// An inbox in which commands of `max_bytes` may wait; an empty one takes
    /// a Send of any size.
    pub(super) fn new(max_bytes: usize) -> Self {
        let state = State { next_seq: 1, waiting: VecDeque::new(), bytes: 0 };
        Self { state: Mutex::new(state), max_bytes, bell: Notify::new() }
    }

    /// Takes the commands of the Send numbered `seq`; a repeated one is
    /// acknowledged and not taken again.
    pub(super) fn put(&self, seq: u64, commands: Vec<Command>) -> Result<(), SendError> {
        if commands.len() > MAX_COMMANDS_PER_SEND {
            return Err(SendError::TooMany(commands.len()));
        }
        let sizes: Vec<usize> = commands.iter().map(wire::command_len).collect();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if seq > 0 && seq < state.next_seq {
            return Ok(());
        }
        if seq != state.next_seq {
            return Err(SendError::Skipped { got: seq, expected: state.next_seq });
        }
        let bytes: usize = sizes.iter().sum();
        let full = state.waiting.len() + commands.len() > MAX_WAITING
            || state.bytes + bytes > self.max_bytes;
        if full && !state.waiting.is_empty() {
            return Err(SendError::Full);
        }
        state.next_seq += 1;
        state.bytes += bytes;
        state.waiting.extend(commands.into_iter().zip(sizes));
        drop(state);
        self.bell.notify_one();
        Ok(())
    }

    /// The next command and its size. Cancelling loses nothing.
    pub(super) async fn next(&self) -> (Command, usize) {
        loop {
            {
                let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some((command, bytes)) = state.waiting.pop_front() {
                    state.bytes -= bytes;
                    return (command, bytes);
                }
            }
            self.bell.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(count: usize) -> Vec<Command> {
        (1..=count as u32).map(|id| Command { id, request: None }).collect()
    }

    #[tokio::test]
    async fn each_seq_is_taken_once_and_in_order() {
        let inbox = Inbox::new(1000);
        assert_eq!(inbox.put(0, commands(1)), Err(SendError::Skipped { got: 0, expected: 1 }));
        assert_eq!(inbox.put(2, commands(1)), Err(SendError::Skipped { got: 2, expected: 1 }));
        assert_eq!(inbox.put(1, commands(2)), Ok(()));
        assert_eq!(inbox.put(1, commands(2)), Ok(()));
        assert_eq!(inbox.put(2, commands(1)), Ok(()));
        for id in [1, 2, 1] {
            assert_eq!(inbox.next().await.0.id, id);
        }
        assert!(futures_util::poll!(std::pin::pin!(inbox.next())).is_pending());
    }

    #[test]
    fn a_full_inbox_keeps_its_seq() {
        let inbox = Inbox::new(usize::MAX);
        assert_eq!(inbox.put(1, commands(65)), Err(SendError::TooMany(65)));
        for seq in 1..=4 {
            assert_eq!(inbox.put(seq, commands(64)), Ok(()));
        }
        assert_eq!(inbox.put(5, commands(1)), Err(SendError::Full));
        assert_eq!(inbox.put(5, commands(1)), Err(SendError::Full));
        let inbox = Inbox::new(10);
        assert_eq!(inbox.put(1, commands(20)), Ok(()));
        assert_eq!(inbox.put(2, commands(1)), Err(SendError::Full));
    }
}
