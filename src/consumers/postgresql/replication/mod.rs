//! Change data capture: inserts into an outbox table, read from the database's
//! log in the order of the commits. The table itself is never read.
//!
//! - A replication slot ([`slot`]) makes the database keep the log until it is
//!   confirmed, which happens only after what it brought is done ([`stream`]).
//! - The position ([`position`]) is the place of a commit in the log and how
//!   many of its rows are done. It is stored with the publications, so what the
//!   slot brings again is known to be done. Places mean something in one log
//!   only; [`resume`] knows when it is another one.
//! - A slot is for one reader. Other nodes stand by and take over.
//! - Rows are done in batches across transactions while the next ones are
//!   decoded: one batch under way, one being filled, so memory is bounded.

mod commands;
mod connection;
mod dead;
mod login;
mod lsn;
mod names;
mod pgoutput;
mod position;
mod progress;
mod resume;
mod rows;
mod schema;
mod setup;
mod slot;
mod socket;
mod stream;
mod watch;
mod worker;

use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use self::{
    connection::{Connection, WireError},
    dead::Cemetery,
    login::Login,
    lsn::Lsn,
    names::literal,
    position::Position,
    resume::{Resume, Server},
    setup::Setup,
    slot::Slot,
    stream::Stream,
    worker::Worker,
};
use super::{TableName, dsn::Dsn, session::Session};
use crate::consumers::{
    Backoff, Context, Lane, LaneError, PostgresqlReplicationConfig, Source, SourceError,
};

pub use names::{check_publication_name, publication_name, slot_name};
pub use schema::schema;

/// Under what the position is stored; the log is one ordered stream.
const PARTITION: &str = "wal";

/// Between two attempts at a slot that another node reads.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The source of a consumer of type `postgresql_replication`.
pub(in crate::consumers) struct Replication {
    config: PostgresqlReplicationConfig,
}

/// What a run of the source works with.
struct Run<'a> {
    context: &'a Context,
    dsn: Dsn,
    table: TableName,
    publication: String,
    slot: String,
    session: Session,
    setup: Setup,
}

/// A slot that is this node's.
struct Acquired {
    connection: Connection,
    /// The server's process that reads it for us.
    reader: i32,
    server: Server,
    /// From here on it has the log.
    begin: Lsn,
}

#[async_trait]
impl Source for Replication {
    async fn run(&self, context: &Context) -> Result<(), SourceError> {
        let begun = context.stop.run_until_cancelled(self.begin(context)).await;
        let Some(run) = begun.transpose()? else { return Ok(()) };
        let acquired = context.stop.run_until_cancelled(run.acquire()).await;
        match acquired.transpose() {
            Ok(Some(acquired)) => match run.stream(acquired).await {
                Err(LaneError::Source(error)) => Err(error),
                Ok(()) | Err(LaneError::Stopping) => Ok(()),
            },
            Ok(None) | Err(LaneError::Stopping) => Ok(()),
            Err(LaneError::Source(error)) => Err(error),
        }
    }
}

impl Replication {
    /// `config` was checked.
    pub fn new(config: PostgresqlReplicationConfig) -> Self {
        Self { config }
    }

    /// Connects and looks whether all is there.
    async fn begin<'a>(&self, context: &'a Context) -> Result<Run<'a>, SourceError> {
        let config = &self.config;
        let dsn = config.dsn.as_ref().map_or("", |dsn| dsn.reveal());
        let dsn = Dsn::parse(dsn).map_err(|problem| SourceError::new(format!("dsn {problem}")))?;
        let table: TableName = config.outbox_table_name.parse().map_err(SourceError::new)?;
        let slot = slot_name(&context.name, config.slot_name.as_deref());
        let slot = slot.map_err(SourceError::new)?;
        let publication =
            config.publication_name.clone().unwrap_or_else(|| publication_name(&table));
        let session = Session::open(&dsn, &context.name, None).await?;
        let setup = Setup::look_up(&session, &table, &publication).await?;
        Ok(Run { context, dsn, table, publication, slot, session, setup })
    }
}

