use super::run::Session;
use crate::{hub::Reception, policy::ChannelOptions};

impl Session {
    /// What a subscription of this session is given, and how.
    pub(super) fn reception(&self, options: &ChannelOptions, positioned: bool) -> Reception {
        Reception {
            positioned,
            slow_consumer: options.slow_consumer,
            gap_support: self.gap_support,
            metrics: self.sessions.node.metrics().clone(),
        }
    }
}
