//! stub
#[derive(Debug, Default)]
pub struct Metrics;
impl Metrics {
    pub fn queue_drop_mailbox(&self) {}
    pub fn queue_drop_slow(&self, _frames: usize) {}
    pub fn delivered(&self, _count: usize, _bytes: usize) {}
    pub fn connection_opened(&self) {}
    pub fn connection_closed(&self) {}
    pub fn subscription_opened(&self) {}
    pub fn subscription_closed(&self) {}
    pub fn command(&self, _name: &'static str) {}
    pub fn command_error(&self, _code: u32) {}
    pub fn received(&self, _bytes: usize) {}
    pub fn published(&self, _source: &'static str) {}
    pub fn disconnected(&self, _code: u32) {}
    pub fn unsubscribed(&self, _code: u32) {}
    pub fn recovered(&self, _outcome: crate::model::RecoveryOutcome) {}
    pub fn engine_latency(&self, _operation: &'static str, _elapsed: std::time::Duration) {}
}
impl Metrics {
    pub fn connections(&self) -> u64 {
        0
    }
    pub fn subscriptions(&self) -> u64 {
        0
    }
}
