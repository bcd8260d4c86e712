//! Counters and gauges, and their text for `/metrics`.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use prometheus_client::{
    encoding::text,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};

use super::{
    ConsumerStats,
    consumers::ConsumerMetrics,
    labels::{Codes, DISCONNECTS, ERRORS, STATUSES, UNSUBSCRIBES},
};
use crate::model::RecoveryOutcome;

pub use super::labels::{ApiMethod, Command, MemberEvent, Operation, QueueDrop, Source};

/// Content type of [`Metrics::encode`].
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// 50 us to 7.7 s, each bucket 2.5 times the one before.
const LATENCY_BUCKETS: (f64, f64, u16) = (50e-6, 2.5, 14);

const OUTCOMES: [RecoveryOutcome; 7] = [
    RecoveryOutcome::NotRequested,
    RecoveryOutcome::Recovered,
    RecoveryOutcome::EpochChanged,
    RecoveryOutcome::Trimmed,
    RecoveryOutcome::LimitExceeded,
    RecoveryOutcome::InvalidPosition,
    RecoveryOutcome::HistoryOff,
];

/// Everything the server counts. Updates are atomic additions without a
/// look-up; only failed commands look up their labels.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    connections: Gauge,
    subscriptions: Gauge,
    channels: Gauge,
    commands: Vec<Counter>,
    command_errors: Family<[(&'static str, &'static str); 2], Counter>,
    api_calls: Family<[(&'static str, &'static str); 2], Counter>,
    publications: Vec<Counter>,
    deliveries: Counter,
    delivered_bytes: Counter,
    received_bytes: Counter,
    disconnects: Vec<Counter>,
    unsubscribes: Vec<Counter>,
    recoveries: Vec<Counter>,
    queue_drops: Vec<Counter>,
    member_events: Vec<Counter>,
    engine_latency: Vec<Histogram>,
    consumer_metrics: ConsumerMetrics,
    consumers: Mutex<Vec<Arc<ConsumerStats>>>,
}

