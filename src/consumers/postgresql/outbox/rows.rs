use bytes::Bytes;
use tokio_postgres::{
    Statement,
    types::{ToSql, Type},
};

use super::{
    super::{
        TableName,
        columns::{self, DEAD_LETTERS, MAX_PAYLOAD_BYTES, unexpected},
        session::{Session, bounded},
    },
    delivered::RowKey,
    floor::Snapshot,
};
use crate::consumers::{Event, Payload, SourceError};

/// Payloads of one turn; the row that goes beyond it is the last.
pub(super) const TURN_BYTES: usize = 4 << 20;
/// A row's `created_at`, microseconds since 1970.
const CREATED: &str = "CASE WHEN isfinite(created_at) \
    THEN (extract(epoch FROM created_at) * 1000000)::int8 ELSE 0 END";

/// The statements on one outbox.
pub(super) struct Statements {
    table: TableName,
    payload: PayloadColumn,
}

/// What the payload column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PayloadColumn {
    Json,
    Protobuf,
}

/// The statements as one session knows them.
pub(super) struct Prepared {
    turn: Statement,
    bury: Statement,
}

/// What a turn brings.
pub(super) struct Taken {
    /// The next rows, in order.
    pub rows: Vec<Row>,
    pub snapshot: Snapshot,
    /// Ids of those done rows that are locked, so that they are still there.
    pub locked: Vec<i64>,
}

/// One event of the outbox.
pub(super) struct Row {
    pub key: RowKey,
    pub event: Event,
    /// Bytes of its payload.
    pub bytes: usize,
}

impl Statements {
    /// Looks at the tables.
    pub async fn look_up(session: &Session, table: &TableName) -> Result<Self, SourceError> {
        let columns = columns::look_up(session, table).await?;
        let needed = ["id", "method", "payload", "partition", "created_at"];
        let fix = format!("run what `fanwire outbox schema --table '{table}'` prints");
        columns::check(table, &columns, &needed, &fix)?;
        let dead = table.with_suffix(DEAD_LETTERS);
        let dead_columns = columns::look_up(session, &dead).await?;
        let needed = [&needed[..], &["reason", "consumer", "failed_at"]].concat();
        columns::check(&dead, &dead_columns, &needed, &fix)?;
        let of_payload = columns.iter().find(|(name, _)| name == "payload");
        let payload = match of_payload.map(|(_, kind)| kind.as_str()) {
            Some("bytea") => PayloadColumn::Protobuf,
            Some("jsonb" | "json" | "text") => PayloadColumn::Json,
            other => {
                return Err(SourceError::new(format!(
                    "column payload of {table} is of type {}: use jsonb, or bytea for protobuf",
                    other.unwrap_or_default()
                )));
            }
        };
        check_privileges(session, table, &dead).await?;
        Ok(Self { table: table.clone(), payload })
    }

    pub fn table(&self) -> &TableName {
        &self.table
    }

    pub async fn prepare(&self, session: &Session) -> Result<Prepared, SourceError> {
        let client = &session.client;
        // What the planner knows of a queue may be from when it was empty; and
        // a statement that waits for a lock holds the others of its session.
        let settings = "SET enable_seqscan = off; SET lock_timeout = '1s'";
        bounded(client.batch_execute(settings)).await?;
        let (partition, id, ids) = (Type::INT4, Type::INT8, Type::INT8_ARRAY);
        let turn_types = [partition.clone(), ids.clone(), ids, id.clone(), id.clone()];
        let bury_types = [partition, id.clone(), id, Type::TEXT, Type::TEXT];
        let (turn, bury) = (self.turn_sql(), self.bury_sql());
        Ok(Prepared {
            turn: bounded(client.prepare_typed(&turn, &turn_types)).await?,
            bury: bounded(client.prepare_typed(&bury, &bury_types)).await?,
        })
    }

