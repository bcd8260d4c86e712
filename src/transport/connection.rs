use std::{
    future::poll_fn,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicU32, Ordering},
    },
    task::{Poll, Waker},
};

use futures_util::task::AtomicWaker;
use tokio_util::task::task_tracker::TaskTrackerToken;

/// End when the open streams have ended.
const DRAIN: u8 = 1;
/// End now.
const ABORT: u8 = 2;

/// One accepted connection, as its requests see it: stands in the extensions
/// of every request. Cheap to clone; keeps nothing open.
#[derive(Clone)]
pub struct ConnectionHandle(Arc<Shared>);

/// No lock and nothing shared with other connections: the connection's task
/// looks here each time it runs.
struct Shared {
    worker: usize,
    peer: SocketAddr,
    /// Streams ever opened; wraps.
    started: AtomicU32,
    open: AtomicU32,
    stuck: AtomicU32,
    orders: AtomicU8,
    task: AtomicWaker,
}

impl ConnectionHandle {
    pub(super) fn new(worker: usize, peer: SocketAddr) -> Self {
        Self(Arc::new(Shared {
            worker,
            peer,
            started: AtomicU32::new(0),
            open: AtomicU32::new(0),
            stuck: AtomicU32::new(0),
            orders: AtomicU8::new(0),
            task: AtomicWaker::new(),
        }))
    }

    /// Index of the worker thread that the connection lives on.
    pub fn worker(&self) -> usize {
        self.0.worker
    }

    /// The peer's address.
    pub fn peer(&self) -> SocketAddr {
        self.0.peer
    }

    /// Streams (requests whose answer has not ended) that are open now.
    pub fn open_streams(&self) -> u32 {
        self.0.open.load(Ordering::Acquire)
    }

    /// Counts streams whose peers do not read their end.
    pub(super) fn count_stuck(&self, difference: i32) {
        self.0.stuck.fetch_add(difference as u32, Ordering::AcqRel);
    }

    /// Streams whose peers do not read their end.
    pub(super) fn stuck_streams(&self) -> u32 {
        self.0.stuck.load(Ordering::Acquire)
    }

    /// Cuts the connection with all its streams.
    pub fn abort(&self) {
        self.order(ABORT);
    }

    /// Refuses new streams and ends the connection after the last open one.
    pub(super) fn drain(&self) {
        self.order(DRAIN);
    }

    fn order(&self, order: u8) {
        self.0.orders.fetch_or(order, Ordering::Release);
        self.0.task.wake();
    }

    pub(super) fn is_aborted(&self) -> bool {
        self.0.orders.load(Ordering::Acquire) & ABORT != 0
    }

    pub(super) fn is_draining(&self) -> bool {
        self.0.orders.load(Ordering::Acquire) & DRAIN != 0
    }

    pub(super) fn streams_started(&self) -> u32 {
        self.0.started.load(Ordering::Relaxed)
    }

    /// Who is woken by orders and by the end of the last stream.
    pub(super) fn register(&self, task: &Waker) {
        self.0.task.register(task);
    }

    /// Resolves as soon as the connection is to end, in whatever way.
    pub(super) async fn ordered_to_end(&self) {
        poll_fn(|cx| {
            self.register(cx.waker());
            if self.0.orders.load(Ordering::Acquire) == 0 { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
    }

    /// Counts a stream until the guard is dropped; `token` is held as long.
    pub(super) fn open_stream(&self, token: TaskTrackerToken) -> StreamGuard {
        self.0.started.fetch_add(1, Ordering::Relaxed);
        self.0.open.fetch_add(1, Ordering::AcqRel);
        StreamGuard { connection: self.clone(), _token: token }
    }
}

/// One open stream of a connection.
pub(super) struct StreamGuard {
    connection: ConnectionHandle,
    _token: TaskTrackerToken,
}

impl Drop for StreamGuard {
    fn drop(&mut self) {
        if self.connection.0.open.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.connection.0.task.wake();
        }
    }
}
