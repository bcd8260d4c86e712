//! What operators see: log lines and metrics.

pub mod log;
