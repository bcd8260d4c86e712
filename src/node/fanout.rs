use std::sync::Arc;

use crate::{
    engine::BrokerEvents,
    hub::Hub,
    model::{Channel, Epoch, Publication},
    telemetry::metrics::{Metrics, Source},
    wire,
};

/// The way from the engine to the subscribers: encodes each publication once
/// and hands it to the hub.
#[derive(Debug, Clone)]
pub struct Fanout {
    hub: Arc<Hub>,
    metrics: Arc<Metrics>,
}

impl Fanout {
    /// A fan-out over `hub`.
    pub fn new(hub: Arc<Hub>, metrics: Arc<Metrics>) -> Self {
        Self { hub, metrics }
    }
}

impl BrokerEvents for Fanout {
    fn publication(
        &self,
        channel: &Channel,
        epoch: Option<&Epoch>,
        publication: &Arc<Publication>,
    ) {
        // Counted where it has happened, whether or not its caller still waits.
        self.metrics.publication(match publication.info {
            Some(_) => Source::Client,
            None => Source::Api,
        });
        self.hub.broadcast(channel, epoch, publication, || {
            wire::publication_push(channel, publication)
        });
    }
}
