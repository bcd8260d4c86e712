//! An outbox: an application writes events into a table in the transaction
//! that changes its data; they are done here and deleted.
//!
//! - Every partition is worked through by one [`worker`], on one node at a
//!   time: an advisory lock of the worker's session says so ([`sharing`]).
//! - A turn is one short statement that deletes what is done and takes the
//!   next rows ([`rows`]); no transaction is open while events are done.
//! - Ids are not in the order of commits: a row of a long transaction shows up
//!   behind ones that are done and gone. So a position is not "all up to this
//!   id" but the very rows that are done and may not be deleted yet
//!   ([`delivered`]). Whatever else is in the table is still to be done.

mod delivered;
mod floor;
mod lag;
mod listener;
mod rows;
mod schema;
mod sharing;
mod worker;

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use async_trait::async_trait;
use futures_util::FutureExt as _;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::{
    lag::Lag,
    listener::{Listener, Wake},
    rows::Statements,
    sharing::{Partition, Sharing},
    worker::Worker,
};
use super::{TableName, dsn::Dsn, session::Session};
use crate::consumers::{Context, PostgresqlConfig, Source, SourceError};

pub use listener::check_channel;
pub use schema::schema;

/// Connections that the partitions share, at most.
const MAX_SESSIONS: usize = 8;

/// How often is looked who else is there.
const SHARING_INTERVAL: Duration = Duration::from_secs(1);

/// The source of a consumer of type `postgresql`.
pub(in crate::consumers) struct Outbox {
    config: PostgresqlConfig,
}

impl Outbox {
    /// `config` was checked.
    pub fn new(config: PostgresqlConfig) -> Self {
        Self { config }
    }

    async fn connect(&self, context: &Context) -> Result<Connected, SourceError> {
        let dsn = self.config.dsn.as_ref().map_or("", |dsn| dsn.reveal());
        let dsn = Dsn::parse(dsn).map_err(|problem| SourceError::new(format!("dsn {problem}")))?;
        let table: TableName = self.config.outbox_table_name.parse().map_err(SourceError::new)?;
        let wake = Arc::new(Wake::new(self.config.num_partitions));
        let channel = self.config.partition_notification_channel.as_deref();
        let listener = Listener::open(&dsn, &context.name, channel, wake.clone()).await?;
        let statements = Arc::new(Statements::look_up(listener.session(), &table).await?);
        let count = MAX_SESSIONS.min(self.config.num_partitions as usize);
        let mut sessions = Vec::with_capacity(count);
        for _ in 0..count {
            sessions.push(Arc::new(Session::open(&dsn, &context.name, None).await?));
        }
        let session = Session::open(&dsn, &context.name, None).await?;
        let lag = Lag::new(self.config.num_partitions, session);
        let sharing = Sharing::join(listener.session(), &table, self.config.num_partitions).await?;
        let panicked = CancellationToken::new();
        Ok(Connected { listener, wake, statements, sessions, lag, sharing, panicked })
    }
}

/// What a run of the source works with.
struct Connected {
    listener: Listener,
    wake: Arc<Wake>,
    statements: Arc<Statements>,
    sessions: Vec<Arc<Session>>,
    lag: Lag,
    sharing: Sharing,
    /// A worker panicked, and its lock is not given back.
    panicked: CancellationToken,
}

#[async_trait]
impl Source for Outbox {
    async fn run(&self, context: &Context) -> Result<(), SourceError> {
        let connecting = self.connect(context);
        let Some(connected) = context.stop.run_until_cancelled(connecting).await else {
            return Ok(());
        };
        let connected = connected?;
        context.working();
        let workers = TaskTracker::new();
        let run = async {
            tokio::select! {
                ended = self.supervise(context, &connected, &workers) => ended,
                error = connected.lag.run(&connected.statements, &context.stats) => Err(error),
            }
        };
        let ended = context.stop.run_until_cancelled(run).await;
        connected.sharing.give_up_all();
        workers.close();
        workers.wait().await;
        ended.unwrap_or(Ok(()))
    }
}

impl Outbox {
    /// Keeps this node's share of the partitions at work.
    async fn supervise(
        &self,
        context: &Context,
        connected: &Connected,
        workers: &TaskTracker,
    ) -> Result<(), SourceError> {
        let Connected { listener, sessions, sharing, panicked, .. } = connected;
        let mut interval = tokio::time::interval(SHARING_INTERVAL);
        loop {
            interval.tick().await;
            if sessions.iter().any(|session| session.is_closed()) {
                return Err(SourceError::new("the database closed a connection"));
            }
            if panicked.is_cancelled() {
                return Err(SourceError::new("a worker panicked: report the panic"));
            }
            let (mut wanted, free) = sharing.balance(listener.session()).await?;
            for number in free {
                if wanted == 0 {
                    break;
                }
                let session = sessions[number as usize % sessions.len()].clone();
                let Some(partition) = Partition::try_own(session, sharing.key(), number).await?
                else {
                    continue;
                };
                wanted -= 1;
                self.work_on(partition, number, context, connected, workers);
            }
        }
    }

    /// Starts the worker of a partition that is this node's.
    fn work_on(
        &self,
        partition: Partition,
        number: u32,
        context: &Context,
        connected: &Connected,
        workers: &TaskTracker,
    ) {
        let owning = connected.sharing.own(number, &context.stop);
        let worker = Worker {
            context: Context { stop: owning.token(), ..context.clone() },
            partition,
            statements: connected.statements.clone(),
            wake: connected.wake.clone(),
            select_limit: self.config.partition_select_limit,
            poll_interval: self.config.partition_poll_interval,
            over: CancellationToken::new(),
        };
        let panicked = connected.panicked.clone();
        workers.spawn(async move {
            if AssertUnwindSafe(worker.run()).catch_unwind().await.is_err() {
                panicked.cancel();
            }
            drop(owning);
        });
    }
}
