use std::time::Duration;

use anyhow::anyhow;
use clap::Args;

use super::{Exit, Failure, connect::ApiFlags, whom};
use crate::pb::api::DisconnectRequest;

/// End a user's connections, or one
#[derive(Debug, Args)]
pub struct DisconnectArgs {
    /// All connections of this user
    #[arg(long, value_name = "USER", required_unless_present = "client")]
    user: Option<String>,

    /// This connection; with --user, only if it is that user's
    #[arg(long, value_name = "CLIENT")]
    client: Option<String>,

    /// What clients are told; they come back after 3000 to 3499, 4000 to 4499 and 5000 to 5999
    #[arg(long, value_name = "CODE", default_value_t = 3503)]
    code: u32,

    /// For people
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,

    /// A connection of the user that is spared. May be repeated
    #[arg(long, value_name = "CLIENT")]
    spare: Vec<String>,

    /// How long clients wait before they come back, such as 10s: a random time
    /// between half of it and all of it
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    reconnect_after: Option<Duration>,

    /// Print one JSON object
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    api: ApiFlags,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`] with the exit code.
pub async fn run(args: DisconnectArgs) -> Result<(), Failure> {
    let user = args.user.unwrap_or_default();
    let reconnect_after_ms = args.reconnect_after.unwrap_or_default().as_millis();
    let request = DisconnectRequest {
        user: user.clone(),
        client: args.client.clone().unwrap_or_default(),
        code: args.code,
        reason: args.reason,
        whitelist: args.spare,
        reconnect_after_ms: reconnect_after_ms.try_into().map_err(|_| {
            let error = anyhow!("--reconnect-after is longer than 49 days: shorten it");
            Failure::new(Exit::Usage, error)
        })?,
    };
    let disconnected = args.api.api()?.disconnect(request).await?;
    let client = args.client.as_deref();
    whom::report(args.json, &user, client, None, "disconnected", disconnected.connections)
}
