//! What is counted of each consumer.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError, atomic::AtomicU64},
    time::{Duration, Instant},
};

use prometheus_client::{
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

/// The problem of a consumer that has not worked yet.
const STARTING: &str = "is starting";

type Labels = [(&'static str, String); 1];
type Seconds = Gauge<f64, AtomicU64>;

/// The families, one series per consumer. Names come from the configuration,
/// so their number is bounded.
#[derive(Debug)]
pub(super) struct ConsumerMetrics {
    processed: Family<Labels, Counter>,
    failed: Family<Labels, Counter>,
    retried: Family<Labels, Counter>,
    dead_lettered: Family<Labels, Counter>,
    lag: Family<Labels, Gauge>,
    lag_seconds: Family<Labels, Seconds>,
    lag_bytes: Family<Labels, Gauge>,
    up: Family<Labels, Gauge>,
}

impl ConsumerMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let counters = |registry: &mut Registry, name: &str, help: &str| {
            let family = Family::<Labels, Counter>::default();
            registry.register(format!("consumer_{name}"), help, family.clone());
            family
        };
        let processed = counters(registry, "processed", "Events that are done");
        let failed = counters(registry, "failed", "Attempts at events that failed");
        let retried = counters(registry, "retried", "Attempts at events after one that failed");
        let dead_lettered =
            counters(registry, "dead_lettered", "Events put away because they can never be done");
        let (lag, lag_seconds, up) = (
            Family::<Labels, Gauge>::default(),
            Family::<Labels, Seconds>::default(),
            Family::default(),
        );
        registry.register("consumer_lag", "Events that wait in the source", lag.clone());
        registry.register(
            "consumer_lag_seconds",
            "Age of the oldest event that waits in the source",
            lag_seconds.clone(),
        );
        let lag_bytes = Family::<Labels, Gauge>::default();
        registry.register(
            "consumer_lag_bytes",
            "Log that the source keeps because it is not done with",
            lag_bytes.clone(),
        );
        registry.register(
            "consumer_up",
            "1 while the consumer works, 0 while degraded",
            up.clone(),
        );
        Self { processed, failed, retried, dead_lettered, lag, lag_seconds, lag_bytes, up }
    }

    pub(super) fn consumer(&self, name: &str, kind: &'static str) -> ConsumerStats {
        let labels = [("consumer", name.to_owned())];
        let stats = ConsumerStats {
            name: name.to_owned(),
            kind,
            processed: self.processed.get_or_create_owned(&labels),
            failed: self.failed.get_or_create_owned(&labels),
            retried: self.retried.get_or_create_owned(&labels),
            dead_lettered: self.dead_lettered.get_or_create_owned(&labels),
            lag: self.lag.get_or_create_owned(&labels),
            lag_seconds: self.lag_seconds.get_or_create_owned(&labels),
            lag_bytes: self.lag_bytes.clone(),
            up: self.up.get_or_create_owned(&labels),
            oldest: Mutex::default(),
            problems: Mutex::default(),
        };
        stats.degraded("", STARTING);
        stats
    }
}

/// What is counted of one consumer.
#[derive(Debug)]
pub struct ConsumerStats {
    name: String,
    kind: &'static str,
    processed: Counter,
    failed: Counter,
    retried: Counter,
    dead_lettered: Counter,
    lag: Gauge,
    lag_seconds: Seconds,
    /// Only sources that keep a log have a series.
    lag_bytes: Family<Labels, Gauge>,
    up: Gauge,
    /// Since when the oldest event waits.
    oldest: Mutex<Option<Instant>>,
    /// By the part of the consumer; the empty name is the source itself.
    problems: Mutex<BTreeMap<String, String>>,
}

/// A consumer's state at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsumerReport {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: &'static str,
    /// Events that are done.
    pub processed: u64,
    /// Attempts that failed.
    pub failed: u64,
    /// Attempts after one that failed.
    pub retried: u64,
    /// Events put away.
    pub dead_lettered: u64,
    /// Events that wait: rows or offsets.
    pub lag: u64,
    /// Age of the oldest of them, seconds.
    pub lag_seconds: f64,
    /// What keeps it, or a part of it, from working; none when nothing does.
    pub problem: Option<String>,
}

impl ConsumerStats {
    /// The consumer's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Events are done.
    pub fn processed(&self, count: u64) {
        self.processed.inc_by(count);
    }

    /// Attempts failed.
    pub fn failed(&self, count: u64) {
        self.failed.inc_by(count);
    }

    /// Events are tried again.
    pub fn retried(&self, count: u64) {
        self.retried.inc_by(count);
    }

    /// Events were put away.
    pub fn dead_lettered(&self, count: u64) {
        self.dead_lettered.inc_by(count);
    }

    /// So many events wait, the oldest for so long.
    pub fn lag(&self, events: u64, oldest: Duration) {
        let since = Instant::now().checked_sub(oldest).filter(|_| events > 0);
        *self.oldest.lock().unwrap_or_else(PoisonError::into_inner) = since;
        self.lag.set(i64::try_from(events).unwrap_or(i64::MAX));
        self.lag_seconds.set(oldest.as_secs_f64());
    }

    /// So many bytes of log wait.
    pub fn lag_bytes(&self, bytes: u64) {
        let lag = self.lag_bytes.get_or_create_owned(&[("consumer", self.name.clone())]);
        lag.set(i64::try_from(bytes).unwrap_or(i64::MAX));
    }

    /// `part` (a partition; empty for the whole consumer) cannot work for now.
    /// Tells what was known to keep it from working before.
    pub fn degraded(&self, part: &str, problem: impl Into<String>) -> Option<String> {
        // What waits gets older, also while nobody can look at it.
        if let Some(since) = *self.oldest.lock().unwrap_or_else(PoisonError::into_inner) {
            self.lag_seconds.set(since.elapsed().as_secs_f64());
        }
        let mut problems = self.problems();
        self.up.set(0);
        problems.insert(part.to_owned(), problem.into())
    }

    /// `part` works. True when that was not known.
    pub fn recovered(&self, part: &str) -> bool {
        let mut problems = self.problems();
        let is_news = problems.remove(part).is_some();
        if problems.is_empty() {
            self.up.set(1);
        }
        is_news
    }

    /// The state now.
    pub fn report(&self) -> ConsumerReport {
        let problem = self.problems().iter().next().map(|(part, problem)| match part.as_str() {
            "" => problem.clone(),
            part => format!("{part}: {problem}"),
        });
        ConsumerReport {
            name: self.name.clone(),
            kind: self.kind,
            processed: self.processed.get(),
            failed: self.failed.get(),
            retried: self.retried.get(),
            dead_lettered: self.dead_lettered.get(),
            lag: self.lag.get().max(0).unsigned_abs(),
            lag_seconds: self.lag_seconds.get(),
            problem,
        }
    }

    fn problems(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_gets_older_while_nobody_can_look() {
        let metrics = ConsumerMetrics::register(&mut Registry::default());
        let stats = metrics.consumer("orders", "postgresql");
        stats.lag(3, Duration::from_secs(10));
        assert_eq!(stats.report().lag_seconds, 10.0);
        stats.degraded("", "the database is down");
        let older = stats.report().lag_seconds;
        assert!(older > 10.0, "{older}");
        stats.degraded("", "the database is down");
        assert!(stats.report().lag_seconds > older);
        stats.lag(0, Duration::ZERO);
        stats.degraded("", "the database is down");
        assert_eq!(stats.report().lag_seconds, 0.0);
    }
}
