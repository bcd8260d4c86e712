use std::time::Duration;

use tokio::time::Instant;

/// Counts events of one second at a time.
#[derive(Debug)]
pub(super) struct RateLimit {
    per_second: u32,
    window: Instant,
    count: u32,
}

impl RateLimit {
    /// At most `per_second` events; 0 for any number.
    pub(super) fn new(per_second: u32) -> Self {
        Self { per_second, window: Instant::now(), count: 0 }
    }

    /// Counts an event. False when it is over the limit.
    pub(super) fn allow(&mut self) -> bool {
        if self.per_second == 0 {
            return true;
        }
        let now = Instant::now();
        if now.duration_since(self.window) >= Duration::from_secs(1) {
            self.window = now;
            self.count = 0;
        }
        self.count = self.count.saturating_add(1);
        self.count <= self.per_second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_second_allows_so_many() {
        let mut limit = RateLimit::new(2);
        assert_eq!([limit.allow(), limit.allow(), limit.allow()], [true, true, false]);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(limit.allow());
        assert!((0..1000).all(|_| RateLimit::new(0).allow()));
    }
}
