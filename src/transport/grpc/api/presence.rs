use tonic::Status;

use super::{Api, Caller, batch::Batch, history::client_info, page_token};
use crate::{
    engine::PresenceStats,
    node::MAX_PRESENCE_CHANNELS,
    pb::api::{self as pb, presence_stats_item::Outcome},
    transport::{grpc::status::node_status, status::invalid_field_status},
};

/// Most clients of one page.
const MAX_PAGE: u32 = 10_000;

/// Clients of a page when its caller does not say how many.
const DEFAULT_PAGE: u32 = 1_000;

impl Api {
    pub(super) async fn do_presence(
        &self,
        caller: Caller<'_>,
        request: pb::PresenceRequest,
    ) -> Result<pb::PresenceResponse, Status> {
        let node = self.node()?;
        caller.check(node, &request.channel)?;
        let limit = match request.page_size {
            0 => DEFAULT_PAGE,
            asked if asked <= MAX_PAGE => asked,
            asked => {
                let problem =
                    format!("is {asked}, at most {MAX_PAGE} are allowed: take more pages");
                return Err(invalid_field_status("page_size", &problem));
            }
        };
        let after = page_token::to_client(&request.page_token)?;
        let page = node.presence_page(&request.channel, after.as_ref(), limit as usize).await;
        let page = page.map_err(|error| node_status(&error, &request.channel))?;
        let last = page.clients.last().filter(|_| page.more);
        Ok(pb::PresenceResponse {
            clients: page.clients.iter().map(|info| client_info(info)).collect(),
            next_page_token: last
                .map(|info| page_token::of_client(&info.client))
                .unwrap_or_default(),
        })
    }

    pub(super) async fn do_presence_stats(
        &self,
        caller: Caller<'_>,
        request: pb::PresenceStatsRequest,
    ) -> Result<pb::PresenceStatsResponse, Status> {
        let node = self.node()?;
        caller.check(node, &request.channel)?;
        let answer = node.presence_stats(&request.channel).await;
        answer.map(stats).map_err(|error| node_status(&error, &request.channel))
    }

    pub(super) async fn do_batch_presence_stats(
        &self,
        caller: Caller<'_>,
        request: pb::BatchPresenceStatsRequest,
    ) -> Result<pb::BatchPresenceStatsResponse, Status> {
        let node = self.node()?;
        let batch = Batch::new(node, &caller, request.channels, MAX_PRESENCE_CHANNELS);
        let answers = match batch.allowed() {
            Some(channels) => {
                let answers = node.batch_presence_stats(&channels).await;
                answers.map_err(|error| node_status(&error, ""))?
            }
            None => Vec::new(),
        };
        let item = |answer: Result<PresenceStats, _>| {
            let outcome = answer.map(stats).map_or_else(Outcome::Error, Outcome::Result);
            pb::PresenceStatsItem { outcome: Some(outcome) }
        };
        Ok(pb::BatchPresenceStatsResponse { items: batch.answer(answers).map(item).collect() })
    }
}

fn stats(stats: PresenceStats) -> pb::PresenceStatsResponse {
    pb::PresenceStatsResponse { num_clients: stats.clients.into(), num_users: stats.users.into() }
}
