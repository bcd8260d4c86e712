use anyhow::anyhow;
use clap::Args;
use serde_json::{Value, json};

use super::{
    Exit, Failure,
    connect::ApiFlags,
    publish::{MessageArgs, published_json, published_text},
    render::{self, Reader},
};
use crate::{
    client::Refusal,
    pb::api::{BroadcastRequest, PublishRequest, PublishResponse},
};

/// Publish one message to many channels
#[derive(Debug, Args)]
pub struct BroadcastArgs {
    /// A channel. May be repeated
    #[arg(long = "channel", value_name = "CHANNEL", required = true)]
    channels: Vec<String>,

    #[command(flatten)]
    message: MessageArgs,

    /// Print one JSON object for each channel
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    api: ApiFlags,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`] with the exit code; refused when any of the channels was.
pub async fn run(args: BroadcastArgs) -> Result<(), Failure> {
    let channels = args.channels;
    let message = args.message.into_request(String::new())?;
    let request = broadcast(message, channels.clone());
    let outcomes = args.api.api()?.broadcast(request).await?;
    for (channel, outcome) in channels.iter().zip(&outcomes) {
        let text = match args.json {
            true => outcome_json(channel, outcome).to_string(),
            false => outcome_text(channel, outcome),
        };
        if render::line(&text)? == Reader::Gone {
            break;
        }
    }
    match outcomes.iter().filter(|outcome| outcome.is_err()).count() {
        0 => Ok(()),
        refused => {
            let error = anyhow!("{refused} of {} channels were refused", channels.len());
            Err(Failure::new(Exit::Refused, error))
        }
    }
}

fn broadcast(message: PublishRequest, channels: Vec<String>) -> BroadcastRequest {
    BroadcastRequest {
        channels,
        data: message.data,
        tags: message.tags,
        idempotency_key: message.idempotency_key,
        skip_history: message.skip_history,
        version: message.version,
        version_epoch: message.version_epoch,
    }
}

fn outcome_json(channel: &str, outcome: &Result<PublishResponse, Refusal>) -> Value {
    match outcome {
        Ok(published) => published_json(channel, published),
        Err(refusal) => {
            let error = json!({ "reason": refusal.reason, "message": refusal.message });
            json!({ "channel": channel, "error": error })
        }
    }
}

fn outcome_text(channel: &str, outcome: &Result<PublishResponse, Refusal>) -> String {
    match outcome {
        Ok(published) => published_text(channel, published),
        Err(refusal) => format!("{channel}: refused: {refusal}"),
    }
}
