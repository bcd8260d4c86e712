//! The rows of the protocol's table of answers, against a running server.

mod api;
mod filter;
mod first_words;
mod heartbeat;
mod limits;
mod listen;
mod malformed;
mod recovery;
mod refusals;
mod slow_consumer;
