//! A disk that forgets what was not synced, fails, and fills up.

use std::{
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard},
};

use rand::{RngExt, SeedableRng, rngs::SmallRng};
use redb::StorageBackend;

use crate::engine::embedded::medium::Medium;

/// Writes are torn between sectors, not within one.
const SECTOR: usize = 512;

/// Cheap to clone; all clones are one disk.
#[derive(Clone)]
pub struct Disk(Arc<Mutex<State>>);

struct State {
    random: SmallRng,
    /// As the running machine sees it.
    now: Vec<u8>,
    /// As it would be after power loss if nothing unsynced had been written.
    synced: Vec<u8>,
    unsynced: Vec<Change>,
    /// Grows with each power loss: what was opened before is dead.
    life: u64,
    fault: Fault,
    /// Operations since the fault was armed.
    operations: u64,
    /// Syncs are acknowledged first and done at the next one: what this keeps
    /// is what the next one will make durable.
    late: Option<Vec<u8>>,
    capacity: usize,
    /// Syncs so far.
    syncs: u64,
}

enum Change {
    Write { at: usize, data: Vec<u8> },
    Length(usize),
}

/// What goes wrong, and at which operation from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// The power is lost.
    PowerLoss {
        after: u64,
    },
    /// One sync fails.
    Sync {
        after: u64,
    },
    /// One write fails with an I/O error.
    Write {
        after: u64,
    },
}

impl Disk {
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            random: SmallRng::seed_from_u64(seed),
            now: Vec::new(),
            synced: Vec::new(),
            unsynced: Vec::new(),
            life: 0,
            fault: Fault::None,
            operations: 0,
            late: None,
            capacity: usize::MAX,
            syncs: 0,
        })))
    }

    pub fn arm(&self, fault: Fault) {
        let mut state = self.lock();
        state.fault = fault;
        state.operations = 0;
    }

    /// From now on each sync is done only when the next one is asked for.
    pub fn sync_late(&self) {
        let mut state = self.lock();
        state.late = Some(state.now.clone());
    }

    /// How often was synced.
    pub fn syncs(&self) -> u64 {
        self.lock().syncs
    }

    /// Leaves so many bytes free.
    pub fn leave_free(&self, bytes: usize) {
        let mut state = self.lock();
        state.capacity = state.now.len().saturating_add(bytes);
    }

    /// The power comes back: of what was not synced, some is there.
    pub fn power_cycle(&self) {
        let mut state = self.lock();
        let State { random, synced, unsynced, late, .. } = &mut *state;
        if late.is_some() {
            unsynced.clear();
        }
        for change in unsynced.drain(..) {
            match change {
                Change::Length(length) if random.random_bool(0.5) => synced.resize(length, 0),
                Change::Length(_) => {}
                Change::Write { at, data } => {
                    for (n, sector) in data.chunks(SECTOR).enumerate() {
                        if random.random_bool(0.5) {
                            put(synced, at + n * SECTOR, sector);
                        }
                    }
                }
            }
        }
        state.now = state.synced.clone();
        if state.late.is_some() {
            state.late = Some(state.now.clone());
        }
        state.life += 1;
        state.fault = Fault::None;
        state.capacity = usize::MAX;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }
}

fn put(image: &mut Vec<u8>, at: usize, data: &[u8]) {
    if image.len() < at + data.len() {
        image.resize(at + data.len(), 0);
    }
    image[at..at + data.len()].copy_from_slice(data);
}

impl State {
    /// Counts an operation of a file opened in `life`.
    fn operate(&mut self, life: u64) -> io::Result<()> {
        self.operations += 1;
        if matches!(self.fault, Fault::PowerLoss { after } if self.operations > after) {
            self.life += 1;
        }
        if life != self.life {
            return Err(io::Error::other("the power is off"));
        }
        Ok(())
    }

    fn grow(&self, length: usize) -> io::Result<()> {
        match length > self.capacity.max(self.now.len()) {
            true => Err(io::ErrorKind::StorageFull.into()),
            false => Ok(()),
        }
    }
}

impl Medium for Disk {
    fn open(&self) -> io::Result<Box<dyn StorageBackend>> {
        let life = self.lock().life;
        Ok(Box::new(File { disk: self.clone(), life }))
    }

    fn path(&self) -> &Path {
        Path::new("simulated")
    }

    fn bytes(&self) -> u64 {
        self.lock().now.len() as u64
    }
}

/// The disk as opened once.
struct File {
    disk: Disk,
    life: u64,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("File")
    }
}

impl StorageBackend for File {
    fn len(&self) -> io::Result<u64> {
        let mut state = self.disk.lock();
        state.operate(self.life)?;
        Ok(state.now.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.operate(self.life)?;
        let at = offset as usize;
        let found = state.now.get(at..at + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(found);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.operate(self.life)?;
        state.grow(len as usize)?;
        state.now.resize(len as usize, 0);
        state.unsynced.push(Change::Length(len as usize));
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.operate(self.life)?;
        if matches!(state.fault, Fault::Sync { after } if state.operations > after) {
            state.fault = Fault::None;
            return Err(io::Error::other("the sync failed"));
        }
        state.syncs += 1;
        state.unsynced.clear();
        let now = state.now.clone();
        state.synced = match &mut state.late {
            Some(late) => std::mem::replace(late, now),
            None => now,
        };
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.operate(self.life)?;
        if matches!(state.fault, Fault::Write { after } if state.operations > after) {
            state.fault = Fault::None;
            return Err(io::Error::other("the write failed"));
        }
        let at = offset as usize;
        state.grow(at + data.len())?;
        put(&mut state.now, at, data);
        state.unsynced.push(Change::Write { at, data: data.to_vec() });
        Ok(())
    }
}
