use std::time::Duration;

use anyhow::anyhow;
use clap::Args;
use serde_json::json;

use super::{
    Failure,
    connect::ApiFlags,
    render::{self, Reader},
};
use crate::pb::api::{EngineInfo, NodeInfo};

/// Tell about the server
#[derive(Debug, Args)]
pub struct InfoArgs {
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
pub async fn run(args: InfoArgs) -> Result<(), Failure> {
    let node = args.api.api()?.info().await?.node;
    let node = node.ok_or_else(|| anyhow!("the server told nothing: use the same version"))?;
    let engine = node.engine.clone().unwrap_or_default();
    let text = match args.json {
        true => json(&node, &engine).to_string(),
        false => text(&node, &engine),
    };
    let (Reader::Reads | Reader::Gone) = render::line(&text)?;
    Ok(())
}

fn json(node: &NodeInfo, engine: &EngineInfo) -> serde_json::Value {
    json!({
        "name": node.name,
        "version": node.version,
        "uptime_s": node.uptime_s,
        "connections": node.connections,
        "subscriptions": node.subscriptions,
        "channels": node.channels,
        "engine": {
            "type": engine.r#type,
            "streams": engine.streams,
            "publications": engine.publications,
            "file_bytes": engine.file_bytes,
            "problem": engine.problem,
        },
    })
}

fn text(node: &NodeInfo, engine: &EngineInfo) -> String {
    let problem = match &*engine.problem {
        "" => "none",
        problem => problem,
    };
    [
        ("node", node.name.clone()),
        ("version", node.version.clone()),
        ("uptime", humantime::format_duration(Duration::from_secs(node.uptime_s)).to_string()),
        ("connections", node.connections.to_string()),
        ("subscriptions", node.subscriptions.to_string()),
        ("channels", format!("{} with subscribers", node.channels)),
        ("engine", engine.r#type.clone()),
        ("streams", engine.streams.to_string()),
        ("publications", engine.publications.to_string()),
        ("file", format!("{} bytes", engine.file_bytes)),
        ("problem", problem.to_owned()),
    ]
    .map(|(name, value)| format!("{name:<14} {value}"))
    .join("\n")
}
