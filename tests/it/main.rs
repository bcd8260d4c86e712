//! Integration tests: one binary, real sockets, real processes, real files.

mod answers;
mod config;
mod config_reference;
mod crash;
mod faults;
mod shutdown;
mod support;
mod token;
mod transport;
