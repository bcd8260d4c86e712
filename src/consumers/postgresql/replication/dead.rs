//! Rows that can never be done.

use std::time::Duration;

use async_trait::async_trait;
use tokio::time::timeout;
use tokio_postgres::{
    Error, Statement,
    types::{ToSql, Type},
};

use super::{
    super::{TableName, session::Session},
    rows::Row,
};
use crate::consumers::{DeadLetters, SourceError};

/// No insert takes anywhere near as long.
const PATIENCE: Duration = Duration::from_secs(30);

/// Of a row whose values do not fit the table so much is kept as text.
const MAX_TEXT_BYTES: usize = 1 << 20;

/// The table of dead letters as a session knows it.
pub(super) struct Cemetery {
    session: Session,
    bury: Statement,
    bury_as_text: Statement,
    consumer: String,
    system: u64,
}

/// The dead letters of a batch.
pub(super) struct Graves<'a> {
    pub cemetery: &'a Cemetery,
    pub rows: &'a [Row],
}

impl Cemetery {
    /// Looks at the table beside `outbox`.
    pub async fn open(
        session: Session,
        dead: &TableName,
        payload: &str,
        consumer: &str,
        system: u64,
    ) -> Result<Self, SourceError> {
        let once = "ON CONFLICT (consumer, position) DO NOTHING";
        let bury = format!(
            "INSERT INTO {dead} (id, method, payload, partition, created_at, \
               reason, consumer, position, failed_at) \
             VALUES (coalesce($1::int8, 0), $2, CAST($3 AS {payload}), $4::int4, \
               $5::timestamptz, $6, $7, $8, now()) {once}"
        );
        let bury_as_text = format!(
            "INSERT INTO {dead} (id, reason, consumer, position, failed_at) \
             VALUES (0, $1, $2, $3, now()) {once}"
        );
        let prepare = async |statement: &str, parameters: usize| {
            let types = vec![Type::TEXT; parameters];
            let prepared = session.client.prepare_typed(statement, &types);
            match timeout(PATIENCE, prepared).await {
                Ok(Ok(statement)) => Ok(statement),
                Ok(Err(error)) => Err(SourceError::new(format!(
                    "the dead letters: {}: compare {dead} with what `fanwire outbox schema \
                     --replication` prints",
                    Session::describe(&error)
                ))),
                Err(_) => Err(silent()),
            }
        };
        let (bury, bury_as_text) = (prepare(&bury, 8).await?, prepare(&bury_as_text, 3).await?);
        Ok(Self { session, bury, bury_as_text, consumer: consumer.to_owned(), system })
    }

    /// Puts a row away. However often that is done, it is there once.
    async fn bury(&self, row: &Row, reason: &str) -> Result<(), SourceError> {
        let position = format!("{}/{}/{}", self.system, row.commit, row.number);
        let texts = row.texts();
        let [id, method, payload, partition, created_at] = &texts;
        let values: [&(dyn ToSql + Sync); 8] =
            [id, method, payload, partition, created_at, &reason, &self.consumer, &position];
        match self.insert(&self.bury, &values).await? {
            Err(error) if is_about_data(&error) => {
                let mut text = format!("{texts:?}");
                text.truncate(text.floor_char_boundary(MAX_TEXT_BYTES));
                let reason = format!(
                    "{reason}; the row does not fit the dead letters ({}): {text}",
                    Session::describe(&error)
                );
                let values: [&(dyn ToSql + Sync); 3] = [&reason, &self.consumer, &position];
                self.insert(&self.bury_as_text, &values).await?
            }
            put => put,
        }
        .map_err(|error| {
            SourceError::new(format!(
                "a refused row could not be put away: {}: let it into the dead letters",
                Session::describe(&error)
            ))
        })
    }

    async fn insert(
        &self,
        statement: &Statement,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Result<(), Error>, SourceError> {
        let put = self.session.client.execute(statement, values);
        let put = timeout(PATIENCE, put).await.map_err(|_| silent())?;
        Ok(put.map(drop))
    }
}

/// Class 22, data exceptions: a value is not what its column takes.
fn is_about_data(error: &Error) -> bool {
    error.code().is_some_and(|code| code.code().starts_with("22"))
}

fn silent() -> SourceError {
    SourceError::new("the database does not answer: check it and the network")
}

#[async_trait]
impl DeadLetters for Graves<'_> {
    async fn bury(&self, index: usize, reason: &str) -> Result<(), SourceError> {
        self.cemetery.bury(&self.rows[index], reason).await
    }
}
