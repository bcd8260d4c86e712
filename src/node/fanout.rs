use std::sync::Arc;

use crate::{
    engine::BrokerEvents,
    hub::Hub,
    model::{Channel, Epoch, Publication},
    wire,
};

/// The way from the engine to the subscribers: encodes each publication once
/// and hands it to the hub.
#[derive(Debug, Clone)]
pub struct Fanout {
    hub: Arc<Hub>,
}

impl Fanout {
    /// A fan-out over `hub`.
    pub fn new(hub: Arc<Hub>) -> Self {
        Self { hub }
    }
}

impl BrokerEvents for Fanout {
    fn publication(
        &self,
        channel: &Channel,
        epoch: Option<&Epoch>,
        publication: &Arc<Publication>,
    ) {
        self.hub.broadcast(channel, epoch, publication.offset, || {
            wire::publication_push(channel, publication)
        });
    }
}
