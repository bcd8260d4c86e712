use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow};
use bytes::Bytes;
use clap::Args;
use serde_json::json;

use super::{
    Exit, Failure,
    connect::ApiFlags,
    render::{self, Reader},
};
use crate::pb::api::{PublishRequest, PublishResponse};

/// Larger payloads are more than a gRPC server takes.
const MAX_DATA_BYTES: u64 = 4 * 1024 * 1024;

/// Publish one message to a channel
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// The channel
    channel: String,

    #[command(flatten)]
    message: MessageArgs,

    /// Print one JSON object
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    api: ApiFlags,
}

/// The message and the options that publish and broadcast share.
#[derive(Debug, Args)]
pub(super) struct MessageArgs {
    /// The payload
    #[arg(required_unless_present = "data_file")]
    data: Option<String>,

    /// Take the payload from a file; `-` is stdin
    #[arg(long, value_name = "FILE", conflicts_with = "data")]
    data_file: Option<PathBuf>,

    /// Attach a tag. May be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = tag)]
    tag: Vec<(String, String)>,

    /// Publish the same key in the same channel only once
    #[arg(long, value_name = "KEY", default_value = "", hide_default_value = true)]
    idempotency_key: String,

    /// Deliver without adding to the history
    #[arg(long)]
    skip_history: bool,

    /// Publish only if no version as high was published before
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    version: Option<u64>,

    /// Identity of the sequence that the version belongs to
    #[arg(
        long,
        value_name = "EPOCH",
        default_value = "",
        hide_default_value = true,
        requires = "version"
    )]
    version_epoch: String,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`] with the exit code.
pub async fn run(args: PublishArgs) -> Result<(), Failure> {
    let channel = args.channel;
    let request = args.message.into_request(channel.clone())?;
    let published = args.api.api()?.publish(request).await?;
    let text = match args.json {
        true => published_json(&channel, &published).to_string(),
        false => published_text(&channel, &published),
    };
    let (Reader::Reads | Reader::Gone) = render::line(&text)?;
    Ok(())
}

impl MessageArgs {
    /// The request for one channel.
    pub(super) fn into_request(self, channel: String) -> Result<PublishRequest, Failure> {
        Ok(PublishRequest {
            data: data(self.data, self.data_file.as_deref())
                .map_err(|error| Failure::new(Exit::Usage, error))?,
            channel,
            tags: self.tag.into_iter().collect(),
            idempotency_key: self.idempotency_key,
            skip_history: self.skip_history,
            version: self.version.unwrap_or(0),
            version_epoch: self.version_epoch,
        })
    }
}

fn data(argument: Option<String>, file: Option<&Path>) -> anyhow::Result<Bytes> {
    let Some(path) = file else { return Ok(argument.unwrap_or_default().into()) };
    if path == Path::new("-") {
        return bounded(io::stdin().lock()).context("cannot take the payload from stdin");
    }
    let context = || format!("cannot take the payload from {}", path.display());
    let file = std::fs::File::open(path).with_context(context)?;
    bounded(file).with_context(context)
}

fn bounded(from: impl Read) -> anyhow::Result<Bytes> {
    let mut data = Vec::new();
    if from.take(MAX_DATA_BYTES + 1).read_to_end(&mut data)? as u64 > MAX_DATA_BYTES {
        return Err(anyhow!("it has more than {MAX_DATA_BYTES} bytes: publish less at once"));
    }
    Ok(data.into())
}

fn tag(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write KEY=VALUE, for example lang=en")?;
    if key.is_empty() {
        return Err("the key is empty: write KEY=VALUE, for example lang=en".into());
    }
    Ok((key.to_owned(), value.to_owned()))
}

pub(super) fn published_json(channel: &str, published: &PublishResponse) -> serde_json::Value {
    json!({
        "channel": channel,
        "offset": published.offset,
        "epoch": published.epoch,
        "duplicate": published.duplicate,
    })
}

pub(super) fn published_text(channel: &str, published: &PublishResponse) -> String {
    let at = match published.offset {
        0 => "not in a history".to_owned(),
        offset => format!("offset {offset}, epoch {}", published.epoch),
    };
    match published.duplicate {
        true => format!("{channel}: a duplicate, nothing was published ({at})"),
        false => format!("{channel}: published ({at})"),
    }
}