impl Run<'_> {
    fn lane(&self, stop: CancellationToken) -> Lane {
        Context { stop, ..self.context.clone() }.lane(PARTITION)
    }

    /// What there is by now.
    async fn look_up(&self) -> Result<Setup, SourceError> {
        Setup::look_up(&self.session, &self.table, &self.publication).await
    }

    /// Where to go on by what is stored, in the log of this server.
    async fn resume(&self, server: &Server) -> Result<(Option<Position>, Resume), LaneError> {
        let stored = self.lane(self.context.stop.clone()).position().await?;
        let stored = stored.as_deref().map(Position::decode).transpose()?;
        Ok((stored, server.resume(stored)))
    }

    /// Waits until the slot is this node's, and begins to stream it.
    async fn acquire(&self) -> Result<Acquired, LaneError> {
        let login = Login {
            user: &self.setup.user,
            database: &self.setup.database,
            application: format!("fanwire {}", self.context.name),
        };
        let mut connection = login.connect(&self.dsn).await?;
        let server = commands::identify(&mut connection).await;
        let server = server.map_err(|error| self.broken(&error))?;
        let reader = commands::process(&mut connection).await;
        let reader = reader.map_err(|error| self.broken(&error))?;
        let (stored, resume) = self.resume(&server).await?;
        let doubt = resume.warning.as_deref();
        let begin = Slot::ensure(&self.session, &self.slot, stored.as_ref(), doubt).await?;
        let start = resume.done.map(|done| done.commit).unwrap_or_default();
        let mut backoff = Backoff::new(FIRST_PAUSE, LONGEST_PAUSE);
        let mut is_told = false;
        loop {
            let started =
                commands::start(&mut connection, &self.slot, &self.publication, start).await;
            match started {
                Ok(()) => return Ok(Acquired { connection, reader, server, begin }),
                Err(error) if error.code() == "55006" => {
                    self.context.working();
                    self.context.stats.lag(0, Duration::ZERO);
                    if !std::mem::replace(&mut is_told, true) {
                        let (consumer, slot) = (&*self.context.name, &*self.slot);
                        tracing::info!(consumer, slot, reason = %error, "consumer stands by");
                    }
                    if !backoff.pause(&self.context.stop).await {
                        return Err(LaneError::Stopping);
                    }
                }
                Err(error) => return Err(self.broken(&error).into()),
            }
        }
    }

    /// Does what the slot brings until it is to end.
    async fn stream(&self, acquired: Acquired) -> Result<(), LaneError> {
        let Acquired { connection, reader, mut server, begin } = acquired;
        // Much may have changed while another node had the slot.
        let setup = self.look_up().await?;
        server.flushed = setup.flushed;
        // From now on nobody else begins a batch; only one under way may still
        // end where the slot was read before.
        let (stored, Resume { done, warning }) = self.resume(&server).await?;
        let (consumer, slot) = (&*self.context.name, &*self.slot);
        if let Some(warning) = warning {
            tracing::warn!(consumer, slot, warning, "the log is another one than before");
        }
        // Stored before anything is read: a slot that is gone is known to have
        // been there, and a log that is another one than before is so only once,
        // however far it has grown by the next start.
        let from = done.unwrap_or(Position { log: server.log, commit: begin, rows: 0 });
        if stored != Some(from) {
            worker::note(&self.lane(self.context.stop.clone()), from).await?;
        }
        let stop = self.context.stop.child_token();
        let cemetery = self.cemetery(&setup, server.log.system).await?;
        let (batches, next) = mpsc::channel(1);
        let (finish, finished) = mpsc::channel(1);
        let worker = Worker { lane: self.lane(stop.clone()), log: server.log, cemetery };
        let worker = tokio::spawn(worker.run(next, finish));
        self.context.working();
        tracing::info!(consumer, slot, "replication streams");
        let stream = Stream {
            connection,
            table: setup.table,
            stats: &self.context.stats,
            done,
            batches,
            finished,
        };
        let ended = tokio::select! {
            ended = stream.run(&self.context.stop) => ended.map_err(|error| self.broken(&error)),
            watched = watch::watch(self, reader) => watched,
        };
        stop.cancel();
        match (ended, worker.await) {
            (_, Ok(Err(LaneError::Source(error)))) => Err(error.into()),
            (ended, Ok(_)) => Ok(ended?),
            (_, Err(panicked)) => std::panic::resume_unwind(panicked.into_panic()),
        }
    }

    async fn cemetery(&self, setup: &Setup, system: u64) -> Result<Cemetery, SourceError> {
        let session = Session::open(&self.dsn, &self.context.name, None).await?;
        let Setup { dead, dead_payload, .. } = setup;
        Cemetery::open(session, dead, dead_payload, &self.context.name, system).await
    }

    /// What to do about a stream that broke.
    fn broken(&self, error: &WireError) -> SourceError {
        let slot = literal(&self.slot);
        let fix = match error.code() {
            "42704" if error.to_string().contains("publication") => format!(
                "it was made after the slot, which cannot read what was written before; events \
                 written in between are missing: look after what depends on them, then go on with \
                 SELECT pg_drop_replication_slot({slot}); \
                 SELECT pg_create_logical_replication_slot({slot}, 'pgoutput')"
            ),
            "42501" => "ALTER ROLE ... REPLICATION for the role of dsn".to_owned(),
            _ => "look into the database's log if it does not pass".to_owned(),
        };
        let place = self.dsn.place();
        SourceError::new(format!("replication from database {place} broke ({error}): {fix}"))
    }
}
