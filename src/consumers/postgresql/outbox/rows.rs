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
};
use crate::consumers::{Event, Payload, SourceError};

/// Payloads of one turn; the row that goes beyond it is the last.
const TURN_BYTES: i64 = 4 << 20;

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
    delete: Statement,
    bury: Statement,
}

/// One event of the outbox.
pub(super) struct Row {
    pub key: RowKey,
    pub event: Event,
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
        Ok(Self { table: table.clone(), payload })
    }

    pub fn table(&self) -> &TableName {
        &self.table
    }

    pub async fn prepare(&self, session: &Session) -> Result<Prepared, SourceError> {
        let table = &self.table;
        let dead = table.with_suffix(DEAD_LETTERS);
        let (body, bytes) = match self.payload {
            PayloadColumn::Json => {
                ("convert_to(payload::text, 'UTF8')", "octet_length(payload::text)")
            }
            PayloadColumn::Protobuf => ("payload", "octet_length(payload)"),
        };
        let created = "CASE WHEN isfinite(created_at) \
            THEN (extract(epoch FROM created_at) * 1000000)::int8 ELSE 0 END";
        let turn = format!(
            "WITH done AS (DELETE FROM {table} WHERE partition = $2 AND id = ANY($1)), \
             next AS MATERIALIZED (\
               SELECT id, convert_to(method::text, 'UTF8') AS method, {created} AS created_us, \
                 CASE WHEN {bytes} <= {MAX_PAYLOAD_BYTES} THEN {body} END AS body \
               FROM {table} WHERE partition = $2 AND id > $3 AND id <> ALL($1) \
               ORDER BY id LIMIT $4), \
             measured AS (\
               SELECT *, sum(coalesce(octet_length(body), 0)) OVER (ORDER BY id) \
                 - coalesce(octet_length(body), 0) AS before FROM next) \
             SELECT id::int8, method, created_us, body FROM measured \
             WHERE before < {TURN_BYTES} ORDER BY id"
        );
        let delete = format!(
            "DELETE FROM {table} USING unnest($2::int8[], $3::int8[]) AS done(id, created_us) \
             WHERE {table}.partition = $1 AND {table}.id = done.id \
             AND {created} = done.created_us"
        );
        let bury = format!(
            "WITH dead AS (DELETE FROM {table} WHERE partition = $1 AND id = $2 \
               RETURNING id, method, payload, partition, created_at) \
             INSERT INTO {dead} \
               (id, method, payload, partition, created_at, reason, consumer, failed_at) \
             SELECT id, method, payload, partition, created_at, $3, $4, now() FROM dead"
        );
        let client = &session.client;
        // What the planner knows of a queue may be from when it was empty.
        bounded(client.batch_execute("SET enable_seqscan = off")).await?;
        let (partition, ids) = (Type::INT4, Type::INT8_ARRAY);
        let turn_types = [ids.clone(), partition.clone(), Type::INT8, Type::INT8];
        let delete_types = [partition.clone(), ids.clone(), ids];
        let bury_types = [partition, Type::INT8, Type::TEXT, Type::TEXT];
        Ok(Prepared {
            turn: bounded(client.prepare_typed(&turn, &turn_types)).await?,
            delete: bounded(client.prepare_typed(&delete, &delete_types)).await?,
            bury: bounded(client.prepare_typed(&bury, &bury_types)).await?,
        })
    }

    /// Deletes rows that are done and takes the next ones above `floor`.
    pub async fn turn(
        &self,
        session: &Session,
        prepared: &Prepared,
        partition: i32,
        done: &[i64],
        floor: i64,
        limit: u32,
    ) -> Result<Vec<Row>, SourceError> {
        let limit = i64::from(limit);
        let parameters: [&(dyn ToSql + Sync); 4] = [&done, &partition, &floor, &limit];
        let rows = bounded(session.client.query(&prepared.turn, &parameters)).await?;
        rows.iter().map(|row| self.read(row).map_err(unexpected)).collect()
    }

    fn read(&self, row: &tokio_postgres::Row) -> Result<Row, tokio_postgres::Error> {
        let key = RowKey { id: row.try_get(0)?, created_us: row.try_get(2)? };
        let method: Option<&[u8]> = row.try_get(1)?;
        let body: Option<&[u8]> = row.try_get(3)?;
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
        Ok(Row { key, event })
    }

    /// Deletes rows that are done, as far as they are still there.
    pub async fn delete(
        &self,
        session: &Session,
        prepared: &Prepared,
        partition: i32,
        done: &[RowKey],
    ) -> Result<(), SourceError> {
        let ids: Vec<_> = done.iter().map(|row| row.id).collect();
        let created: Vec<_> = done.iter().map(|row| row.created_us).collect();
        let parameters: [&(dyn ToSql + Sync); 3] = [&partition, &ids, &created];
        bounded(session.client.execute(&prepared.delete, &parameters)).await.map(drop)
    }

    /// Moves a refused row to the dead letters.
    pub async fn bury(
        &self,
        session: &Session,
        prepared: &Prepared,
        partition: i32,
        id: i64,
        reason: &str,
        consumer: &str,
    ) -> Result<(), SourceError> {
        let parameters: [&(dyn ToSql + Sync); 4] = [&partition, &id, &reason, &consumer];
        bounded(session.client.execute(&prepared.bury, &parameters)).await.map(drop)
    }
}
