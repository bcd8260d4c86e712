use std::time::Duration;

use rand::RngExt;
use tokio_util::sync::CancellationToken;

/// Pauses between attempts: each about twice the one before.
#[derive(Debug)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    next: Duration,
}

impl Backoff {
    /// From `first` to `longest`.
    pub fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, next: first }
    }

    /// Begins anew: the last attempt went well.
    pub fn reset(&mut self) {
        self.next = self.first;
    }

    /// Pauses; false when `stop` was cancelled.
    pub async fn pause(&mut self, stop: &CancellationToken) -> bool {
        // Servers that failed together do not come back together.
        let pause = self.next.mul_f64(rand::rng().random_range(0.75..1.25));
        self.next = (self.next * 2).min(self.longest);
        stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_some()
    }
}
