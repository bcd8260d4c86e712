use tonic::Status;

use super::{Api, Caller};
use crate::{
    engine::HistoryPage,
    model::{self, StreamPosition},
    node::{HistoryCommand, HistoryLimit},
    pb::api as pb,
    telemetry::metrics::ApiMethod,
    transport::grpc::status::node_status,
};

impl Api {
    pub(super) async fn do_history(
        &self,
        caller: Caller<'_>,
        request: pb::HistoryRequest,
    ) -> Result<pb::HistoryResponse, Status> {
        let node = self.node()?;
        caller.check(node, &request.channel)?;
        let status = |error| node_status(&error, &request.channel);
        let command = HistoryCommand {
            channel: &request.channel,
            limit: HistoryLimit::try_from(request.limit).map_err(status)?,
            since: request.since.as_ref().map(from_position),
            reverse: request.reverse,
        };
        node.history(command).await.map(history).map_err(status)
    }

    pub(super) async fn do_history_remove(
        &self,
        caller: Caller<'_>,
        request: pb::HistoryRemoveRequest,
    ) -> Result<pb::HistoryRemoveResponse, Status> {
        let node = self.node()?;
        caller.check(node, &request.channel)?;
        let removed = node.history_remove(&request.channel).await;
        let act = caller.act(ApiMethod::HistoryRemove, "", "", &request.channel);
        act.log(removed.as_ref().map(|_| None));
        let pb::StreamPosition { offset, epoch } =
            to_position(&removed.map_err(|error| node_status(&error, &request.channel))?);
        Ok(pb::HistoryRemoveResponse { offset, epoch })
    }
}

pub(super) fn from_position(position: &pb::StreamPosition) -> StreamPosition {
    StreamPosition { offset: position.offset, epoch: position.epoch.as_str().into() }
}

pub(super) fn to_position(position: &StreamPosition) -> pb::StreamPosition {
    pb::StreamPosition { offset: position.offset, epoch: position.epoch.as_str().to_owned() }
}

pub(super) fn client_info(info: &model::ClientInfo) -> pb::ClientInfo {
    pb::ClientInfo {
        user: info.user.as_str().to_owned(),
        client: info.client.as_str().to_owned(),
        conn_info: info.conn_info.clone(),
        chan_info: info.chan_info.clone(),
    }
}

fn history(page: HistoryPage) -> pb::HistoryResponse {
    pb::HistoryResponse {
        publications: page.publications.iter().map(|p| publication(p)).collect(),
        epoch: page.position.epoch.as_str().to_owned(),
        offset: page.position.offset,
        truncated: page.truncated,
    }
}

fn publication(publication: &model::Publication) -> pb::Publication {
    pb::Publication {
        data: publication.data.clone(),
        offset: publication.offset,
        tags: publication.tags.clone(),
        time_ms: publication.time_ms as i64,
        info: publication.info.as_ref().map(client_info),
        version: publication.version,
    }
}
