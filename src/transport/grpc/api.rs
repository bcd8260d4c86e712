use std::sync::{Arc, OnceLock};

use tonic::{Code, Request, Response, Status};

use super::status::{node_status, to_pb};
use crate::{
    engine::{EngineStats, HistoryPage, PublishOutcome},
    model::{self, StreamPosition},
    node::{HistoryCommand, HistoryLimit, Message, Node, NodeError, NodeInfo, Publisher},
    pb::api::{
        self as pb,
        api_service_server::{ApiService, ApiServiceServer},
        broadcast_item::Outcome,
    },
    telemetry::metrics::{ApiMethod, Metrics},
    transport::status::api_status,
};

/// Bytes of one request: a message of the largest size to 10,000 channels.
const MAX_REQUEST_BYTES: usize = 4 * 1024 * 1024;

/// Bytes of explanation in one answer; further errors have their code only, so
/// that the answer fits into the usual 4 MiB.
const MAX_ERROR_BYTES: usize = 1024 * 1024;

/// The node, once its engine is open: the listener is there before.
pub type NodeCell = Arc<OnceLock<Arc<Node>>>;

/// `fanwire.api.v1.ApiService` on `node`, counted in `metrics`.
pub fn api_service(node: NodeCell, metrics: Arc<Metrics>) -> ApiServiceServer<impl ApiService> {
    ApiServiceServer::new(Api { node, metrics }).max_decoding_message_size(MAX_REQUEST_BYTES)
}

struct Api {
    node: NodeCell,
    metrics: Arc<Metrics>,
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl ApiService for Api {
    async fn publish(&self, request: Request<pb::PublishRequest>) -> Answer<pb::PublishResponse> {
        self.counted(ApiMethod::Publish, self.do_publish(request.into_inner())).await
    }

    async fn broadcast(
        &self,
        request: Request<pb::BroadcastRequest>,
    ) -> Answer<pb::BroadcastResponse> {
        self.counted(ApiMethod::Broadcast, self.do_broadcast(request.into_inner())).await
    }

    async fn history(&self, request: Request<pb::HistoryRequest>) -> Answer<pb::HistoryResponse> {
        self.counted(ApiMethod::History, self.do_history(request.into_inner())).await
    }

    async fn history_remove(
        &self,
        request: Request<pb::HistoryRemoveRequest>,
    ) -> Answer<pb::HistoryRemoveResponse> {
        self.counted(ApiMethod::HistoryRemove, self.do_history_remove(request.into_inner())).await
    }

    async fn info(&self, _: Request<pb::InfoRequest>) -> Answer<pb::InfoResponse> {
        self.counted(ApiMethod::Info, self.do_info()).await
    }
}

impl Api {
    fn node(&self) -> Result<&Arc<Node>, Status> {
        let starting = "the server is starting, see /readyz: retry in a moment";
        self.node.get().ok_or_else(|| api_status(Code::Unavailable, "STARTING", starting, &[]))
    }

    async fn counted<T>(
        &self,
        method: ApiMethod,
        answer: impl Future<Output = Result<T, Status>>,
    ) -> Answer<T> {
        let answer = answer.await;
        let code = answer.as_ref().map_or_else(Status::code, |_| Code::Ok);
        self.metrics.api_call(method, code as i32);
        answer.map(Response::new)
    }

    async fn do_publish(&self, request: pb::PublishRequest) -> Result<pb::PublishResponse, Status> {
        let status = |error| node_status(&error, &request.channel);
        let message = Message {
            data: request.data,
            tags: request.tags,
            idempotency_key: request.idempotency_key,
            skip_history: request.skip_history,
            version: request.version,
            version_epoch: request.version_epoch,
        };
        let publishing =
            self.node()?.publish(&request.channel, message, Publisher::Api).map_err(status)?;
        publishing.await.map(published).map_err(status)
    }

    async fn do_broadcast(
        &self,
        request: pb::BroadcastRequest,
    ) -> Result<pb::BroadcastResponse, Status> {
        let message = Message {
            data: request.data,
            tags: request.tags,
            idempotency_key: request.idempotency_key,
            skip_history: request.skip_history,
            version: request.version,
            version_epoch: request.version_epoch,
        };
        let (node, channels) = (self.node()?.clone(), request.channels);
        // In a task of its own: a call that is dropped half-way publishes to
        // all of its channels nevertheless.
        let broadcasting = tokio::spawn(async move {
            let outcomes = node.broadcast(&channels, &message).await;
            (outcomes, channels)
        });
        let (outcomes, channels) =
            broadcasting.await.map_err(|_| Status::internal("the broadcast broke off"))?;
        let outcomes = outcomes.map_err(|error| node_status(&error, ""))?;
        let mut told = 0;
        let item = |(outcome, channel): (Result<PublishOutcome, NodeError>, &String)| {
            let outcome = match outcome {
                Ok(outcome) => Outcome::Result(published(outcome)),
                Err(error) => {
                    let status = node_status(&error, channel);
                    told += status.message().len() + status.details().len();
                    Outcome::Error(if told < MAX_ERROR_BYTES {
                        to_pb(&status)
                    } else {
                        code(&status)
                    })
                }
            };
            pb::BroadcastItem { outcome: Some(outcome) }
        };
        Ok(pb::BroadcastResponse { items: outcomes.into_iter().zip(&channels).map(item).collect() })
    }

    async fn do_history(&self, request: pb::HistoryRequest) -> Result<pb::HistoryResponse, Status> {
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
        self.node()?.history(command).await.map(history).map_err(status)
    }

    async fn do_history_remove(
        &self,
        request: pb::HistoryRemoveRequest,
    ) -> Result<pb::HistoryRemoveResponse, Status> {
        let removed = self.node()?.history_remove(&request.channel).await;
        let position = removed.map_err(|error| node_status(&error, &request.channel))?;
        Ok(pb::HistoryRemoveResponse {
            offset: position.offset,
            epoch: position.epoch.as_str().to_owned(),
        })
    }

    async fn do_info(&self) -> Result<pb::InfoResponse, Status> {
        Ok(pb::InfoResponse { node: Some(node_info(self.node()?.info())) })
    }
}

fn code(status: &Status) -> tonic_types::Status {
    tonic_types::Status { code: status.code() as i32, message: String::new(), details: vec![] }
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