    /// Deletes what is done ($2, $3) but for rows that somebody has locked, and
    /// takes the next rows above $4, at most $5: chosen by the size that they
    /// are stored in, then converted, then cut where they are too much together.
    /// The first row tells of the statement itself.
    fn turn_sql(&self) -> String {
        let table = &self.table;
        let (text, body) = match self.payload {
            PayloadColumn::Json => ("payload::text", "convert_to(text, 'UTF8')"),
            PayloadColumn::Protobuf => ("payload", "text"),
        };
        let known = format!("{CREATED} = $3[array_position($2, id::int8)]");
        let is_done = format!("partition = $1 AND id = ANY($2) AND {known}");
        format!(
            "WITH done AS (\
               DELETE FROM {table} WHERE partition = $1 AND id = ANY($2) AND ctid = ANY(ARRAY(\
                 SELECT ctid FROM {table} WHERE {is_done} FOR UPDATE SKIP LOCKED)) \
               RETURNING id), \
             next AS MATERIALIZED (\
               SELECT id::int8 AS id, method::text AS method, {CREATED} AS created_us, payload, \
                 coalesce(pg_column_size(payload), 0) AS size \
               FROM {table} AS rows WHERE partition = $1 AND id > $4 \
                 AND (id <> ALL($2) OR ({known}) IS NOT TRUE) \
               ORDER BY rows.id LIMIT $5), \
             chosen AS (SELECT *, sum(size) OVER (ORDER BY id) - size AS before FROM next), \
             converted AS MATERIALIZED (\
               SELECT id, convert_to(method, 'UTF8') AS method, created_us, \
                 CASE WHEN octet_length(text) <= {MAX_PAYLOAD_BYTES} THEN {body} END AS body \
               FROM chosen, LATERAL (SELECT {text} AS text OFFSET 0) AS converted \
               WHERE before < {TURN_BYTES}), \
             measured AS (\
               SELECT *, sum(coalesce(octet_length(body), 0)) OVER (ORDER BY id) \
                 - coalesce(octet_length(body), 0) AS before FROM converted) \
             SELECT NULL::int8 AS id, NULL::bytea AS method, NULL::int8 AS created_us, \
               NULL::bytea AS body, txid_snapshot_xmin(txid_current_snapshot()) AS xmin, \
               txid_snapshot_xmax(txid_current_snapshot()) AS xmax, \
               CASE WHEN (SELECT count(*) FROM done) < cardinality($2) THEN \
                 ARRAY(SELECT id::int8 FROM {table} WHERE {is_done} \
                   AND id NOT IN (SELECT id FROM done)) ELSE '{{}}' END AS locked \
             UNION ALL SELECT id, method, created_us, body, NULL, NULL, NULL \
             FROM measured WHERE before < {TURN_BYTES} ORDER BY id NULLS FIRST"
        )
    }

    /// A locked row is an error at once.
    fn bury_sql(&self) -> String {
        let (table, dead) = (&self.table, self.table.with_suffix(DEAD_LETTERS));
        format!(
            "WITH dead AS (DELETE FROM {table} WHERE partition = $1 AND id = $2 \
               AND ctid = ANY(ARRAY(SELECT ctid FROM {table} \
                 WHERE partition = $1 AND id = $2 AND {CREATED} = $3 FOR UPDATE NOWAIT)) \
               RETURNING id, method, payload, partition, created_at) \
             INSERT INTO {dead} \
               (id, method, payload, partition, created_at, reason, consumer, failed_at) \
             SELECT id, method, payload, partition, created_at, $4, $5, now() FROM dead"
        )
    }

    /// Deletes rows that are `done` and takes the next ones above `above`.
    pub async fn turn(
        &self,
        session: &Session,
        prepared: &Prepared,
        partition: i32,
        done: &[RowKey],
        (above, limit): (i64, u32),
    ) -> Result<Taken, SourceError> {
        let ids: Vec<_> = done.iter().map(|row| row.id).collect();
        let created: Vec<_> = done.iter().map(|row| row.created_us).collect();
        let limit = i64::from(limit);
        let parameters: [&(dyn ToSql + Sync); 5] = [&partition, &ids, &created, &above, &limit];
        let rows = bounded(session.client.query(&prepared.turn, &parameters)).await?;
        self.taken(&rows).map_err(unexpected)
    }

