//! Metrics, readiness and logs.

mod labels;
pub mod log;
pub mod metrics;
pub mod readiness;
