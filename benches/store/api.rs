//! Acknowledged publishes per second through the server API of a real server
//! process, which shares the machine with its callers.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use fanwire::pb::api::{PublishRequest, api_service_client::ApiServiceClient};

use crate::server::{Server, connect};

const RUN: Duration = Duration::from_secs(2);

/// Connections that the calls are spread over.
const CONNECTIONS: usize = 8;

/// Calls per second of `callers` callers with one call in flight each, and
/// microseconds of the server's CPU time per call.
pub fn rate(callers: usize) -> (f64, f64) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = format!("engine.embedded.path={}", folder.path().join("bench.redb").display());
    let namespace = r#"channel.namespaces=[{"name":"chat","history_size":100,"history_ttl":"1h"}]"#;
    let server = Server::start(&[&path, namespace]);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut connections = Vec::new();
        for _ in 0..CONNECTIONS.min(callers) {
            connections.push(ApiServiceClient::new(connect(&server.api).await));
        }
        let acknowledged = Arc::new(AtomicU64::new(0));
        let cpu_before = server.cpu_seconds();
        let started = Instant::now();
        let callers: Vec<_> = (0..callers)
            .map(|caller| {
                let mut api = connections[caller % connections.len()].clone();
                let acknowledged = acknowledged.clone();
                tokio::spawn(async move {
                    while started.elapsed() < RUN {
                        let channel = format!("chat:{caller}");
                        let data = vec![b'x'; crate::PAYLOAD_BYTES].into();
                        let request = PublishRequest { channel, data, ..Default::default() };
                        api.publish(request).await.expect("published");
                        acknowledged.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        for caller in callers {
            caller.await.expect("no caller panics");
        }
        let acknowledged = acknowledged.load(Ordering::Relaxed) as f64;
        let cpu_us = (server.cpu_seconds() - cpu_before) * 1e6 / acknowledged;
        (acknowledged / started.elapsed().as_secs_f64(), cpu_us)
    })
}
