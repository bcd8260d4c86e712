//! Metrics, readiness and logs.

pub mod metrics;
