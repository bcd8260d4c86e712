use std::{
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::FutureExt as _;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{Backoff, ConsumerConfig, Context, Source, SourceError, source::source};
use crate::{node::Node, telemetry::ConsumerStats};

/// Between two runs of a source that breaks.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The consumers of a server at work.
pub struct Consumers {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Consumers {
    /// Starts all; none of them can keep the server from starting.
    pub fn start(configs: Vec<ConsumerConfig>, node: &Arc<Node>) -> Self {
        let consumers = Self { stop: CancellationToken::new(), tasks: TaskTracker::new() };
        for config in configs {
            let kind = config.source.kind().name();
            let stats = node.metrics().consumer(&config.name, kind);
            let context = Context {
                name: config.name.into(),
                node: node.clone(),
                stats,
                stop: consumers.stop.clone(),
            };
            if let Some(source) = source(config.source) {
                consumers.supervise(source, context);
            }
        }
        consumers
    }

    fn supervise(&self, source: Arc<dyn Source>, context: Context) {
        self.tasks.spawn(async move {
            let mut backoff = Backoff::new(FIRST_PAUSE, LONGEST_PAUSE);
            while !context.stop.is_cancelled() {
                let run = Context { stop: context.stop.child_token(), ..context.clone() };
                let started = Instant::now();
                let ended = AssertUnwindSafe(source.run(&run)).catch_unwind().await;
                // Whatever a run has left behind ends with it.
                run.stop.cancel();
                if context.stop.is_cancelled() {
                    break;
                }
                let error = match ended {
                    Ok(Ok(())) => SourceError::new("its source ended"),
                    Ok(Err(error)) => error,
                    Err(_) => SourceError::new("its source panicked: report the panic"),
                };
                degraded(&context.stats, &error);
                if started.elapsed() > LONGEST_PAUSE {
                    backoff.reset();
                }
                if !backoff.pause(&context.stop).await {
                    break;
                }
            }
            tracing::debug!(consumer = &*context.name, "consumer stopped");
        });
    }

    /// Tells all to finish what is under way, and waits for that.
    pub async fn stop(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// Notes a failure; says it unless it is the same as before.
fn degraded(stats: &ConsumerStats, error: &SourceError) {
    let problem = error.to_string();
    let before = stats.degraded("", problem.clone());
    if before.as_ref() != Some(&problem) {
        tracing::warn!(consumer = stats.name(), %error, "consumer degraded, is started again");
    }
}
