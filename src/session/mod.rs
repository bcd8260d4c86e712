//! One logical client, whatever carries it: the state machine, one file per
//! command. Knows no transport: commands come out of an [`Uplink`], frames go
//! into an [`Outbound`](crate::outbound::Outbound).

mod backlog;
mod command;
mod config;
mod connect;
mod expiry;
mod heartbeat;
mod history;
mod identity;
mod inbox;
mod link;
mod listed;
mod orders;
mod permissions;
mod presence;
mod publish;
mod rate;
mod reception;
mod refresh;
mod refusal;
mod registry;
mod run;
mod sessions;
mod subscribe;
mod subscription;
mod unsubscribe;
mod uplink;

pub use config::SessionConfig;
pub use inbox::SendError;
pub use link::Link;
pub use refusal::refusal;
pub use sessions::Sessions;
pub use uplink::{Uplink, UplinkError};

#[cfg(test)]
mod tests;
