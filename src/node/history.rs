use std::time::Instant;

use super::{Node, NodeError};
use crate::{
    engine::{HistoryPage, HistoryQuery},
    model::StreamPosition,
    recovery::Continuity,
    telemetry::metrics::Operation,
    wire::REPLY_BUDGET_BYTES,
};

/// Which part of a channel's history is asked for.
#[derive(Debug, Clone)]
pub struct HistoryCommand<'a> {
    /// The channel.
    pub channel: &'a str,
    /// How many publications.
    pub limit: HistoryLimit,
    /// Read after this position, with `reverse` before it.
    pub since: Option<StreamPosition>,
    /// Newest first.
    pub reverse: bool,
}

/// How many publications are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryLimit {
    /// The position only.
    Position,
    /// At most so many.
    AtMost(usize),
    /// As many as the server gives at once.
    ServerCap,
}

impl TryFrom<i32> for HistoryLimit {
    type Error = NodeError;

    fn try_from(limit: i32) -> Result<Self, NodeError> {
        match limit {
            -1 => Ok(Self::ServerCap),
            0 => Ok(Self::Position),
            1.. => Ok(Self::AtMost(limit as usize)),
            _ => {
                let problem = format!(
                    "is {limit}: give how many, 0 for the position only, or -1 for all up to the cap"
                );
                Err(NodeError::invalid("limit", problem))
            }
        }
    }
}

impl Node {
    /// Reads a page of history.
    ///
    /// # Errors
    /// [`NodeError::HistoryOff`]; [`NodeError::Unrecoverable`] for a `since` of
    /// another epoch or beyond the end; a bad channel; the engine's refusal.
    pub async fn history(&self, command: HistoryCommand<'_>) -> Result<HistoryPage, NodeError> {
        let (channel, options) = self.channel(command.channel)?;
        if !options.stream.has_history() {
            return Err(NodeError::HistoryOff { namespace: options.namespace.to_string() });
        }
        let cap = self.limits.history_max_publications;
        let query = HistoryQuery {
            since: command.since.clone(),
            limit: match command.limit {
                HistoryLimit::Position => 0,
                HistoryLimit::AtMost(limit) => limit.min(cap),
                HistoryLimit::ServerCap => cap,
            },
            reverse: command.reverse,
            max_bytes: REPLY_BUDGET_BYTES,
        };
        let started = Instant::now();
        let page = self.broker.history(&channel, &options.stream, query).await?;
        self.metrics.engine_latency(Operation::History, started.elapsed());
        match (page.continuity, command.since) {
            (Continuity::EpochChanged | Continuity::BeyondEnd, Some(since)) => {
                Err(NodeError::Unrecoverable { since, newest: page.position })
            }
            _ => Ok(page),
        }
    }

    /// Empties a channel's history; epoch and offset go on.
    ///
    /// # Errors
    /// [`NodeError::HistoryOff`]; a bad channel; the engine's refusal.
    pub async fn history_remove(&self, channel: &str) -> Result<StreamPosition, NodeError> {
        let (channel, options) = self.channel(channel)?;
        if !options.stream.has_history() {
            return Err(NodeError::HistoryOff { namespace: options.namespace.to_string() });
        }
        let started = Instant::now();
        let position = self.broker.remove_history(&channel, &options.stream).await?;
        self.metrics.engine_latency(Operation::RemoveHistory, started.elapsed());
        Ok(position)
    }
}
