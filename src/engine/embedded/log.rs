use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use bytes::Bytes;
use redb::{
    Database, DatabaseError, ReadOnlyTable, ReadableDatabase, ReadableTable, TableDefinition,
};

use super::{
    epoch::Epochs,
    error::StoreError,
    medium::{Faults, Medium, Watched},
    progress::OpenProgress,
};
use crate::engine::{ConsumerId, ConsumerPosition};

/// Single values, by name.
const META: TableDefinition<&str, u64> = TableDefinition::new("fanwire.meta");
/// Rows of records, in the order of commits.
const LOG: TableDefinition<u64, &[u8]> = TableDefinition::new("fanwire.log");

/// How far each consumer has come. A table beside the log: a position has no
/// history, so nothing of it would ever have to be swept.
const CONSUMERS: TableDefinition<(&str, &str), &[u8]> = TableDefinition::new("fanwire.consumers");

/// What this version writes and the newest that it reads. 1 is the first.
const FORMAT: u64 = 1;
const MAGIC: &[u8] = b"redb\x1a\x0a\xa9\x0d\x0a";
/// redb's own page cache; publications have a cache of their own.
const PAGE_CACHE_BYTES: usize = 32 << 20;

pub(super) const META_BASE: &str = "base";
pub(super) const META_SALT: &str = "salt";
pub(super) const META_DIRTY: &str = "dirty";
pub(super) const META_FORGOTTEN_MS: &str = "forgotten_ms";
const META_FORMAT: &str = "format";
const META_GENERATION: &str = "generation";
const META_OPENED: &str = "opened";

/// The log on disk.
pub(super) struct Log {
    db: Database,
    faults: Arc<Faults>,
}

/// What the file says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub format: u64,
    pub epochs: Epochs,
    /// "async" publications were shown and the stop was not clean.
    pub dirty: bool,
    /// Streams kept until then at most are forgotten.
    pub forgotten_ms: u64,
    opened: u64,
}

/// One write transaction.
#[derive(Default)]
pub(super) struct Changes<'a> {
    pub rows: &'a [(u64, Vec<u8>)],
    pub delete: &'a [u64],
    pub meta: &'a [(&'static str, u64)],
    /// The last one of a consumer counts.
    pub consumers: &'a [ConsumerPosition],
}

impl Log {
    /// Fills an empty medium with an empty store.
    pub fn create(medium: &dyn Medium) -> Result<(), StoreError> {
        let log = Self::attach(medium, &OpenProgress::default())?;
        let meta = [
            (META_FORMAT, FORMAT),
            (META_BASE, rand::random()),
            (META_SALT, 0),
            (META_GENERATION, 1),
            (META_DIRTY, 0),
            (META_FORGOTTEN_MS, 0),
            (META_OPENED, 0),
        ];
        log.commit(&Changes { meta: &meta, ..Changes::default() })
            .map_err(|error| store_error(medium, error))
    }

    /// Opens an existing store; reports a repair to `progress`.
    pub fn open(
        medium: &dyn Medium,
        progress: &OpenProgress,
    ) -> Result<(Self, Header), StoreError> {
        refuse_foreign(medium)?;
        let log = Self::attach(medium, progress)?;
        let header = log.header(medium)?;
        Ok((log, header))
    }

    fn attach(medium: &dyn Medium, progress: &OpenProgress) -> Result<Self, StoreError> {
        let io = |error| StoreError::Io { path: medium.path().to_owned(), error };
        let faults = Arc::new(Faults::default());
        let backend = Watched { storage: medium.open().map_err(io)?, faults: faults.clone() };
        let progress = progress.clone();
        // redb panics on some damaged files.
        let opened = catch_unwind(AssertUnwindSafe(|| {
            let mut builder = Database::builder();
            builder.set_cache_size(PAGE_CACHE_BYTES);
            builder.set_repair_callback(move |repair| progress.repairing(repair.progress()));
            builder.create_with_backend(backend)
        }));
        match opened {
            Ok(Ok(db)) => Ok(Self { db, faults }),
            Ok(Err(error)) => Err(open_error(medium, error)),
            Err(_) => Err(damaged(medium, "it cannot be repaired".into())),
        }
    }

    fn header(&self, medium: &dyn Medium) -> Result<Header, StoreError> {
        let foreign = |reason: &str| StoreError::Foreign {
            path: medium.path().to_owned(),
            reason: reason.to_owned(),
        };
        let read = |name| self.meta(name).map_err(|error| store_error(medium, error));
        let format =
            read(META_FORMAT)?.ok_or_else(|| foreign("it is another program's database"))?;
        if format > FORMAT {
            return Err(StoreError::TooNew {
                path: medium.path().to_owned(),
                found: format,
                known: FORMAT,
            });
        }
        let value = |name| read(name).map(Option::unwrap_or_default);
        Ok(Header {
            format,
            epochs: Epochs {
                base: value(META_BASE)?,
                salt: value(META_SALT)?,
                generation: value(META_GENERATION)?,
            },
            dirty: value(META_DIRTY)? != 0,
            forgotten_ms: value(META_FORGOTTEN_MS)?,
            opened: value(META_OPENED)?,
        })
    }

