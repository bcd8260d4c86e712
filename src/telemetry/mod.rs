//! What operators see: metrics and readiness. Names, never decisions.

mod labels;
pub mod metrics;
pub mod readiness;
