//! Consumers of real databases, as real processes.
#![cfg(feature = "postgresql")]

mod kills;
mod outbox;
mod postgres;
mod replication;
mod story;