    fn meta(&self, name: &str) -> Result<Option<u64>, redb::Error> {
        let table = match self.db.begin_read()?.open_table(META) {
            Ok(table) => table,
            Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(table.get(name)?.map(|value| value.value()))
    }

    /// Begins a new life of the store, on disk: after an unclean stop the
    /// generation moves on. What the file says is durable from here on, also
    /// what a killed process had written but not synced.
    pub fn begin(&self, header: &Header) -> Result<Header, redb::Error> {
        let mut begun = Header { dirty: false, opened: header.opened + 1, ..*header };
        begun.epochs.generation += u64::from(header.dirty);
        self.commit(&Changes {
            meta: &[
                (META_OPENED, begun.opened),
                (META_GENERATION, begun.epochs.generation),
                (META_DIRTY, 0),
            ],
            ..Changes::default()
        })?;
        Ok(begun)
    }

    /// Writes and syncs. A panic in redb, as on a damaged file, is a failed
    /// commit.
    pub fn commit(&self, changes: &Changes<'_>) -> Result<(), redb::Error> {
        catch_unwind(AssertUnwindSafe(|| self.write(changes)))
            .unwrap_or_else(|_| Err(redb::Error::Corrupted("the file is damaged".into())))
    }

    fn write(&self, changes: &Changes<'_>) -> Result<(), redb::Error> {
        let transaction = self.db.begin_write()?;
        if !changes.rows.is_empty() || !changes.delete.is_empty() {
            let mut log = transaction.open_table(LOG)?;
            for row in changes.delete {
                log.remove(row)?;
            }
            for (row, records) in changes.rows {
                log.insert(row, records.as_slice())?;
            }
        }
        if !changes.meta.is_empty() {
            let mut meta = transaction.open_table(META)?;
            for (name, value) in changes.meta {
                meta.insert(name, value)?;
            }
        }
        if !changes.consumers.is_empty() {
            let mut consumers = transaction.open_table(CONSUMERS)?;
            for ConsumerPosition { id, position } in changes.consumers {
                consumers.insert((&*id.consumer, &*id.partition), &**position)?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// The position of a consumer.
    pub fn consumer(&self, id: &ConsumerId) -> Result<Option<Bytes>, redb::Error> {
        let table = match self.db.begin_read()?.open_table(CONSUMERS) {
            Ok(table) => table,
            Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let found = table.get((&*id.consumer, &*id.partition))?;
        Ok(found.map(|position| Bytes::copy_from_slice(position.value())))
    }

    /// Looks at the rows asked for as they are now, one after the other; none
    /// for a row that is not there.
    pub fn read_rows(
        &self,
        rows: impl IntoIterator<Item = u64>,
        mut visit: impl FnMut(u64, Option<&[u8]>),
    ) -> Result<(), redb::Error> {
        let Some(table) = self.rows()? else { return Ok(()) };
        for row in rows {
            let found = table.get(row)?;
            visit(row, found.as_ref().map(|found| found.value()));
        }
        Ok(())
    }

    /// Looks at all rows, oldest first.
    pub fn scan(
        &self,
        mut visit: impl FnMut(u64, &[u8]) -> Result<(), String>,
    ) -> Result<(), redb::Error> {
        let Some(table) = self.rows()? else { return Ok(()) };
        for row in table.iter()? {
            let (row, records) = row?;
            visit(row.value(), records.value()).map_err(redb::Error::Corrupted)?;
        }
        Ok(())
    }

    /// The rows as they are now; none before the first was written.
    fn rows(&self) -> Result<Option<ReadOnlyTable<u64, &'static [u8]>>, redb::Error> {
        match self.db.begin_read()?.open_table(LOG) {
            Ok(table) => Ok(Some(table)),
            Err(redb::TableError::TableDoesNotExist(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives unused space in the file back; true when there was some.
    pub fn compact(&mut self) -> Result<bool, redb::Error> {
        Ok(self.db.compact()?)
    }

    /// What went wrong below.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }
}

/// redb would initialise an empty file and has no word for a foreign one.
fn refuse_foreign(medium: &dyn Medium) -> Result<(), StoreError> {
    let io = |error| StoreError::Io { path: medium.path().to_owned(), error };
    let foreign = |reason: &str| {
        Err(StoreError::Foreign { path: medium.path().to_owned(), reason: reason.to_owned() })
    };
    let backend = medium.open().map_err(io)?;
    let mut magic = [0; MAGIC.len()];
    if backend.len().map_err(io)? == 0 {
        return foreign("it is empty");
    }
    match backend.read(0, &mut magic) {
        Ok(()) if magic == MAGIC => Ok(()),
        Ok(()) => foreign("it begins like something else"),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            foreign("it is too short for one")
        }
        Err(error) => Err(io(error)),
    }
}

fn open_error(medium: &dyn Medium, error: DatabaseError) -> StoreError {
    match error {
        DatabaseError::DatabaseAlreadyOpen => {
            StoreError::InUse { path: medium.path().to_owned(), holder: "(unknown)".into() }
        }
        DatabaseError::UpgradeRequired(version) => {
            damaged(medium, format!("it has the old redb format {version}"))
        }
        DatabaseError::Storage(error) => store_error(medium, error.into()),
        other => damaged(medium, other.to_string()),
    }
}

/// Sorts redb's errors into what the operator can do about them.
pub(super) fn store_error(medium: &dyn Medium, error: redb::Error) -> StoreError {
    match error {
        redb::Error::Io(error)
            if !matches!(
                error.kind(),
                io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData
            ) =>
        {
            StoreError::Io { path: medium.path().to_owned(), error }
        }
        other => damaged(medium, other.to_string()),
    }
}

fn damaged(medium: &dyn Medium, reason: String) -> StoreError {
    StoreError::Damaged { path: medium.path().to_owned(), reason }
}
