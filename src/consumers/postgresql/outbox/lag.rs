use std::time::{Duration, Instant};

use super::{
    super::session::{Session, bounded},
    rows::Statements,
};
use crate::{consumers::SourceError, telemetry::ConsumerStats};

/// How often the rows that wait are counted, at most.
const INTERVAL: Duration = Duration::from_secs(5);
/// Counting takes this part of the time at most.
const SHARE: u32 = 50;

/// The part of a consumer that rows without a worker degrade.
const UNREACHED: &str = "rows outside of num_partitions";

/// Counts the rows that wait.
pub(super) struct Lag {
    partitions: i64,
    /// Of its own: counting takes as long as there are rows.
    session: Session,
}

impl Lag {
    pub fn new(partitions: u32, session: Session) -> Self {
        Self { partitions: i64::from(partitions), session }
    }

    /// Counts again and again, until the session is gone.
    pub async fn run(&self, statements: &Statements, stats: &ConsumerStats) -> SourceError {
        loop {
            let started = Instant::now();
            if let Err(error) = self.measure(statements, stats).await {
                return error;
            }
            tokio::time::sleep(INTERVAL.max(started.elapsed() * SHARE)).await;
        }
    }

    async fn measure(
        &self,
        statements: &Statements,
        stats: &ConsumerStats,
    ) -> Result<(), SourceError> {
        let session = &self.session;
        let query = format!(
            "SELECT count(*), \
               coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8, \
               max(partition) FILTER (WHERE partition < 0 OR partition >= $1::int8)::int8 \
             FROM {}",
            statements.table()
        );
        let counted = bounded(session.client.query_one(&query, &[&self.partitions])).await;
        let row = match counted {
            Ok(row) => row,
            Err(error) if session.is_closed() => return Err(error),
            // Events go on even where counting them takes too long.
            Err(error) => {
                tracing::warn!(consumer = stats.name(), %error, "rows that wait were not counted");
                return Ok(());
            }
        };
        let (rows, oldest_s): (i64, f64) = (row.get(0), row.get(1));
        let oldest = Duration::try_from_secs_f64(oldest_s).unwrap_or_default();
        stats.lag(rows.unsigned_abs(), oldest);
        match row.get::<_, Option<i64>>(2) {
            Some(partition) => {
                let problem = format!(
                    "there are rows of partition {partition}, which nobody works on: raise \
                     num_partitions ({}) or correct what inserts them",
                    self.partitions
                );
                if stats.degraded(UNREACHED, problem.clone()).is_none() {
                    tracing::warn!(consumer = stats.name(), problem, "rows are never reached");
                }
            }
            None => drop(stats.recovered(UNREACHED)),
        }
        Ok(())
    }
}
