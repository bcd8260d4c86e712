use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::{ConfigFlags, Failure, output};
use crate::{
    config::{Config, LoadOptions},
    engine::{EngineConfig, embedded::admin},
};

/// Look after the store file of a stopped server
#[derive(Debug, Subcommand)]
pub(super) enum StoreCommand {
    /// Say what the store holds
    Info(StoreArgs),
    /// Give unused space back to the file system
    Compact(StoreArgs),
    /// Give every channel a new epoch: needed after restoring a backup
    NewEpoch(StoreArgs),
}

#[derive(Debug, Args)]
pub(super) struct StoreArgs {
    /// The store file [default: engine.embedded.path of the configuration]
    #[arg(long, value_name = "FILE")]
    path: Option<PathBuf>,

    /// Print one JSON object
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    flags: ConfigFlags,
}

impl StoreCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self {
            Self::Info(args) => info(args),
            Self::Compact(args) => compact(args),
            Self::NewEpoch(args) => new_epoch(args),
        }
    }
}

impl StoreArgs {
    fn path(&mut self) -> Result<PathBuf, Failure> {
        if let Some(path) = self.path.take() {
            return Ok(path);
        }
        let flags = std::mem::take(&mut self.flags);
        let options = LoadOptions { offline: true, ..flags.into_load_options() };
        match Config::load(options)?.engine {
            EngineConfig::Embedded { path } => Ok(path),
            EngineConfig::Memory => Err(anyhow::anyhow!(
                "engine.type = \"memory\" has no store file: name one with --path"
            )
            .into()),
        }
    }
}

fn info(mut args: StoreArgs) -> Result<(), Failure> {
    let path = args.path()?;
    let info = admin::info(&path).map_err(anyhow::Error::from)?;
    let text = if args.json {
        let info = json!({
            "path": path.display().to_string(),
            "format": info.format,
            "file_bytes": info.file_bytes,
            "log_bytes": info.log_bytes,
            "streams": info.streams,
            "publications": info.publications,
            "clean": info.clean,
            "generation": info.generation,
        });
        format!("{info}\n")
    } else {
        format!(
            "{}\n  format        {}\n  file          {} bytes\n  log           {} bytes\n  \
             channels      {}\n  publications  {}\n  lost          {}\n",
            path.display(),
            info.format,
            info.file_bytes,
            info.log_bytes,
            info.streams,
            info.publications,
            match info.clean {
                true => "nothing",
                false => "perhaps the newest of \"async\" channels: they get a new epoch",
            },
        )
    };
    Ok(output::print(&text)?)
}

fn compact(mut args: StoreArgs) -> Result<(), Failure> {
    let (before, after) = admin::compact(&args.path()?).map_err(anyhow::Error::from)?;
    let text = if args.json {
        format!("{}\n", json!({ "bytes_before": before, "bytes_after": after }))
    } else {
        format!("{before} bytes before, {after} bytes now\n")
    };
    Ok(output::print(&text)?)
}

fn new_epoch(mut args: StoreArgs) -> Result<(), Failure> {
    admin::new_epoch(&args.path()?).map_err(anyhow::Error::from)?;
    let text = if args.json {
        format!("{}\n", json!({ "new_epoch": true }))
    } else {
        "every channel has a new epoch: clients that come back load their state again\n".to_owned()
    };
    Ok(output::print(&text)?)
}
