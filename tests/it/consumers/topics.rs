//! Topics of Kafka as a source of events.

mod order;
mod story;
