//! Several nodes share an outbox: each takes its part of the partitions, and
//! none is taken by two. Who is there and who has what is said by advisory
//! locks, which end with the session that holds them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio_util::sync::CancellationToken;

use super::super::{
    TableName,
    columns::unexpected,
    session::{Session, bounded},
};
use crate::consumers::SourceError;

/// Second half of the lock that every node holds together with the others;
/// partitions are 0 and above.
const PRESENT: i32 = -1;

/// Locks are of the table, statements of its name: both must stay together.
const IDENTITY: &str = "concat(to_regclass($1)::oid, ' ', (SELECT atttypid FROM pg_attribute \
    WHERE attrelid = to_regclass($1) AND attname = 'payload'))";

/// This node's part of an outbox.
pub(super) struct Sharing {
    /// First half of all locks of this outbox.
    key: i32,
    table: TableName,
    /// Which table has that name, and what its payloads are.
    identity: String,
    partitions: u32,
    owned: Arc<Mutex<Owned>>,
    /// Where the search for a free partition begins, so that nodes do not all
    /// begin at the same one.
    first: u32,
}

/// Partitions with workers, and how each is told to give it up.
type Owned = HashMap<u32, CancellationToken>;

/// A partition counts as this node's until this is dropped.
pub(super) struct Owning {
    owned: Arc<Mutex<Owned>>,
    number: u32,
    token: CancellationToken,
}

/// The lock of a partition.
pub(super) struct Partition {
    pub session: Arc<Session>,
    pub number: i32,
    key: i32,
}

impl Sharing {
    /// Says that this node is there.
    pub async fn join(
        session: &Session,
        table: &TableName,
        partitions: u32,
    ) -> Result<Self, SourceError> {
        // Of the table's identity in this database, whatever it is called there.
        let query =
            format!("SELECT hashtext('fanwire outbox ' || to_regclass($1)::oid::text), {IDENTITY}");
        let row = bounded(session.client.query_one(&query, &[&table.to_string()])).await?;
        let key: Option<i32> = row.try_get(0).map_err(unexpected)?;
        let Some(key) = key else { return Err(recreated(table)) };
        let identity = row.try_get(1).map_err(unexpected)?;
        let lock = "SELECT pg_advisory_lock_shared($1, $2)";
        bounded(session.client.query_one(lock, &[&key, &PRESENT])).await?;
        let first = rand::random_range(0..partitions);
        let table = table.clone();
        Ok(Self { key, table, identity, partitions, owned: Arc::default(), first })
    }

    pub fn key(&self) -> i32 {
        self.key
    }

    /// Gives partitions up that are more than this node's part; tells how many
    /// more it may have, and which ones to try.
    pub async fn balance(&self, session: &Session) -> Result<(usize, Vec<u32>), SourceError> {
        let nodes = format!(
            "SELECT count(*), {IDENTITY} FROM pg_locks WHERE locktype = 'advisory' AND granted \
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
            AND classid::int8 = $2 AND objid::int8 = $3 AND objsubid = 2 AND mode = 'ShareLock'"
        );
        let unsigned = |half: i32| i64::from(half.cast_unsigned());
        let (key, present) = (unsigned(self.key), unsigned(PRESENT));
        let table = self.table.to_string();
        let row = bounded(session.client.query_one(&nodes, &[&table, &key, &present])).await?;
        let (nodes, identity): (i64, String) =
            (row.try_get(0).map_err(unexpected)?, row.try_get(1).map_err(unexpected)?);
        if identity != self.identity {
            return Err(recreated(&self.table));
        }
        let nodes = u32::try_from(nodes).unwrap_or(u32::MAX).max(1);
        let share = self.partitions.div_ceil(nodes) as usize;
        let owned = lock(&self.owned);
        let kept = owned.values().filter(|token| !token.is_cancelled()).count();
        let spare = owned.values().filter(|token| !token.is_cancelled());
        spare.take(kept.saturating_sub(share)).for_each(CancellationToken::cancel);
        let free = (0..self.partitions).map(|n| (self.first + n) % self.partitions);
        let free = free.filter(|number| !owned.contains_key(number));
        Ok((share.saturating_sub(kept), free.collect()))
    }

    /// Notes that a partition is this node's.
    pub fn own(&self, number: u32, stop: &CancellationToken) -> Owning {
        let token = stop.child_token();
        lock(&self.owned).insert(number, token.clone());
        Owning { owned: self.owned.clone(), number, token }
    }

    /// Tells all workers to give their partitions up.
    pub fn give_up_all(&self) {
        lock(&self.owned).values().for_each(CancellationToken::cancel);
    }
}

impl Owning {
    /// Cancelled when the partition is to be given up.
    pub fn token(&self) -> CancellationToken {
        self.token.clone()
    }
}

impl Drop for Owning {
    fn drop(&mut self) {
        lock(&self.owned).remove(&self.number);
    }
}

impl Partition {
    /// Takes the partition's lock; none when another node has it.
    pub async fn try_own(
        session: Arc<Session>,
        key: i32,
        number: u32,
    ) -> Result<Option<Self>, SourceError> {
        let number = number.cast_signed();
        let query = "SELECT pg_try_advisory_lock($1, $2)";
        let row = bounded(session.client.query_one(query, &[&key, &number])).await?;
        Ok(row.get::<_, bool>(0).then_some(Self { session, number, key }))
    }

    /// Gives the lock back.
    pub async fn give_up(&self) {
        let query = "SELECT pg_advisory_unlock($1, $2)";
        // If the session is gone, so is the lock.
        let _ = bounded(self.session.client.query_one(query, &[&self.key, &self.number])).await;
    }
}

fn recreated(table: &TableName) -> SourceError {
    SourceError::new(format!(
        "table {table} was dropped, made anew or has another type of payload: everything that is \
         known of it is looked up again"
    ))
}

fn lock(owned: &Mutex<Owned>) -> MutexGuard<'_, Owned> {
    owned.lock().unwrap_or_else(PoisonError::into_inner)
}
