//! The edge over real sockets on loopback.

mod connections;
mod support;
mod tls;
