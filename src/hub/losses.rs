use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use super::Subscriber;

/// Tells a session which of its subscriptions lost continuity. Bounded by the
/// session's subscriptions: each reports once.
#[derive(Debug, Default)]
pub struct Losses {
    reported: Mutex<Vec<Arc<Subscriber>>>,
    bell: Notify,
}

impl Losses {
    /// Called from wherever the loss is noticed.
    pub(super) fn report(&self, subscriber: Arc<Subscriber>) {
        self.reported.lock().unwrap_or_else(PoisonError::into_inner).push(subscriber);
        self.bell.notify_one();
    }

    /// The next losses; at least one.
    pub async fn next(&self) -> Vec<Arc<Subscriber>> {
        loop {
            let reported =
                std::mem::take(&mut *self.reported.lock().unwrap_or_else(PoisonError::into_inner));
            if !reported.is_empty() {
                return reported;
            }
            self.bell.notified().await;
        }
    }
}
