//! What every gRPC server should have: health and reflection.

use std::{future::ready, pin::Pin};

use axum::Router;
use futures_util::{Stream, StreamExt, stream};
use tokio_stream::wrappers::WatchStream;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, service::Routes};
use tonic_health::pb::{
    HealthCheckRequest, HealthCheckResponse,
    health_check_response::ServingStatus,
    health_server::{Health, HealthServer},
};
use tonic_reflection::server::Builder;

use super::status::bounded;
use crate::{pb, telemetry::readiness::Readiness};

/// Most bytes of a service's name that are repeated in a refusal.
const MAX_SHOWN: usize = 200;

const HEALTH: &str = "grpc.health.v1.Health";
const REFLECTION: [&str; 2] =
    ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"];

/// Adds the standard health service, which follows `readiness` for the whole
/// server ("") and for each of `services`, and reflection (v1 and v1alpha),
/// which lists `services`. `stop` ends those who watch health, so that they
/// do not hold up a drain.
pub fn add_standard_services(
    router: Router,
    services: &'static [&'static str],
    readiness: Readiness,
    stop: CancellationToken,
) -> Router {
    let health = HealthServer::new(Healthy { services, readiness, stop });
    // The only errors are those of a broken descriptor set, and these three are
    // compiled in: a test builds them.
    let v1 = reflection(services).build_v1().expect("descriptor sets are valid");
    let v1alpha = reflection(services).build_v1alpha().expect("descriptor sets are valid");
    Routes::from(router).add_service(health).add_service(v1).add_service(v1alpha).into_axum_router()
}

fn reflection(services: &[&str]) -> Builder<'static> {
    let builder = Builder::configure()
        .register_encoded_file_descriptor_set(pb::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET);
    let listed = services.iter().copied().chain([HEALTH]).chain(REFLECTION);
    listed.fold(builder, |builder, name| builder.with_service_name(name))
}

/// Health straight from [`Readiness`]: nothing to keep in step.
struct Healthy {
    services: &'static [&'static str],
    readiness: Readiness,
    stop: CancellationToken,
}

impl Healthy {
    fn known(&self, service: &str) -> Result<(), Status> {
        if service.is_empty() || self.services.contains(&service) {
            return Ok(());
        }
        let shown = bounded(service, MAX_SHOWN);
        let known = self.services.join(", ");
        Err(Status::not_found(format!(
            "no service {shown:?} on this listener: ask for \"\" or one of {known}"
        )))
    }
}

#[tonic::async_trait]
impl Health for Healthy {
    async fn check(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<HealthCheckResponse>, Status> {
        self.known(&request.get_ref().service)?;
        Ok(Response::new(answer(self.readiness.is_ready())))
    }

    type WatchStream = Pin<Box<dyn Stream<Item = Result<HealthCheckResponse, Status>> + Send>>;

    async fn watch(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        self.known(&request.get_ref().service)?;
        let mut last = None;
        let changes = WatchStream::new(self.readiness.subscribe())
            .map(|problems| problems.is_empty())
            .take_until(self.stop.clone().cancelled_owned())
            .chain(stream::once(ready(false)))
            // A reason may change without the status.
            .filter(move |ready_now| ready(last.replace(*ready_now) != Some(*ready_now)))
            .map(|ready_now| Ok(answer(ready_now)));
        Ok(Response::new(Box::pin(changes)))
    }
}

fn answer(ready: bool) -> HealthCheckResponse {
    let status = if ready { ServingStatus::Serving } else { ServingStatus::NotServing };
    HealthCheckResponse { status: status.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICES: &[&str] = &["fanwire.client.v1.ClientService"];

    fn healthy(readiness: &Readiness, stop: &CancellationToken) -> Healthy {
        Healthy { services: SERVICES, readiness: readiness.clone(), stop: stop.clone() }
    }

    fn ask(service: &str) -> Request<HealthCheckRequest> {
        Request::new(HealthCheckRequest { service: service.to_owned() })
    }

    #[tokio::test]
    async fn check_follows_readiness_and_knows_its_services() {
        let readiness = Readiness::new(&["engine"]);
        let health = healthy(&readiness, &CancellationToken::new());
        for (service, ready) in [("", false), (SERVICES[0], false), ("", true), (SERVICES[0], true)]
        {
            if ready {
                readiness.ready("engine");
            }
            let status = health.check(ask(service)).await.unwrap().into_inner().status();
            assert_eq!(status == ServingStatus::Serving, ready, "{service:?}");
        }
        let refused = health.check(ask("fanwire.client.v1.Typo")).await.unwrap_err();
        assert_eq!(refused.code(), tonic::Code::NotFound);
    }

    #[tokio::test]
    async fn watch_tells_changes_only_and_ends_with_the_stop() {
        let (readiness, stop) = (Readiness::new(&["engine"]), CancellationToken::new());
        let mut watch = healthy(&readiness, &stop).watch(ask("")).await.unwrap().into_inner();
        let mut next = async || watch.next().await.map(|answer| answer.unwrap().status());
        assert_eq!(next().await, Some(ServingStatus::NotServing));
        readiness.not_ready("engine", "repairing the store, 40 %");
        readiness.ready("engine");
        assert_eq!(next().await, Some(ServingStatus::Serving));
        stop.cancel();
        assert_eq!(next().await, Some(ServingStatus::NotServing));
        assert_eq!(next().await, None);
    }
}
