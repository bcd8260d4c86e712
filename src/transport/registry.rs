use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::connection::ConnectionHandle;

/// The open connections of one listener.
pub(super) struct Registry {
    connections: Mutex<HashMap<u64, ConnectionHandle>>,
    by_worker: Vec<AtomicUsize>,
}

impl Registry {
    pub(super) fn new(workers: usize) -> Arc<Self> {
        Arc::new(Self {
            connections: Mutex::default(),
            by_worker: (0..workers).map(|_| AtomicUsize::new(0)).collect(),
        })
    }

    /// Connections that are open now.
    pub(super) fn len(&self) -> usize {
        self.lock().len()
    }

    /// The worker with the fewest connections; the first of several.
    pub(super) fn least_loaded(&self) -> usize {
        let load = |worker: &usize| self.by_worker[*worker].load(Ordering::Relaxed);
        (0..self.by_worker.len()).min_by_key(load).unwrap_or(0)
    }

    /// Keeps `connection` until the guard is dropped.
    pub(super) fn add(self: &Arc<Self>, id: u64, connection: ConnectionHandle) -> Registered {
        let worker = connection.worker();
        self.by_worker[worker].fetch_add(1, Ordering::Relaxed);
        self.lock().insert(id, connection);
        Registered { registry: self.clone(), id, worker }
    }

    pub(super) fn drain_all(&self) {
        self.all().iter().for_each(ConnectionHandle::drain);
    }

    pub(super) fn abort_all(&self) {
        self.all().iter().for_each(ConnectionHandle::abort);
    }

    /// A copy: waking tasks is none of the lock's business.
    fn all(&self) -> Vec<ConnectionHandle> {
        self.lock().values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, ConnectionHandle>> {
        // No code that can panic runs under the lock.
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection's entry.
pub(super) struct Registered {
    registry: Arc<Registry>,
    id: u64,
    worker: usize,
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.registry.lock().remove(&self.id);
        self.registry.by_worker[self.worker].fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_go_where_fewest_are_and_leave_nothing_behind() {
        let registry = Registry::new(2);
        let peer = ([127, 0, 0, 1], 1).into();
        let open = |id| {
            let worker = registry.least_loaded();
            (worker, registry.add(id, ConnectionHandle::new(worker, peer)))
        };
        let (first, first_guard) = open(1);
        let (second, _second_guard) = open(2);
        assert_eq!((first, second), (0, 1));
        let (_, third_guard) = open(3);
        drop((first_guard, third_guard));
        assert_eq!(open(4).0, 0);
        assert_eq!(registry.len(), 1);
    }
}
