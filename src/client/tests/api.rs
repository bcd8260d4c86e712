use std::collections::HashMap;

use tokio::net::{TcpListener, TcpSocket};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Code, Request, Response, Status, transport::Server};
use tonic_types::{ErrorDetails, StatusExt as _};

use crate::{
    client::{Api, ApiConfig, ApiError},
    pb::api::{
        self, BroadcastRequest, BroadcastResponse, HistoryRemoveRequest, HistoryRemoveResponse,
        HistoryRequest, HistoryResponse, InfoRequest, InfoResponse, PublishRequest,
        PublishResponse,
        api_service_server::{ApiService, ApiServiceServer},
    },
};

struct Service;

fn refusal() -> Status {
    let metadata = HashMap::from([("channel".to_owned(), "nope:1".to_owned())]);
    let details = ErrorDetails::with_error_info("UNKNOWN_NAMESPACE", "fanwire", metadata);
    Status::with_error_details(Code::NotFound, "no namespace \"nope\": define it", details)
}

#[tonic::async_trait]
impl ApiService for Service {
    async fn subscribe(
        &self,
        _: Request<api::SubscribeRequest>,
    ) -> Result<Response<api::SubscribeResponse>, Status> {
        Err(refusal())
    }

    async fn unsubscribe(
        &self,
        _: Request<api::UnsubscribeRequest>,
    ) -> Result<Response<api::UnsubscribeResponse>, Status> {
        Err(refusal())
    }

    async fn disconnect(
        &self,
        _: Request<api::DisconnectRequest>,
    ) -> Result<Response<api::DisconnectResponse>, Status> {
        Err(refusal())
    }

    async fn refresh(
        &self,
        _: Request<api::RefreshRequest>,
    ) -> Result<Response<api::RefreshResponse>, Status> {
        Err(refusal())
    }

    async fn presence(
        &self,
        _: Request<api::PresenceRequest>,
    ) -> Result<Response<api::PresenceResponse>, Status> {
        Err(refusal())
    }

    async fn presence_stats(
        &self,
        _: Request<api::PresenceStatsRequest>,
    ) -> Result<Response<api::PresenceStatsResponse>, Status> {
        Err(refusal())
    }

    async fn batch_presence_stats(
        &self,
        _: Request<api::BatchPresenceStatsRequest>,
    ) -> Result<Response<api::BatchPresenceStatsResponse>, Status> {
        Err(refusal())
    }

    async fn channels(
        &self,
        _: Request<api::ChannelsRequest>,
    ) -> Result<Response<api::ChannelsResponse>, Status> {
        Err(refusal())
    }

    async fn connections(
        &self,
        _: Request<api::ConnectionsRequest>,
    ) -> Result<Response<api::ConnectionsResponse>, Status> {
        Err(refusal())
    }

    async fn publish(
        &self,
        request: Request<PublishRequest>,
    ) -> Result<Response<PublishResponse>, Status> {
        match &*request.into_inner().channel {
            "nope:1" => Err(refusal()),
            "bare" => Err(Status::unavailable("draining")),
            _ => Ok(Response::new(PublishResponse { offset: 8, ..Default::default() })),
        }
    }

    async fn broadcast(
        &self,
        _: Request<BroadcastRequest>,
    ) -> Result<Response<BroadcastResponse>, Status> {
        Err(refusal())
    }

    async fn history(
        &self,
        _: Request<HistoryRequest>,
    ) -> Result<Response<HistoryResponse>, Status> {
        std::future::pending().await
    }

    async fn history_remove(
        &self,
        _: Request<HistoryRemoveRequest>,
    ) -> Result<Response<HistoryRemoveResponse>, Status> {
        Err(refusal())
    }

    async fn info(&self, _: Request<InfoRequest>) -> Result<Response<InfoResponse>, Status> {
        Ok(Response::new(InfoResponse::default()))
    }
}

async fn publish(api: &Api, channel: &str) -> Result<u64, ApiError> {
    let request = PublishRequest { channel: channel.into(), ..Default::default() };
    api.publish(request).await.map(|response| response.offset)
}

#[tokio::test]
async fn refusals_are_typed_and_silence_is_not_taken_for_one() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut config = ApiConfig::new(format!("http://{}", listener.local_addr().unwrap()));
    let router = Server::builder().add_service(ApiServiceServer::new(Service));
    let task = tokio::spawn(router.serve_with_incoming(TcpListenerStream::new(listener)));
    let api = Api::new(config.clone()).unwrap();

    assert_eq!(publish(&api, "chat:room").await, Ok(8));
    match publish(&api, "nope:1").await {
        Err(ApiError::Refused(refusal)) => {
            assert_eq!(refusal.code, Code::NotFound);
            assert_eq!(refusal.reason, "UNKNOWN_NAMESPACE");
            assert_eq!(refusal.metadata["channel"], "nope:1");
        }
        other => panic!("{other:?}"),
    }
    match publish(&api, "bare").await {
        Err(ApiError::Refused(refusal)) => assert_eq!(refusal.code, Code::Unavailable),
        other => panic!("{other:?}"),
    }

    config.timeout = std::time::Duration::from_millis(1);
    let late = Api::new(config).unwrap().history(HistoryRequest::default()).await;
    assert!(matches!(late, Err(ApiError::TimedOut { .. })), "{late:?}");
    task.abort();
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable() {
    // Bound and not listening: refused, and nobody else gets the port.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    let api = Api::new(ApiConfig::new(&url)).unwrap();
    let error = publish(&api, "chat:room").await.unwrap_err();
    assert!(matches!(error, ApiError::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().contains(&url) && error.to_string().contains("refused"), "{error}");
}
