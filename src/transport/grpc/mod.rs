//! gRPC: the session streams, routed by hand because their frames are encoded
//! already, and the server API.

mod api;
mod messages;
mod sessions;
mod status;
mod unary;

pub use api::{NodeCell, api_service};
pub use sessions::client_service;
