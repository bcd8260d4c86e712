//! What the database must have before its changes can be read.

use super::{
    super::{
        TableName,
        columns::{self, DEAD_LETTERS},
        session::{Session, bounded},
    },
    names::{literal, quoted},
    stream::Table,
};
use crate::consumers::SourceError;

/// What was found.
pub(super) struct Setup {
    pub user: String,
    pub database: String,
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
        let (user, database) = server(session).await?;
        let fix =
            format!("run what `fanwire outbox schema --replication --table '{outbox}'` prints");
        let found = columns::look_up(session, outbox).await?;
        columns::check(outbox, &found, &["method", "payload"], &fix)?;
        let dead = outbox.with_suffix(DEAD_LETTERS);
        let dead_payload = dead_letters(session, &dead, &fix).await?;
        let table = table(session, outbox).await?;
        check_publication(session, outbox, &table, publication).await?;
        Ok(Self { user, database, table, dead, dead_payload })
    }
}

/// Who we are and where; refuses a server that cannot decode its log.
async fn server(session: &Session) -> Result<(String, String), SourceError> {
    let query = "SELECT session_user::text, current_database()::text, \
                 current_setting('wal_level'), pg_is_in_recovery()";
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
    Ok((row.get(0), row.get(1)))
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
    let query = "SELECT nspname::text, relname::text FROM pg_class \
                 JOIN pg_namespace ON pg_namespace.oid = relnamespace \
                 WHERE pg_class.oid = to_regclass($1)";
    let row = bounded(session.client.query_one(query, &[&outbox.to_string()])).await?;
    Ok(Table { schema: row.get(0), name: row.get(1) })
}

/// Without this check a missing publication would only be noticed at the first
/// row, and then for ever.
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
    let rows = bounded(session.client.query(query, &parameters)).await?;
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
