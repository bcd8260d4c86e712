//! Tokens: made for trying out and for scripts, and looked at.

mod connection;
mod inspect;
mod mint;
mod subscription;

use clap::Subcommand;
use serde_json::Value;

use super::{ConfigFlags, Failure, dev};
use crate::config::{Config, LoadOptions};

/// Make tokens, or see what is in one
#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    /// Print a token with which a client connects
    Connection(connection::ConnectionArgs),
    /// Print a token with which a client subscribes to one channel
    Subscription(subscription::SubscriptionArgs),
    /// Say whether the server would accept a token, why not, and what it grants
    Inspect(inspect::InspectArgs),
}

impl TokenCommand {
    pub(super) async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Connection(args) => args.run().await,
            Self::Subscription(args) => args.run().await,
            Self::Inspect(args) => args.run().await,
        }
    }
}

/// The server's configuration, or that of `dev`.
fn load(flags: ConfigFlags) -> Result<Config, Failure> {
    let options = LoadOptions { offline: true, ..dev::configuration(flags)? };
    Ok(Config::load(options)?)
}

/// Reads a flag's JSON.
fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text)
        .map_err(|error| format!("is not JSON ({error}): write for example '{{\"name\":\"Ann\"}}'"))
}

/// Reads `NAME=JSON`.
fn named_json(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=JSON")?;
    Ok((name.to_owned(), json(value)?))
}

/// Reads `NAME=VALUE`; what is not JSON is a string.
fn claim(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, for example aud=web")?;
    Ok((name.to_owned(), serde_json::from_str(value).unwrap_or_else(|_| value.into())))
}