impl Metrics {
    /// All at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("fanwire");
        let r = &mut registry;
        r.register(
            "build",
            "The running build",
            Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]),
        );
        Self {
            connections: gauge(r, "connections", "Open client sessions"),
            subscriptions: gauge(r, "subscriptions", "Active subscriptions"),
            channels: gauge(r, "channels", "Channels with at least one subscriber"),
            commands: counters(r, "commands", "Commands of clients", "command", &Command::VALUES),
            command_errors: by_two_labels(r, "command_errors", "Commands answered with an error"),
            api_calls: by_two_labels(r, "api_calls", "Calls of the server API by gRPC status code"),
            publications: counters(
                r,
                "publications",
                "Publications accepted",
                "source",
                &Source::VALUES,
            ),
            deliveries: counter(r, "deliveries", "Publications handed to connections"),
            delivered_bytes: counter(r, "delivered_bytes", "Bytes of messages sent to clients"),
            received_bytes: counter(r, "received_bytes", "Bytes of commands received from clients"),
            disconnects: by_code(r, "disconnects", "Sessions ended by the server", &DISCONNECTS),
            unsubscribes: by_code(
                r,
                "unsubscribes",
                "Subscriptions ended by the server",
                &UNSUBSCRIBES,
            ),
            recoveries: counters(
                r,
                "recoveries",
                "Recoveries by outcome",
                "outcome",
                &OUTCOMES.map(RecoveryOutcome::as_str),
            ),
            queue_drops: counters(
                r,
                "queue_drops",
                "Messages that were lost to a full queue, each told to the client",
                "reason",
                &QueueDrop::VALUES,
            ),
            member_events: counters(
                r,
                "member_events",
                "Joins and leaves pushed to their channels",
                "event",
                &MemberEvent::VALUES,
            ),
            engine_latency: latencies(r),
            consumer_metrics: ConsumerMetrics::register(r),
            consumers: Mutex::default(),
            registry,
        }
    }

    /// A client session; it counts until the guard is dropped.
    pub fn open_connection(&self) -> GaugeGuard {
        GaugeGuard::new(&self.connections)
    }

    /// A subscription; it counts until the guard is dropped.
    pub fn open_subscription(&self) -> GaugeGuard {
        GaugeGuard::new(&self.subscriptions)
    }

    /// A channel with subscribers; it counts until the guard is dropped.
    pub fn open_channel(&self) -> GaugeGuard {
        GaugeGuard::new(&self.channels)
    }

    /// A command arrived.
    pub fn command(&self, command: Command) {
        self.commands[command as usize].inc();
    }

    /// A command was answered with an error of this code.
    pub fn command_error(&self, command: Command, code: u32) {
        let labels = [("command", command.as_str()), ("code", ERRORS.text(code))];
        self.command_errors.get_or_create(&labels).inc();
    }

    /// A call of the server API was answered with this gRPC status code.
    pub fn api_call(&self, method: ApiMethod, code: i32) {
        let code = STATUSES.text(code.unsigned_abs());
        self.api_calls.get_or_create(&[("method", method.as_str()), ("code", code)]).inc();
    }

    /// A publication was accepted.
    pub fn publication(&self, source: Source) {
        self.publications[source as usize].inc();
    }

    /// Publications were handed to connections: call once per batch.
    pub fn deliveries(&self, count: u64) {
        self.deliveries.inc_by(count);
    }

    /// Bytes of messages went out: call once per batch.
    pub fn delivered_bytes(&self, bytes: u64) {
        self.delivered_bytes.inc_by(bytes);
    }

    /// Bytes of commands came in.
    pub fn received_bytes(&self, bytes: u64) {
        self.received_bytes.inc_by(bytes);
    }

    /// The server ended a session.
    pub fn disconnect(&self, code: u32) {
        count_code(&self.disconnects, &DISCONNECTS, code);
    }

    /// The server ended a subscription.
    pub fn unsubscribe(&self, code: u32) {
        count_code(&self.unsubscribes, &UNSUBSCRIBES, code);
    }

    /// An attempt to recover ended.
    pub fn recovery(&self, outcome: RecoveryOutcome) {
        if let Some(index) = OUTCOMES.iter().position(|known| *known == outcome) {
            self.recoveries[index].inc();
        }
    }

    /// A full queue lost messages.
    pub fn queue_drops(&self, reason: QueueDrop, count: u64) {
        self.queue_drops[reason as usize].inc_by(count);
    }

    /// A join or leave was pushed to its channel.
    pub fn member_event(&self, event: MemberEvent) {
        self.member_events[event as usize].inc();
    }

    /// The engine has answered after `elapsed`.
    pub fn engine_latency(&self, operation: Operation, elapsed: Duration) {
        self.engine_latency[operation as usize].observe(elapsed.as_secs_f64());
    }

    /// A consumer of this name and type; to be called once for each.
    pub fn consumer(&self, name: &str, kind: &'static str) -> Arc<ConsumerStats> {
        let stats = Arc::new(self.consumer_metrics.consumer(name, kind));
        self.consumers.lock().unwrap_or_else(PoisonError::into_inner).push(stats.clone());
        stats
    }

    /// All consumers, in the order in which they became known.
    pub fn consumers(&self) -> Vec<Arc<ConsumerStats>> {
        self.consumers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Client sessions that are open now.
    pub fn connections(&self) -> u64 {
        self.connections.get().max(0).unsigned_abs()
    }

    /// Subscriptions that are active now.
    pub fn subscriptions(&self) -> u64 {
        self.subscriptions.get().max(0).unsigned_abs()
    }

    /// Channels that have subscribers now.
    pub fn channels(&self) -> u64 {
        self.channels.get().max(0).unsigned_abs()
    }

    /// The exposition in OpenMetrics text; see [`CONTENT_TYPE`].
    pub fn encode(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail, and no metric of ours does.
        let _ = text::encode(&mut text, &self.registry);
        text
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

/// Adds one to a gauge for as long as it lives.
#[derive(Debug)]
pub struct GaugeGuard(Gauge);

impl GaugeGuard {
    fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for GaugeGuard {
    fn drop(&mut self) {
        self.0.dec();
    }
}

fn gauge(registry: &mut Registry, name: &str, help: &str) -> Gauge {
    let gauge = Gauge::default();
    registry.register(name, help, gauge.clone());
    gauge
}

fn counter(registry: &mut Registry, name: &str, help: &str) -> Counter {
    let counter = Counter::default();
    registry.register(name, help, counter.clone());
    counter
}

/// One counter per value of a label, all of them there from the start.
fn counters(
    registry: &mut Registry,
    name: &str,
    help: &str,
    label: &'static str,
    values: &[&'static str],
) -> Vec<Counter> {
    let family = Family::<[(&'static str, &'static str); 1], Counter>::default();
    registry.register(name, help, family.clone());
    values.iter().map(|value| family.get_or_create_owned(&[(label, *value)])).collect()
}

/// One counter per code, and a last one for all others.
fn by_code<const N: usize>(
    registry: &mut Registry,
    name: &str,
    help: &str,
    codes: &Codes<N>,
) -> Vec<Counter> {
    let values: Vec<_> = codes.texts.into_iter().chain([Codes::<N>::OTHER]).collect();
    counters(registry, name, help, "code", &values)
}

fn count_code<const N: usize>(counters: &[Counter], codes: &Codes<N>, code: u32) {
    counters[codes.index(code).unwrap_or(N)].inc();
}

fn by_two_labels(
    registry: &mut Registry,
    name: &str,
    help: &str,
) -> Family<[(&'static str, &'static str); 2], Counter> {
    let family = Family::default();
    registry.register(name, help, family.clone());
    family
}

fn latencies(registry: &mut Registry) -> Vec<Histogram> {
    let family =
        Family::<[(&'static str, &'static str); 1], Histogram>::new_with_constructor(|| {
            let (start, factor, length) = LATENCY_BUCKETS;
            Histogram::new(prometheus_client::metrics::histogram::exponential_buckets(
                start, factor, length,
            ))
        });
    let help = "Time until the engine has answered";
    registry.register_with_unit("engine_latency", help, Unit::Seconds, family.clone());
    Operation::VALUES.map(|value| family.get_or_create_owned(&[("operation", value)])).into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Series -> value; panics on what is not OpenMetrics text.
    fn parse(text: &str) -> HashMap<String, f64> {
        let body = text.strip_suffix("# EOF\n").expect("ends with EOF");
        let mut types = HashMap::new();
        let mut series = HashMap::new();
        for line in body.lines() {
            if let Some(comment) = line.strip_prefix("# ") {
                let mut words = comment.splitn(3, ' ');
                let (kind, name) = (words.next().unwrap(), words.next().unwrap());
                assert!(["HELP", "TYPE", "UNIT"].contains(&kind), "{line}");
                if kind == "TYPE" {
                    assert!(types.insert(name, words.next().unwrap()).is_none(), "twice: {name}");
                }
                continue;
            }
            let (name, value) = line.rsplit_once(' ').unwrap();
            let metric = name.split('{').next().unwrap();
            assert!(types.keys().any(|known| metric.starts_with(known)), "no TYPE: {line}");
            assert!(series.insert(name.to_owned(), value.parse().unwrap()).is_none(), "{line}");
        }
        series
    }

    #[test]
    fn what_is_counted_is_exposed_under_its_name() {
        let metrics = Metrics::new();
        let connection = metrics.open_connection();
        let kept = (metrics.open_connection(), metrics.open_subscription(), metrics.open_channel());
        drop(connection);
        metrics.command(Command::Subscribe);
        metrics.command_error(Command::Subscribe, 102);
        metrics.command_error(Command::Subscribe, 1234);
        metrics.publication(Source::Api);
        metrics.deliveries(3);
        metrics.delivered_bytes(300);
        metrics.received_bytes(20);
        metrics.disconnect(3008);
        metrics.disconnect(4123);
        metrics.unsubscribe(2500);
        metrics.recovery(RecoveryOutcome::Trimmed);
        metrics.queue_drops(QueueDrop::Connection, 1);
        metrics.member_event(MemberEvent::Leave);
        metrics.api_call(ApiMethod::Publish, 5);
        metrics.engine_latency(Operation::History, Duration::from_millis(1));
        let series = parse(&metrics.encode());
        for (name, value) in [
            ("fanwire_connections", 1.0),
            ("fanwire_subscriptions", 1.0),
            ("fanwire_channels", 1.0),
            ("fanwire_commands_total{command=\"subscribe\"}", 1.0),
            ("fanwire_commands_total{command=\"publish\"}", 0.0),
            ("fanwire_command_errors_total{command=\"subscribe\",code=\"102\"}", 1.0),
            ("fanwire_command_errors_total{command=\"subscribe\",code=\"other\"}", 1.0),
            ("fanwire_api_calls_total{method=\"publish\",code=\"5\"}", 1.0),
            ("fanwire_publications_total{source=\"api\"}", 1.0),
            ("fanwire_deliveries_total", 3.0),
            ("fanwire_delivered_bytes_total", 300.0),
            ("fanwire_received_bytes_total", 20.0),
            ("fanwire_disconnects_total{code=\"3008\"}", 1.0),
            ("fanwire_disconnects_total{code=\"other\"}", 1.0),
            ("fanwire_unsubscribes_total{code=\"2500\"}", 1.0),
            ("fanwire_recoveries_total{outcome=\"trimmed\"}", 1.0),
            ("fanwire_queue_drops_total{reason=\"connection\"}", 1.0),
            ("fanwire_member_events_total{event=\"leave\"}", 1.0),
            ("fanwire_engine_latency_seconds_count{operation=\"history\"}", 1.0),
            ("fanwire_engine_latency_seconds_sum{operation=\"history\"}", 0.001),
        ] {
            assert_eq!(series.get(name), Some(&value), "{name}");
        }
        assert!(series.keys().any(|name| name.starts_with("fanwire_build_info{version=")));
        drop(kept);
        let series = parse(&metrics.encode());
        for gauge in ["fanwire_connections", "fanwire_subscriptions", "fanwire_channels"] {
            assert_eq!(series[gauge], 0.0, "{gauge}");
        }
    }

    #[test]
    fn no_code_of_a_peer_adds_a_series_beyond_other() {
        let metrics = Metrics::new();
        let count = |code| {
            metrics.disconnect(code);
            metrics.unsubscribe(code);
            metrics.command_error(Command::Rpc, code);
            parse(&metrics.encode()).len()
        };
        let series = count(9_999);
        for code in 400..1_400 {
            assert_eq!(count(code), series);
        }
    }
}
