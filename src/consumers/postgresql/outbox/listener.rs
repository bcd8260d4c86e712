use std::sync::Arc;

use tokio::sync::Notify;

use super::super::{
    dsn::Dsn,
    session::{OnNotification, Session, bounded},
};
use crate::consumers::SourceError;

/// Longest name of PostgreSQL.
const MAX_CHANNEL_BYTES: usize = 63;

/// What is wrong with the name of a notification channel, if anything.
///
/// # Errors
/// The cause and the fix.
pub fn check_channel(name: &str) -> Result<(), String> {
    match name.len() {
        0 => Err("is empty: name a channel".into()),
        bytes if bytes > MAX_CHANNEL_BYTES => {
            Err(format!("has {bytes} bytes, PostgreSQL allows {MAX_CHANNEL_BYTES}: shorten it"))
        }
        _ if name.contains('\0') => Err("contains a NUL, which no name may: remove it".into()),
        _ => Ok(()),
    }
}

/// Wakes the workers of partitions in which something may be new.
pub(super) struct Wake(Vec<Notify>);

impl Wake {
    pub fn new(partitions: u32) -> Self {
        Self((0..partitions).map(|_| Notify::new()).collect())
    }

    /// Resolves when something may be new in `partition` since the last call.
    pub async fn woken(&self, partition: u32) {
        match self.0.get(partition as usize) {
            Some(notify) => notify.notified().await,
            None => std::future::pending().await,
        }
    }

    /// A notification's payload is the partition; anything else means any.
    fn wake(&self, payload: &str) {
        match payload.parse::<usize>() {
            Ok(partition) => self.0.get(partition).into_iter().for_each(Notify::notify_one),
            Err(_) => self.0.iter().for_each(Notify::notify_one),
        }
    }
}

/// The session that hears of new rows and looks after the others.
pub(super) struct Listener(Session);

impl Listener {
    /// Connects and listens on `channel`, if there is one.
    pub async fn open(
        dsn: &Dsn,
        name: &str,
        channel: Option<&str>,
        wake: Arc<Wake>,
    ) -> Result<Self, SourceError> {
        let told: OnNotification = Arc::new(move |notification| wake.wake(notification.payload()));
        let session = Session::open(dsn, name, Some(told)).await?;
        if let Some(channel) = channel {
            let listen = format!("LISTEN \"{}\"", channel.replace('"', "\"\""));
            bounded(session.client.batch_execute(&listen)).await?;
        }
        Ok(Self(session))
    }

    pub fn session(&self) -> &Session {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_a_name_of_postgresql() {
        for name in ["", &"x".repeat(64), "a\0b"] {
            assert!(check_channel(name).unwrap_err().contains(": "), "{name}");
        }
        assert_eq!(check_channel(&"x".repeat(63)), Ok(()));
    }
}
