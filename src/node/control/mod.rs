//! Verbs that act on sessions from outside: each finds the connections that
//! are meant, gives them an order and waits for their answers.

mod addressee;
mod ask;
mod channels;
mod connections;
mod disconnect;
mod error;
mod glob;
mod refresh;
mod subscribe;
#[cfg(test)]
mod tests;
mod unsubscribe;

pub use addressee::Addressee;
pub use channels::{ChannelCount, ChannelsCommand, ChannelsCursor, ChannelsPage};
pub use connections::{ConnectionReport, ConnectionsCommand, ConnectionsPage};
pub use disconnect::DisconnectCommand;
pub use error::ControlError;
pub use refresh::{Expiry, RefreshCommand};
pub use unsubscribe::UnsubscribeCommand;

use super::NodeError;
use crate::model::MAX_INFO_BYTES;

/// Longest reason that a client is given, in bytes.
const MAX_REASON_BYTES: usize = 255;

/// Whether the caller may see channels of the namespace of this name.
pub type Visible<'a> = &'a (dyn Fn(&str) -> bool + Send + Sync);

fn check_reason(reason: &str) -> Result<(), NodeError> {
    at_most("reason", reason.len(), MAX_REASON_BYTES)
}

fn check_info(info: &[u8]) -> Result<(), NodeError> {
    at_most("info", info.len(), MAX_INFO_BYTES)
}

fn at_most(field: &'static str, bytes: usize, max: usize) -> Result<(), NodeError> {
    if bytes <= max {
        return Ok(());
    }
    let problem = format!("has {bytes} bytes, at most {max} are allowed: shorten it");
    Err(NodeError::invalid(field, problem))
}
