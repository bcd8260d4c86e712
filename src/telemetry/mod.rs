//! Metrics, readiness and logs.

mod consumers;
mod labels;
pub mod log;
pub mod metrics;
pub mod readiness;

pub use consumers::{ConsumerReport, ConsumerStats};
