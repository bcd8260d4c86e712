//! The edge: listeners, TLS, HTTP, gRPC and grpc-web. Decodes, calls, maps
//! errors to statuses; decides nothing.
//!
//! A [`Listener`] is bound first; [`serve`] then accepts, hands every socket to
//! one of the [`Workers`] and runs TLS and HTTP there, within the limits of
//! [`ServeOptions`].

mod accept_errors;
mod config;
mod connection;
mod drive;
mod edge;
mod error;
mod limits;
mod listener;
mod registry;
mod serve;
mod tls;
mod workers;

pub use config::{ListenerConfig, TlsConfig, TransportConfig};
pub use connection::ConnectionHandle;
pub use error::TransportError;
pub use limits::ServeOptions;
pub use listener::Listener;
pub use serve::{Shutdown, serve};
pub use workers::Workers;
