//! The edge over real sockets on loopback.

mod connections;
mod standard;
mod support;
pub mod tls;
mod web;
