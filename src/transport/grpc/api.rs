use std::sync::{Arc, OnceLock};

use tonic::{Code, Request, Response, Status};

use super::status::{node_status, to_pb};
use crate::{
    engine::{EngineStats, HistoryPage, PublishOutcome},
    model::{self, StreamPosition},
    node::{HistoryCommand, HistoryLimit, Message, Node, NodeInfo, Publisher},
    pb::api::{
        self as pb,
        api_service_server::{ApiService, ApiServiceServer},
        broadcast_item::Outcome,
    },
    transport::status::api_status,
};

/// Bytes of one request: a message of the largest size to 10,000 channels.
const MAX_REQUEST_BYTES: usize = 4 * 1024 * 1024;

/// The node, once its engine is open: the listener is there before.
pub type NodeCell = Arc<OnceLock<Arc<Node>>>;

/// `fanwire.api.v1.ApiService` on `node`.
pub fn api_service(node: NodeCell) -> ApiServiceServer<impl ApiService> {
    ApiServiceServer::new(Api { node }).max_decoding_message_size(MAX_REQUEST_BYTES)
}

struct Api {
    node: NodeCell,
}

impl Api {
    fn node(&self) -> Result<&Arc<Node>, Status> {
        let starting = "the server is starting, see /readyz: retry in a moment";
        self.node.get().ok_or_else(|| api_status(Code::Unavailable, "STARTING", starting, &[]))
    }
}

#[tonic::async_trait]
impl ApiService for Api {
    async fn publish(
        &self,
        request: Request<pb::PublishRequest>,
    ) -> Result<Response<pb::PublishResponse>, Status> {
        let request = request.into_inner();
        let message = Message {
            data: request.data,
            tags: request.tags,
            idempotency_key: request.idempotency_key,
            skip_history: request.skip_history,
            version: request.version,
            version_epoch: request.version_epoch,
        };
        let publishing = self
            .node()?
            .publish(&request.channel, message, Publisher::Api)
            .map_err(|error| node_status(&error, &request.channel))?;
        let outcome = publishing.await.map_err(|error| node_status(&error, &request.channel))?;
        Ok(Response::new(published(outcome)))
    }

    async fn broadcast(
        &self,
        request: Request<pb::BroadcastRequest>,
    ) -> Result<Response<pb::BroadcastResponse>, Status> {
        let request = request.into_inner();
        let message = Message {
            data: request.data,
            tags: request.tags,
            idempotency_key: request.idempotency_key,
            skip_history: request.skip_history,
            version: request.version,
            version_epoch: request.version_epoch,
        };
        let node = self.node()?.clone();
        // In a task of its own: a call that is dropped half-way has published
        // to all of its channels nevertheless.
        let outcomes = tokio::spawn(async move {
            let outcomes = node.broadcast(&request.channels, &message).await;
            (outcomes, request.channels)
        });
        let (outcomes, channels) =
            outcomes.await.map_err(|_| Status::internal("the broadcast broke off"))?;
        let outcomes = outcomes.map_err(|error| node_status(&error, ""))?;
        let items = outcomes
            .into_iter()
            .zip(&channels)
            .map(|(outcome, channel)| pb::BroadcastItem {
                outcome: Some(match outcome {
                    Ok(outcome) => Outcome::Result(published(outcome)),
                    Err(error) => Outcome::Error(to_pb(&node_status(&error, channel))),
                }),
            })
            .collect();
        Ok(Response::new(pb::BroadcastResponse { items }))
    }

    async fn history(
        &self,
        request: Request<pb::HistoryRequest>,
    ) -> Result<Response<pb::HistoryResponse>, Status> {
        let request = request.into_inner();
        let status = |error| node_status(&error, &request.channel);
        let command = HistoryCommand {
            channel: &request.channel,
            limit: HistoryLimit::try_from(request.limit).map_err(status)?,
            since: request.since.as_ref().map(|since| StreamPosition {
                offset: since.offset,
                epoch: since.epoch.as_str().into(),
            }),
            reverse: request.reverse,
        };
        let page = self.node()?.history(command).await.map_err(status)?;
        Ok(Response::new(history(page)))
    }

    async fn history_remove(
        &self,
        request: Request<pb::HistoryRemoveRequest>,
    ) -> Result<Response<pb::HistoryRemoveResponse>, Status> {
        let channel = request.into_inner().channel;
        let position = self
            .node()?
            .history_remove(&channel)
            .await
            .map_err(|error| node_status(&error, &channel))?;
        Ok(Response::new(pb::HistoryRemoveResponse {
            offset: position.offset,
            epoch: position.epoch.as_str().to_owned(),
        }))
    }

    async fn info(
        &self,
        _: Request<pb::InfoRequest>,
    ) -> Result<Response<pb::InfoResponse>, Status> {
        Ok(Response::new(pb::InfoResponse { node: Some(node_info(self.node()?.info())) }))
    }
}

fn published(outcome: PublishOutcome) -> pb::PublishResponse {
    let position = outcome.position.unwrap_or_default();
    pb::PublishResponse {
        offset: position.offset,
        epoch: position.epoch.as_str().to_owned(),
        duplicate: outcome.duplicate,
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
        info: publication.info.as_ref().map(|info| pb::ClientInfo {
            user: info.user.as_str().to_owned(),
            client: info.client.as_str().to_owned(),
            conn_info: info.conn_info.clone(),
            chan_info: info.chan_info.clone(),
        }),
        version: publication.version,
    }
}

fn node_info(info: NodeInfo) -> pb::NodeInfo {
    let EngineStats { kind, streams, publications, file_bytes, problem } = info.engine;
    pb::NodeInfo {
        name: info.name.as_str().to_owned(),
        version: info.version.to_owned(),
        uptime_s: info.uptime_s,
        connections: info.connections,
        subscriptions: info.subscriptions,
        channels: info.channels,
        engine: Some(pb::EngineInfo {
            r#type: kind.to_owned(),
            streams,
            publications,
            file_bytes,
            problem: problem.unwrap_or_default(),
        }),
    }
}
