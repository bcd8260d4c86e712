//! The real process, killed and starved, and clients that keep what they saw.

mod durability;
mod full_disk;
mod kill;
mod ledger;
mod load;
pub mod server;
mod store_file;
mod story;