    fn taken(&self, rows: &[tokio_postgres::Row]) -> Result<Taken, tokio_postgres::Error> {
        let mut taken =
            Taken { rows: Vec::new(), snapshot: Snapshot { xmin: 0, xmax: 0 }, locked: Vec::new() };
        for row in rows {
            match row.try_get::<_, Option<i64>>(0)? {
                Some(_) => taken.rows.push(self.read(row)?),
                None => {
                    taken.snapshot = Snapshot { xmin: row.try_get(4)?, xmax: row.try_get(5)? };
                    taken.locked = row.try_get(6)?;
                }
            }
        }
        Ok(taken)
    }

    fn read(&self, row: &tokio_postgres::Row) -> Result<Row, tokio_postgres::Error> {
        let key = RowKey { id: row.try_get(0)?, created_us: row.try_get(2)? };
        let method: Option<&[u8]> = row.try_get(1)?;
        let body: Option<&[u8]> = row.try_get(3)?;
        let bytes = body.map_or(0, <[u8]>::len);
        let event = match (method, body.map(Bytes::copy_from_slice)) {
            (None, _) => Event::Unreadable("method is null: name a method".to_owned()),
            (_, None) => Event::Unreadable(format!(
                "payload is null, or has more than {MAX_PAYLOAD_BYTES} bytes: give the method's \
                 request"
            )),
            (Some(method), Some(body)) => {
                let payload = match self.payload {
                    PayloadColumn::Json => Payload::Json(body),
                    PayloadColumn::Protobuf => Payload::Protobuf(body),
                };
                let method = String::from_utf8_lossy(method).into_owned();
                Event::Command { method, payload }
            }
        };
        Ok(Row { key, event, bytes })
    }

    /// Moves a refused row to the dead letters. A reason that the database
    /// cannot store must not keep the row where it is.
    pub async fn bury(
        &self,
        session: &Session,
        prepared: &Prepared,
        (partition, row): (i32, RowKey),
        reason: &str,
        consumer: &str,
    ) -> Result<(), SourceError> {
        let bury = async |reason: &str| {
            let RowKey { id, created_us } = row;
            let parameters: [&(dyn ToSql + Sync); 5] =
                [&partition, &id, &created_us, &reason, &consumer];
            match session.client.execute(&prepared.bury, &parameters).await {
                Err(error) if is_unfit(&error) => Ok(false),
                buried => buried.map(|_| true),
            }
        };
        for reason in [&*storable(reason), &reason.escape_default().to_string()] {
            if bounded(bury(reason)).await? {
                return Ok(());
            }
        }
        bounded(bury(UNFIT)).await.and_then(|is_buried| match is_buried {
            true => Ok(()),
            false => Err(SourceError::new(format!(
                "the dead letters of {} take no reason: make column reason of type text",
                self.table
            ))),
        })
    }
}

/// In place of a reason that cannot be stored; what it was is in the log.
const UNFIT: &str = "refused";

/// Data exceptions, such as a character that the database's encoding lacks.
fn is_unfit(error: &tokio_postgres::Error) -> bool {
    error.code().is_some_and(|code| code.code().starts_with("22"))
}

/// PostgreSQL stores no NUL, and terminals are better without the others.
fn storable(reason: &str) -> String {
    let each = |c: char| match c.is_control() {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    };
    reason.chars().map(each).collect()
}

async fn check_privileges(
    session: &Session,
    table: &TableName,
    dead: &TableName,
) -> Result<(), SourceError> {
    // To skip locked rows takes UPDATE, of some column.
    let query = "SELECT has_table_privilege($1::text::regclass, 'SELECT') \
        AND has_table_privilege($1::text::regclass, 'DELETE') \
        AND has_any_column_privilege($1::text::regclass, 'UPDATE') \
        AND has_table_privilege($2::text::regclass, 'INSERT'), quote_ident(current_user)";
    let names = (table.to_string(), dead.to_string());
    let row = bounded(session.client.query_one(query, &[&names.0, &names.1])).await?;
    let (is_allowed, user): (Option<bool>, String) =
        (row.try_get(0).map_err(unexpected)?, row.try_get(1).map_err(unexpected)?);
    match is_allowed {
        Some(true) => Ok(()),
        _ => Err(SourceError::new(format!(
            "user {user} may not do what it must: GRANT SELECT, UPDATE, DELETE ON {table} TO {user}; \
             GRANT INSERT ON {dead} TO {user}"
        ))),
    }
}
