use std::{fmt::Display, time::Duration};

use super::{Backoff, Context, LaneError};

/// Between two attempts at an event.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Attempts of one lane at one thing.
pub(super) struct Retry<'a> {
    context: &'a Context,
    partition: &'a str,
    backoff: Backoff,
    has_failed: bool,
}

impl<'a> Retry<'a> {
    pub fn new(context: &'a Context, partition: &'a str) -> Self {
        let backoff = Backoff::new(FIRST_PAUSE, LONGEST_PAUSE);
        Self { context, partition, backoff, has_failed: false }
    }

    /// Notes that an attempt failed and waits for the next one.
    pub async fn failed(&mut self, error: &impl Display) -> Result<(), LaneError> {
        let Self { context, partition, .. } = self;
        context.stats.failed(1);
        let part = format!("partition {partition}");
        if context.stats.degraded(&part, error.to_string()).is_none() {
            tracing::warn!(consumer = &*context.name, partition, %error, "event failed, is retried");
        }
        self.has_failed = true;
        if !self.backoff.pause(&context.stop).await {
            return Err(LaneError::Stopping);
        }
        context.stats.retried(1);
        Ok(())
    }
}

/// The attempts have come to an end, whatever it is: also where the run of the
/// source is over, whose next one begins without this problem.
impl Drop for Retry<'_> {
    fn drop(&mut self) {
        if self.has_failed {
            self.context.stats.recovered(&format!("partition {}", self.partition));
        }
    }
}
