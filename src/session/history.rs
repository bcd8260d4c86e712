use super::{refusal, run::Session};
use crate::{
    engine::HistoryPage,
    model::StreamPosition,
    node::{HistoryCommand, HistoryLimit, Node, NodeError},
    telemetry::metrics::Command,
    wire::{self, HistoryRequest, HistoryResult, ReplyResult},
};

impl Session {
    pub(super) async fn history(&mut self, id: u32, request: HistoryRequest) {
        match read(&self.sessions.node, request).await {
            Ok(page) => {
                let result = HistoryResult {
                    publications: page
                        .publications
                        .iter()
                        .map(|publication| wire::publication_to_pb(publication))
                        .collect(),
                    epoch: page.position.epoch.as_str().to_owned(),
                    offset: page.position.offset,
                    truncated: page.truncated,
                };
                self.push(wire::reply(id, ReplyResult::History(result)));
            }
            Err(error) => self.refuse(id, Command::History, &refusal(&error)),
        }
    }
}

async fn read(node: &Node, request: HistoryRequest) -> Result<HistoryPage, NodeError> {
    let command = HistoryCommand {
        channel: &request.channel,
        limit: HistoryLimit::try_from(request.limit)?,
        since: request.since.map(|since| StreamPosition {
            offset: since.offset,
            epoch: since.epoch.as_str().into(),
        }),
        reverse: request.reverse,
    };
    node.history(command).await
}
