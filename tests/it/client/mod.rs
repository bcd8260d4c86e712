//! The Rust client, and the command that uses it, against the real server.

mod command_line;
mod members;
mod server_side;
mod support;
mod tokens;
