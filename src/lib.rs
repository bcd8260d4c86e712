//! Fanwire.
pub mod cli;
pub mod client;
pub mod engine;
pub mod model;
pub mod pb;
pub mod policy;
pub mod recovery;
pub mod session;
pub mod transport;
