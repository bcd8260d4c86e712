//! What the database must have before its changes can be read.

use tokio_postgres::error::SqlState;

use super::{
    super::{
        TableName,
        columns::{self, DEAD_LETTERS},
        session::{Session, bounded},
    },
    lsn::Lsn,
    names::{literal, quoted},
    stream::Table,
};
use crate::consumers::SourceError;

/// What was found.
pub(super) struct Setup {
    pub user: String,
    pub database: String,
    /// Up to here the database's log is on disk.
    pub flushed: Lsn,
    pub table: Table,
    pub dead: TableName,
    /// The type of the dead letters' payload.
    pub dead_payload: String,
}

impl Setup {
    /// Looks at everything.
    pub async fn look_up(
        session: &Session,
        outbox: &TableName,
        publication: &str,
    ) -> Result<Self, SourceError> {
        let (user, database, flushed) = server(session).await?;
        let fix =
            format!("run what `fanwire outbox schema --replication --table '{outbox}'` prints");
        let found = columns::look_up(session, outbox).await?;
        columns::check(outbox, &found, &["method", "payload"], &fix)?;
        let dead = outbox.with_suffix(DEAD_LETTERS);
        let dead_payload = dead_letters(session, &dead, &fix).await?;
        let table = table(session, outbox).await?;
        check_publication(session, outbox, &table, publication).await?;
        Ok(Self { user, database, flushed, table, dead, dead_payload })
    }
}

/// Who we are and where, and how far the log is; refuses a server that cannot
/// decode its log.
async fn server(session: &Session) -> Result<(String, String, Lsn), SourceError> {
    let query = "SELECT session_user::text, current_database()::text, \
                 current_setting('wal_level'), pg_is_in_recovery(), \
                 CASE WHEN NOT pg_is_in_recovery() \
                   THEN (pg_current_wal_flush_lsn() - '0/0')::int8 END";
    let row = bounded(session.client.query_one(query, &[])).await?;
    let wal_level: String = row.get(2);
    if row.get(3) {
        return Err(SourceError::new(
            "the database is a standby: point dsn at the primary, or name all hosts and \
             target_session_attrs=read-write",
        ));
    }
    if wal_level != "logical" {
        return Err(SourceError::new(format!(
            "the database's wal_level is {wal_level}: ALTER SYSTEM SET wal_level = logical, and \
             restart it"
        )));
    }
    let flushed = row.get::<_, Option<i64>>(4).unwrap_or(0);
    Ok((row.get(0), row.get(1), Lsn(flushed.unsigned_abs())))
}

/// The type of the payload.
async fn dead_letters(
    session: &Session,
    dead: &TableName,
    fix: &str,
) -> Result<String, SourceError> {
    let found = columns::look_up(session, dead).await?;
    let needed =
        ["id", "method", "payload", "partition", "created_at", "reason", "consumer", "failed_at"];
    columns::check(dead, &found, &needed, fix)?;
    let fix = format!(
        "it is one of an outbox that is polled; run ALTER TABLE {dead} ADD COLUMN position text, \
         ADD UNIQUE (consumer, position)"
    );
    columns::check(dead, &found, &["position"], &fix)?;
    let payload = found.into_iter().find(|(name, _)| name == "payload");
    Ok(payload.map(|(_, kind)| kind).unwrap_or_default())
}

async fn table(session: &Session, outbox: &TableName) -> Result<Table, SourceError> {
    let query = "SELECT pg_class.oid, nspname::text, relname::text FROM pg_class \
                 JOIN pg_namespace ON pg_namespace.oid = relnamespace \
                 WHERE pg_class.oid = to_regclass($1)";
    let row = bounded(session.client.query_opt(query, &[&outbox.to_string()])).await?;
    let gone = || SourceError::new(format!("table {outbox} is just being replaced: wait"));
    let row = row.ok_or_else(gone)?;
    Ok(Table { id: row.get(0), schema: row.get(1), name: row.get(2) })
}

/// Without this check a missing publication would only be noticed at the first
/// row, and then for ever. A table that somebody has locked is taken for good:
/// the look at it would wait, and it has no inserts meanwhile.
async fn check_publication(
    session: &Session,
    outbox: &TableName,
    table: &Table,
    name: &str,
) -> Result<(), SourceError> {
    let query = "SELECT pubinsert, EXISTS (\
                   SELECT FROM pg_publication_tables AS tables WHERE tables.pubname = $1 \
                   AND tables.schemaname = $2 AND tables.tablename = $3) \
                 FROM pg_publication WHERE pubname = $1";
    let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 3] =
        [&name, &table.schema, &table.name];
    let answer = async {
        match session.client.query(query, &parameters).await {
            Err(error) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => Ok(None),
            answer => answer.map(Some),
        }
    };
    let Some(rows) = bounded(answer).await? else { return Ok(()) };
    let publication = quoted(name);
    let problem = match rows.first().map(|row| (row.get(0), row.get(1))) {
        Some((true, true)) => return Ok(()),
        None => format!(
            "there is no publication {publication}: CREATE PUBLICATION {publication} FOR TABLE \
             {outbox} WITH (publish = 'insert'), or correct publication_name"
        ),
        Some((_, false)) => format!(
            "publication {publication} does not have table {outbox}: ALTER PUBLICATION \
             {publication} ADD TABLE {outbox}; a partitioned one also needs \
             publish_via_partition_root"
        ),
        Some((false, _)) => format!(
            "publication {publication} has no inserts: ALTER PUBLICATION {publication} SET \
             (publish = {})",
            literal("insert")
        ),
    };
    Err(SourceError::new(problem))
}
