use std::time::Duration;

use clap::Args;

use super::{
    Failure,
    connect::{ApiFlags, position},
    whom,
};
use crate::{
    model,
    pb::api::{StreamPosition, SubscribeRequest},
};

/// Subscribe a user's connections to a channel
#[derive(Debug, Args)]
pub struct SubscribeUserArgs {
    /// The user
    user: String,

    /// The channel
    channel: String,

    /// Only this connection; with an empty USER, an anonymous one too
    #[arg(long, value_name = "CLIENT")]
    client: Option<String>,

    /// Shown to others in presence and joins, for example JSON
    #[arg(long, value_name = "INFO", default_value = "", hide_default_value = true)]
    info: String,

    /// Given to the clients with the subscription
    #[arg(long, value_name = "DATA", default_value = "", hide_default_value = true)]
    data: String,

    /// Recover what came after this position
    #[arg(long, value_name = "EPOCH:OFFSET", value_parser = position)]
    since: Option<model::StreamPosition>,

    /// End the subscription after this time, such as 1h
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    expires_in: Option<Duration>,

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
pub async fn run(args: SubscribeUserArgs) -> Result<(), Failure> {
    let (user, channel, client) = (&args.user, &args.channel, args.client.as_deref());
    let request = SubscribeRequest {
        user: user.clone(),
        client: client.unwrap_or_default().to_owned(),
        channel: channel.clone(),
        info: args.info.into(),
        data: args.data.into(),
        recover_since: args
            .since
            .map(|since| StreamPosition { offset: since.offset, epoch: since.epoch.to_string() }),
        expire_at_s: args.expires_in.map_or(0, whom::unix_seconds),
    };
    let subscribed = args.api.api()?.subscribe(request).await?;
    let said = format!("subscribed to {channel}");
    whom::report(args.json, user, client, Some(channel), &said, subscribed.connections)
}
