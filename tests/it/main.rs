//! Integration tests: one binary, real sockets, real processes, real files.

mod config;
mod config_reference;
mod crash;
mod transport;
