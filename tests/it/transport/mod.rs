//! The edge over real sockets on loopback.

mod connections;
mod standard;
mod support;
mod tls;
mod web;
