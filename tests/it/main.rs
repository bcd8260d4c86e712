//! Integration tests: one binary, real sockets, real processes, real files.

mod answers;
mod config;
mod config_reference;
mod control;
mod crash;
mod faults;
mod grants;
mod shutdown;
mod support;
mod transport;
