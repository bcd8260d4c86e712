//! Fanwire.
pub mod app;
pub mod cli;
pub mod client;
pub mod config;
pub mod engine;
pub mod hub;
pub mod model;
pub mod node;
pub mod outbound;
pub mod pb;
pub mod policy;
pub mod recovery;
pub mod session;
pub mod telemetry;
pub mod transport;
pub mod wire;
