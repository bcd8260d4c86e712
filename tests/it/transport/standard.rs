use std::sync::Arc;

use axum::Router;
use fanwire::{
    telemetry::{
        metrics::{Metrics, Source},
        readiness::Readiness,
    },
    transport::{Exposure, ListenerConfig, add_standard_services, api_stack, client_stack},
};
use http::{Request, StatusCode};
use tokio_stream::StreamExt;
use tokio_util::sync::CancellationToken;
use tonic::transport::Channel;
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use tonic_reflection::pb::v1::{
    ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
    server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
};

use super::support::Server;

const API: &[&str] = &["fanwire.api.v1.ApiService"];

struct Api {
    server: Server,
    readiness: Readiness,
    metrics: Arc<Metrics>,
    stop: CancellationToken,
}

fn stack(services: Router, metrics: Arc<Metrics>, readiness: Readiness) -> Router {
    let config = ListenerConfig { address: ([127, 0, 0, 1], 0).into(), tls: None };
    api_stack(services, Router::new(), metrics, readiness, Exposure::new(&config, false))
}

fn api() -> Api {
    let (readiness, metrics) = (Readiness::new(&["engine"]), Arc::new(Metrics::new()));
    let stop = CancellationToken::new();
    let services = add_standard_services(Router::new(), API, readiness.clone(), stop.clone());
    let server = Server::plain(stack(services, metrics.clone(), readiness.clone()));
    Api { server, readiness, metrics, stop }
}

async fn channel(server: &Server) -> Channel {
    let address = format!("http://{}", server.address);
    Channel::from_shared(address).unwrap().connect().await.unwrap()
}

async fn reflect(channel: Channel, question: MessageRequest) -> MessageResponse {
    let request = ServerReflectionRequest { host: String::new(), message_request: Some(question) };
    let mut answers = ServerReflectionClient::new(channel)
        .server_reflection_info(tokio_stream::once(request))
        .await
        .unwrap()
        .into_inner();
    answers.next().await.unwrap().unwrap().message_response.unwrap()
}

#[tokio::test]
async fn health_ready_and_metrics_have_pages_of_their_own() {
    let api = api();
    let client = api.server.http2().await;
    let page = async |path| client.get(path).await.unwrap();
    assert_eq!(page("/healthz").await.body(), "ok\n");
    let starting = page("/readyz").await;
    assert_eq!(starting.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(starting.body(), "engine: starting\n");
    api.readiness.ready("engine");
    assert_eq!(page("/readyz").await.status(), StatusCode::OK);
    api.metrics.publication(Source::Api);
    let metrics = page("/metrics").await;
    assert!(metrics.headers()["content-type"].to_str().unwrap().contains("openmetrics-text"));
    assert!(metrics.body().contains("fanwire_publications_total{source=\"api\"} 1\n"));

    let lost = page("/metric").await;
    assert_eq!(lost.status(), StatusCode::NOT_FOUND);
    assert!(lost.body().contains("/metrics"), "{}", lost.body());
    let unknown = Request::post("http://localhost/fanwire.api.v1.Typo/Publish")
        .header("content-type", "application/grpc");
    let unknown = client.call(unknown.body("").unwrap()).await.unwrap();
    assert_eq!(unknown.headers()["grpc-status"], "12");
}

#[tokio::test]
async fn a_watched_health_service_does_not_hold_up_the_drain() {
    let mut api = api();
    api.readiness.ready("engine");
    let mut health = HealthClient::new(channel(&api.server).await);
    let request = HealthCheckRequest { service: API[0].to_owned() };
    let mut watch = health.watch(request).await.unwrap().into_inner();
    let first = watch.next().await.unwrap().unwrap();
    assert_eq!(first.status(), ServingStatus::Serving);
    api.stop.cancel();
    api.server.shutdown.stop.cancel();
    let last = watch.next().await.unwrap().unwrap();
    assert_eq!(last.status(), ServingStatus::NotServing);
    assert!(watch.next().await.is_none());
    api.server.ended().await;
}

#[tokio::test]
async fn reflection_lists_the_listeners_services_and_knows_their_files() {
    const CLIENT: &[&str] = &["fanwire.client.v1.ClientService"];
    let stop = CancellationToken::new();
    let services = add_standard_services(Router::new(), CLIENT, Readiness::new(&[]), stop);
    let server = Server::plain(client_stack(services, &[]));
    let channel = channel(&server).await;

    let list = reflect(channel.clone(), MessageRequest::ListServices(String::new())).await;
    let MessageResponse::ListServicesResponse(list) = list else { panic!("{list:?}") };
    let names: Vec<_> = list.service.iter().map(|service| service.name.as_str()).collect();
    assert!(names.contains(&CLIENT[0]) && names.contains(&"grpc.health.v1.Health"), "{names:?}");
    assert!(!names.contains(&API[0]), "{names:?}");

    for symbol in ["fanwire.client.v1.ClientService", "grpc.health.v1.Health"] {
        let question = MessageRequest::FileContainingSymbol(symbol.to_owned());
        let answer = reflect(channel.clone(), question).await;
        assert!(matches!(answer, MessageResponse::FileDescriptorResponse(_)), "{answer:?}");
    }
}
