use clap::Args;
use serde_json::json;

use super::{
    Failure,
    connect::ApiFlags,
    render::{self, Reader},
};
use crate::pb::api::HistoryRemoveRequest;

/// Empty a channel's history. Its epoch and offset go on
#[derive(Debug, Args)]
pub struct HistoryRemoveArgs {
    /// The channel
    channel: String,

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
pub async fn run(args: HistoryRemoveArgs) -> Result<(), Failure> {
    let channel = args.channel;
    let request = HistoryRemoveRequest { channel: channel.clone() };
    let removed = args.api.api()?.history_remove(request).await?;
    let text = match args.json {
        true => json!({ "channel": channel, "offset": removed.offset, "epoch": removed.epoch })
            .to_string(),
        false => {
            format!("{channel}: history is empty, at {}:{}", removed.epoch, removed.offset)
        }
    };
    let (Reader::Reads | Reader::Gone) = render::line(&text)?;
    Ok(())
}
