//! Rows of an outbox on their way through Debezium and Kafka.

mod exactly_once;
mod forms;
mod scene;
