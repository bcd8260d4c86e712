//! The client against a server that each test plays message by message.

mod api;
mod connection;
mod members;
mod server;
mod server_side;
mod subscriptions;
mod tokens;
