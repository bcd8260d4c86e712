use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Notify;

use super::Subscriber;

/// Tells a session which of its subscriptions lost continuity. Bounded by the
/// session's subscriptions: each reports once. Keeps no subscriber alive, since
/// each of them holds this.
#[derive(Debug, Default)]
pub struct Losses {
    reported: Mutex<Vec<Weak<Subscriber>>>,
    bell: Notify,
}

impl Losses {
    /// Called from wherever the loss is noticed.
    pub(super) fn report(&self, subscriber: &Arc<Subscriber>) {
        let subscriber = Arc::downgrade(subscriber);
        self.reported.lock().unwrap_or_else(PoisonError::into_inner).push(subscriber);
        self.bell.notify_one();
    }

    /// The next losses; at least one. Subscribers that are gone lose nothing.
    pub async fn next(&self) -> Vec<Arc<Subscriber>> {
        loop {
            let reported =
                std::mem::take(&mut *self.reported.lock().unwrap_or_else(PoisonError::into_inner));
            let alive: Vec<_> = reported.iter().filter_map(Weak::upgrade).collect();
            if !alive.is_empty() {
                return alive;
            }
            self.bell.notified().await;
        }
    }
}
