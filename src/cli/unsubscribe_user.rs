use clap::Args;

use super::{Failure, connect::ApiFlags, whom};
use crate::pb::api::UnsubscribeRequest;

/// End the subscriptions of a user's connections to a channel
#[derive(Debug, Args)]
pub struct UnsubscribeUserArgs {
    /// The user
    user: String,

    /// The channel
    channel: String,

    /// Only this connection; with an empty USER, an anonymous one too
    #[arg(long, value_name = "CLIENT")]
    client: Option<String>,

    /// What clients are told: 2000 to 2499 is final, after 2500 to 2999 they subscribe again
    #[arg(long, value_name = "CODE", default_value_t = 2000)]
    code: u32,

    /// For people
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,

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
pub async fn run(args: UnsubscribeUserArgs) -> Result<(), Failure> {
    let (user, channel, client) = (&args.user, &args.channel, args.client.as_deref());
    let request = UnsubscribeRequest {
        user: user.clone(),
        client: client.unwrap_or_default().to_owned(),
        channel: channel.clone(),
        code: args.code,
        reason: args.reason,
    };
    let unsubscribed = args.api.api()?.unsubscribe(request).await?;
    let said = format!("unsubscribed from {channel}");
    whom::report(args.json, user, client, Some(channel), &said, unsubscribed.connections)
}
