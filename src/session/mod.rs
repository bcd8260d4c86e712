//! One logical client, whatever carries it: the state machine.

mod config;

pub use config::SessionConfig;
