//! What one publication costs per subscriber.
//!
//! `cargo bench --bench fanout` counts and measures; under `cargo test` it only
//! counts: no encoding, no copy of the payload and no allocation may depend on
//! the number of subscribers.

mod counting;
#[path = "../common/server.rs"]
mod server;
mod sockets;

fn main() {
    counting::check();
    if std::env::args().any(|arg| arg == "--bench") {
        sockets::measure();
    }
}
