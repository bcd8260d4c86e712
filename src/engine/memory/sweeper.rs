use std::{
    sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel},
    thread::{self, JoinHandle},
    time::Duration,
};

const SWEEP_INTERVAL: Duration = Duration::from_secs(1);

/// A thread that sweeps once a second until it is dropped.
pub(super) struct Sweeper {
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sweeper {
    pub fn start(sweep: impl Fn() + Send + 'static) -> Self {
        let (stop, stopped) = sync_channel::<()>(0);
        let thread = thread::Builder::new()
            .name("memory-sweeper".into())
            .spawn(move || {
                while stopped.recv_timeout(SWEEP_INTERVAL) == Err(RecvTimeoutError::Timeout) {
                    sweep();
                }
            })
            .inspect_err(|error| {
                tracing::error!(%error, "no thread for the memory sweeper: expiry waits for access");
            })
            .ok();
        Self { stop: Some(stop), thread }
    }
}

impl Drop for Sweeper {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in the sweep was printed already; there is nothing else to undo.
            let _ = thread.join();
        }
    }
}
