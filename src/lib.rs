//! Fanwire.
pub mod engine;
pub mod model;
pub mod pb;
pub mod policy;
pub mod recovery;
pub mod session;
pub mod telemetry;
pub mod transport;
