//! The client against a server that each test plays message by message.

mod api;
mod connection;
mod server;
mod subscriptions;
