use std::{
    io,
    thread::{self, JoinHandle},
    time::Duration,
};

use tokio::runtime::{Builder, Handle};
use tokio_util::sync::CancellationToken;

/// What blocking tasks get to finish when a worker stops.
const BLOCKING_TASKS: Duration = Duration::from_secs(1);

/// Threads with a current-thread runtime each: connections live on them.
pub struct Workers {
    handles: Vec<Handle>,
    threads: Vec<JoinHandle<()>>,
    stop: CancellationToken,
}

impl Workers {
    /// Starts `count` threads, at least one.
    ///
    /// # Errors
    /// When the system has no thread or file descriptor left.
    pub fn start(count: usize) -> io::Result<Self> {
        let mut workers = Self { handles: vec![], threads: vec![], stop: CancellationToken::new() };
        for index in 0..count.max(1) {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            workers.handles.push(runtime.handle().clone());
            let stop = workers.stop.clone();
            let thread =
                thread::Builder::new().name(format!("worker-{index}")).spawn(move || {
                    runtime.block_on(stop.cancelled());
                    runtime.shutdown_timeout(BLOCKING_TASKS);
                })?;
            workers.threads.push(thread);
        }
        Ok(workers)
    }

    /// One handle per thread; the index is [`ConnectionHandle::worker`].
    ///
    /// [`ConnectionHandle::worker`]: super::ConnectionHandle::worker
    pub fn handles(&self) -> Vec<Handle> {
        self.handles.clone()
    }
}

impl Drop for Workers {
    /// Drops every task of the workers and joins their threads: blocks.
    fn drop(&mut self) {
        self.stop.cancel();
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so already.
            let _ = thread.join();
        }
    }
}
