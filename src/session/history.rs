use super::{refusal::Refused, run::Session};
use crate::{
    engine::HistoryPage,
    model::StreamPosition,
    node::{HistoryCommand, HistoryLimit},
    policy::Action,
    telemetry::metrics::Command,
    wire::{self, HistoryRequest, HistoryResult, ReplyResult},
};

impl Session {
    pub(super) async fn history(&mut self, id: u32, request: HistoryRequest) {
        let page = self.read_history(request).await;
        if let Some(page) = self.or_refused(id, Command::History, page) {
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
    }

    async fn read_history(&mut self, request: HistoryRequest) -> Result<HistoryPage, Refused> {
        let node = &self.sessions.node;
        let (channel, options) = node.channel(&request.channel)?;
        // Where history is off that is said, whoever asks.
        if options.stream.has_history() {
            self.permit(Action::History, &channel, &options)?;
        }
        let command = HistoryCommand {
            channel: &request.channel,
            limit: HistoryLimit::try_from(request.limit)?,
            since: request.since.map(|since| StreamPosition {
                offset: since.offset,
                epoch: since.epoch.as_str().into(),
            }),
            reverse: request.reverse,
        };
        Ok(node.history(command).await?)
    }
}
