use std::time::Duration;

use super::Node;
use crate::{hub, model::Channel};

impl Node {
    /// Checks the positions of all subscribers, each channel once in `every`,
    /// for ever: a publication that the engine kept and a subscriber was not
    /// given is noticed even when the channel falls silent.
    pub async fn watch_positions(&self, every: Duration) {
        let mut tick = tokio::time::interval(every / hub::SHARDS as u32);
        for shard in (0..hub::SHARDS).cycle() {
            tick.tick().await;
            self.hub.channels_of_shard(shard).iter().for_each(|c| self.check_position(c));
        }
    }

    /// Checks the positions of a channel's subscribers once.
    pub fn check_position(&self, channel: &Channel) {
        let Ok(options) = self.namespaces.resolve(channel) else { return };
        if !options.stream.has_history() {
            return;
        }
        // An engine that refuses work tells its own problem; there is no
        // position to hold subscribers against.
        if let Ok(newest) = self.broker.position(channel, &options.stream) {
            self.hub.check_position(channel, &newest);
        }
    }
}
