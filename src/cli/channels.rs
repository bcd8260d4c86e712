use clap::Args;
use serde_json::json;

use super::{
    Failure,
    connect::ApiFlags,
    render::{self, Reader},
};
use crate::pb::api::ChannelsRequest;

/// List the channels that have subscribers
#[derive(Debug, Args)]
pub struct ChannelsArgs {
    /// Only channels like this: `*` stands for any characters, `?` for one
    #[arg(default_value = "", hide_default_value = true)]
    pattern: String,

    /// Print one JSON object for each channel
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    api: ApiFlags,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`] with the exit code.
pub async fn run(args: ChannelsArgs) -> Result<(), Failure> {
    let api = args.api.api()?;
    let mut request = ChannelsRequest { pattern: args.pattern, ..Default::default() };
    loop {
        let page = api.channels(request.clone()).await?;
        for found in page.channels {
            let text = match args.json {
                true => json!({ "channel": found.channel, "subscribers": found.subscribers })
                    .to_string(),
                false => format!("{:>9} {}", found.subscribers, found.channel),
            };
            if render::line(&text)? == Reader::Gone {
                return Ok(());
            }
        }
        if page.next_page_token.is_empty() {
            return Ok(());
        }
        request.page_token = page.next_page_token;
    }
}
