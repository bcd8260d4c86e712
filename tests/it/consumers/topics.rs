//! Topics of Kafka as a source of events.

mod exactly_once;
mod order;
mod records;
mod secure;
mod sharing;
mod story;
mod traps;
mod trouble;

pub use story::Topics;
