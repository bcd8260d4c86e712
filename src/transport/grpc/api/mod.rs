//! The server API, one file for each group of calls.

mod batch;
mod caller;
mod control;
mod history;
mod listing;
mod page_token;
mod presence;
mod publish;

use std::sync::{Arc, OnceLock};

use tonic::{Code, Request, Response, Status};

use crate::{
    auth::ApiKeys,
    node::Node,
    pb::api::{
        self as pb,
        api_service_server::{ApiService, ApiServiceServer},
    },
    telemetry::metrics::{ApiMethod, Metrics},
    transport::status::api_status,
};

use caller::Caller;

/// Bytes of one request: a message of the largest size to 10,000 channels.
const MAX_REQUEST_BYTES: usize = 4 * 1024 * 1024;

/// The node, once its engine is open: the listener is there before.
pub type NodeCell = Arc<OnceLock<Arc<Node>>>;

/// `fanwire.api.v1.ApiService` on `node` for the owners of `keys`, for anybody
/// where there are none. Calls are counted in `metrics`.
pub fn api_service(
    node: NodeCell,
    keys: Arc<ApiKeys>,
    metrics: Arc<Metrics>,
) -> ApiServiceServer<impl ApiService> {
    let api = Api { node, keys, metrics };
    ApiServiceServer::new(api).max_decoding_message_size(MAX_REQUEST_BYTES)
}

struct Api {
    node: NodeCell,
    keys: Arc<ApiKeys>,
    metrics: Arc<Metrics>,
}

type Answer<T> = Result<Response<T>, Status>;

impl Api {
    fn node(&self) -> Result<&Arc<Node>, Status> {
        let starting = "the server is starting, see /readyz: retry in a moment";
        self.node.get().ok_or_else(|| api_status(Code::Unavailable, "STARTING", starting, &[]))
    }

    /// Finds out who calls, answers, and counts the answer.
    async fn call<'a, R, T, F: Future<Output = Result<T, Status>>>(
        &'a self,
        method: ApiMethod,
        request: Request<R>,
        answer: impl FnOnce(Caller<'a>, R) -> F,
    ) -> Answer<T> {
        let answer = match self.caller(method, &request) {
            Ok(caller) => answer(caller, request.into_inner()).await,
            Err(status) => Err(status),
        };
        let code = answer.as_ref().map_or_else(Status::code, |_| Code::Ok);
        self.metrics.api_call(method, code as i32);
        answer.map(Response::new)
    }
}

#[tonic::async_trait]
impl ApiService for Api {
    async fn publish(&self, request: Request<pb::PublishRequest>) -> Answer<pb::PublishResponse> {
        self.call(ApiMethod::Publish, request, |by, it| self.do_publish(by, it)).await
    }

    async fn broadcast(
        &self,
        request: Request<pb::BroadcastRequest>,
    ) -> Answer<pb::BroadcastResponse> {
        self.call(ApiMethod::Broadcast, request, |by, it| self.do_broadcast(by, it)).await
    }

    async fn subscribe(
        &self,
        request: Request<pb::SubscribeRequest>,
    ) -> Answer<pb::SubscribeResponse> {
        self.call(ApiMethod::Subscribe, request, |by, it| self.do_subscribe(by, it)).await
    }

    async fn unsubscribe(
        &self,
        request: Request<pb::UnsubscribeRequest>,
    ) -> Answer<pb::UnsubscribeResponse> {
        self.call(ApiMethod::Unsubscribe, request, |by, it| self.do_unsubscribe(by, it)).await
    }

    async fn disconnect(
        &self,
        request: Request<pb::DisconnectRequest>,
    ) -> Answer<pb::DisconnectResponse> {
        self.call(
            ApiMethod::Disconnect,
            request,
            |by, it| async move { self.do_disconnect(&by, it) },
        )
        .await
    }

    async fn refresh(&self, request: Request<pb::RefreshRequest>) -> Answer<pb::RefreshResponse> {
        self.call(ApiMethod::Refresh, request, |by, it| self.do_refresh(by, it)).await
    }

    async fn presence(
        &self,
        request: Request<pb::PresenceRequest>,
    ) -> Answer<pb::PresenceResponse> {
        self.call(ApiMethod::Presence, request, |by, it| self.do_presence(by, it)).await
    }

    async fn presence_stats(
        &self,
        request: Request<pb::PresenceStatsRequest>,
    ) -> Answer<pb::PresenceStatsResponse> {
        self.call(ApiMethod::PresenceStats, request, |by, it| self.do_presence_stats(by, it)).await
    }

    async fn batch_presence_stats(
        &self,
        request: Request<pb::BatchPresenceStatsRequest>,
    ) -> Answer<pb::BatchPresenceStatsResponse> {
        let method = ApiMethod::BatchPresenceStats;
        self.call(method, request, |by, it| self.do_batch_presence_stats(by, it)).await
    }

    async fn history(&self, request: Request<pb::HistoryRequest>) -> Answer<pb::HistoryResponse> {
        self.call(ApiMethod::History, request, |by, it| self.do_history(by, it)).await
    }

    async fn history_remove(
        &self,
        request: Request<pb::HistoryRemoveRequest>,
    ) -> Answer<pb::HistoryRemoveResponse> {
        self.call(ApiMethod::HistoryRemove, request, |by, it| self.do_history_remove(by, it)).await
    }

    async fn channels(
        &self,
        request: Request<pb::ChannelsRequest>,
    ) -> Answer<pb::ChannelsResponse> {
        self.call(ApiMethod::Channels, request, |by, it| self.do_channels(by, it)).await
    }

    async fn connections(
        &self,
        request: Request<pb::ConnectionsRequest>,
    ) -> Answer<pb::ConnectionsResponse> {
        self.call(ApiMethod::Connections, request, |by, it| self.do_connections(by, it)).await
    }

    async fn info(&self, request: Request<pb::InfoRequest>) -> Answer<pb::InfoResponse> {
        self.call(ApiMethod::Info, request, |_, _| async { self.do_info() }).await
    }
}
