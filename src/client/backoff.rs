use std::time::Duration;

/// How long to wait between attempts: full jitter, so a random time between
/// zero and a ceiling that doubles with every attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackoffConfig {
    /// The first ceiling. Default 200 ms.
    pub min: Duration,
    /// The highest ceiling. Default 20 s.
    pub max: Duration,
    /// A connection or subscription that lasted this long starts over at `min`
    /// when it ends. Default 5 s.
    pub stable_after: Duration,
}

impl Default for BackoffConfig {
    fn default() -> Self {
        Self {
            min: Duration::from_millis(200),
            max: Duration::from_secs(20),
            stable_after: Duration::from_secs(5),
        }
    }
}

/// The attempts of one connection or subscription.
#[derive(Debug)]
pub(super) struct Backoff {
    config: BackoffConfig,
    attempts: u32,
}

impl Backoff {
    pub(super) fn new(config: BackoffConfig) -> Self {
        Self { config, attempts: 0 }
    }

    /// How long to wait before the next attempt.
    pub(super) fn next(&mut self) -> Duration {
        let ceiling = self.ceiling();
        self.attempts = self.attempts.saturating_add(1);
        ceiling.mul_f64(rand::random::<f64>())
    }

    /// What it was waiting for went well for `lasted`.
    pub(super) fn succeeded(&mut self, lasted: Duration) {
        if lasted >= self.config.stable_after {
            self.attempts = 0;
        }
    }

    fn ceiling(&self) -> Duration {
        self.config.min.saturating_mul(1 << self.attempts.min(30)).min(self.config.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ceilings_double_up_to_the_highest_and_waits_stay_below() {
        let mut backoff = Backoff::new(BackoffConfig::default());
        for ceiling_ms in [200, 400, 800, 1600, 3200, 6400, 12_800, 20_000, 20_000] {
            assert_eq!(backoff.ceiling(), Duration::from_millis(ceiling_ms));
            assert!(backoff.next() < Duration::from_millis(ceiling_ms));
        }
        backoff.attempts = u32::MAX;
        assert!(backoff.next() < Duration::from_secs(20));
    }

    #[test]
    fn waits_are_spread_over_the_whole_range() {
        let config = BackoffConfig { max: Duration::from_millis(200), ..Default::default() };
        let mut backoff = Backoff::new(config);
        let waits: Vec<_> = (0..1_000).map(|_| backoff.next().as_millis()).collect();
        for quarter in 0..4 {
            let found = waits.iter().filter(|ms| **ms / 50 == quarter).count();
            assert!(found > 100, "only {found} of 1000 waits in quarter {quarter}");
        }
    }

    #[test]
    fn a_short_success_does_not_start_over() {
        let mut backoff = Backoff::new(BackoffConfig::default());
        backoff.next();
        backoff.succeeded(Duration::from_secs(4));
        assert_eq!(backoff.ceiling(), Duration::from_millis(400));
        backoff.succeeded(Duration::from_secs(5));
        assert_eq!(backoff.ceiling(), Duration::from_millis(200));
    }
}
