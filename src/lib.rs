//! Fanwire.
pub mod engine;
pub mod model;
pub mod outbound;
pub mod pb;
pub mod policy;
pub mod recovery;
pub mod session;
pub mod transport;
pub mod wire;
