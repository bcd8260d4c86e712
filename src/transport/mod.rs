//! The edge: listeners, TLS, HTTP, gRPC and grpc-web. Decodes, calls, maps
//! errors to statuses; decides nothing.

mod config;

pub use config::{ListenerConfig, TlsConfig, TransportConfig};
