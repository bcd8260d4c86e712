use std::time::Duration;

use clap::Args;

use super::{Failure, connect::ApiFlags, whom};
use crate::pb::api::{RefreshRequest, refresh_request::Expiry};

/// Change when a user's connections expire
#[derive(Debug, Args)]
pub struct RefreshUserArgs {
    /// The user
    user: String,

    /// Only this connection; with an empty USER, an anonymous one too
    #[arg(long, value_name = "CLIENT")]
    client: Option<String>,

    #[command(flatten)]
    until: Until,

    /// Replaces what is shown to others
    #[arg(long, value_name = "INFO")]
    info: Option<String>,

    /// Print one JSON object
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    api: ApiFlags,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Until {
    /// After this time, such as 1h
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    expires_in: Option<Duration>,

    /// At once
    #[arg(long)]
    expired: bool,

    /// Not at all
    #[arg(long)]
    never_expires: bool,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`] with the exit code.
pub async fn run(args: RefreshUserArgs) -> Result<(), Failure> {
    let (user, client) = (&args.user, args.client.as_deref());
    let expiry = match args.until {
        Until { expires_in: Some(time), .. } => Expiry::ExpireAtS(whom::unix_seconds(time)),
        Until { expired: true, .. } => Expiry::Expired(true),
        Until { .. } => Expiry::NeverExpires(true),
    };
    let request = RefreshRequest {
        user: user.clone(),
        client: client.unwrap_or_default().to_owned(),
        info: args.info.map(Into::into),
        expiry: Some(expiry),
    };
    let refreshed = args.api.api()?.refresh(request).await?;
    whom::report(args.json, user, client, None, "refreshed", refreshed.connections)
}
