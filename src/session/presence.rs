use super::{refusal::Refused, run::Session};
use crate::{
    policy::Action,
    telemetry::metrics::Command,
    wire::{
        self, PresenceRequest, PresenceResult, PresenceStatsRequest, PresenceStatsResult,
        ReplyResult,
    },
};

/// Members of one reply at most; its size cuts before for all but small infos.
const PAGE_MEMBERS: usize = 10_000;

impl Session {
    pub(super) async fn presence(&mut self, id: u32, request: PresenceRequest) {
        let presence = self.read_presence(&request.channel).await;
        if let Some(result) = self.or_refused(id, Command::Presence, presence) {
            self.push(wire::reply(id, ReplyResult::Presence(result)));
        }
    }

    async fn read_presence(&mut self, channel: &str) -> Result<PresenceResult, Refused> {
        let node = &self.sessions.node;
        self.may_see(channel)?;
        let page = node.presence_page(channel, None, PAGE_MEMBERS).await?;
        Ok(wire::presence_to_pb(&page.clients, page.more))
    }

    pub(super) async fn presence_stats(&mut self, id: u32, request: PresenceStatsRequest) {
        let stats = match self.may_see(&request.channel) {
            Ok(()) => {
                self.sessions.node.presence_stats(&request.channel).await.map_err(Refused::from)
            }
            Err(refused) => Err(refused),
        };
        if let Some(stats) = self.or_refused(id, Command::PresenceStats, stats) {
            let result = PresenceStatsResult { num_clients: stats.clients, num_users: stats.users };
            self.push(wire::reply(id, ReplyResult::PresenceStats(result)));
        }
    }

    /// Where presence is off that is said, whoever asks.
    fn may_see(&self, channel: &str) -> Result<(), Refused> {
        let (channel, options) = self.sessions.node.channel(channel)?;
        if options.presence {
            self.permit(Action::Presence, &channel, &options)?;
        }
        Ok(())
    }
}
