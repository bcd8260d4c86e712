//! Integration tests: one binary, real sockets, real processes, real files.

mod answers;
mod client;
mod config;
mod config_reference;
mod consumers;
mod control;
mod crash;
mod faults;
mod grants;
mod http_api;
mod shutdown;
mod support;
mod token;
mod transport;
