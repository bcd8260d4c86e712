use std::time::Duration;

use anyhow::anyhow;
use clap::Args;
use serde_json::json;

use super::{
    Failure,
    connect::ApiFlags,
    render::{self, Reader},
};
use crate::pb::api::{ConsumerInfo, EngineInfo, NodeInfo};

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
        "consumers": node.consumers.iter().map(|consumer| json!({
            "name": consumer.name,
            "type": consumer.r#type,
            "processed": consumer.processed,
            "failed": consumer.failed,
            "retried": consumer.retried,
            "dead_lettered": consumer.dead_lettered,
            "lag": consumer.lag,
            "lag_s": consumer.lag_s,
            "problem": consumer.problem,
        })).collect::<Vec<_>>(),
    })
}

fn text(node: &NodeInfo, engine: &EngineInfo) -> String {
    let mut lines = [
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
        ("problem", none_if_empty(&engine.problem).to_owned()),
    ]
    .map(|(name, value)| format!("{name:<14} {value}"))
    .to_vec();
    lines.extend(node.consumers.iter().map(consumer));
    lines.join("\n")
}

fn consumer(consumer: &ConsumerInfo) -> String {
    format!(
        "{:<14} {} ({}): {} processed, {} failed, {} retried, {} dead-lettered, lag {} and {:.1} s, \
         problem {}",
        "consumer",
        consumer.name,
        consumer.r#type,
        consumer.processed,
        consumer.failed,
        consumer.retried,
        consumer.dead_lettered,
        consumer.lag,
        consumer.lag_s,
        none_if_empty(&consumer.problem),
    )
}

fn none_if_empty(problem: &str) -> &str {
    match problem {
        "" => "none",
        problem => problem,
    }
}
