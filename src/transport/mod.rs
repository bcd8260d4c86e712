//! The edge: listeners, TLS, HTTP, gRPC and grpc-web. Decodes, calls, maps
//! errors to statuses; decides nothing.
//!
//! A [`Listener`] is bound first; [`serve`] then accepts, hands every socket to
//! one of the [`Workers`] and runs TLS and HTTP there, within the limits of
//! [`ServeOptions`]. What is served is a router of gRPC services, with
//! [`add_standard_services`] and in the end [`client_stack`] or [`api_stack`]
//! around it.

mod accept_errors;
mod audit;
mod caller;
mod config;
mod connection;
mod cors;
mod drive;
mod edge;
mod error;
mod exposure;
pub mod grpc;
mod http;
pub mod http_api;
mod limits;
mod listener;
mod origin;
mod refusal;
mod registry;
mod serve;
mod standard;
pub mod status;
mod tls;
mod workers;

pub use self::http::api_stack;
pub use config::{ListenerConfig, TlsConfig, TransportConfig};
pub use connection::ConnectionHandle;
pub use cors::client_stack;
pub use error::TransportError;
pub use exposure::Exposure;
pub use limits::ServeOptions;
pub use listener::Listener;
pub use serve::{Shutdown, serve};
pub use standard::add_standard_services;
pub use workers::Workers;
