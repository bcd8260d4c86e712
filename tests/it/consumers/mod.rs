//! Consumers of real databases and brokers, as real processes.
#![cfg(feature = "postgresql")]

#[cfg(feature = "kafka")]
mod connect;
#[cfg(feature = "kafka")]
mod debezium;
mod endurance;
#[cfg(feature = "kafka")]
mod java;
#[cfg(feature = "kafka")]
mod kafka;
mod kills;
mod outbox;
mod ports;
mod postgres;
mod replication;
mod story;
#[cfg(feature = "kafka")]
mod topics;
