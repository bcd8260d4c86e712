use std::{
    error::Error as _,
    future::{Future, poll_fn},
    sync::Arc,
    time::Duration,
};

use tokio::{task::JoinHandle, time::timeout};
use tokio_postgres::{AsyncMessage, Client, Config, Error, Notification};

use super::{dsn::Dsn, tls::Tls};
use crate::consumers::SourceError;

/// No statement takes anywhere near as long while the database works.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a session of ours behaves: what it deletes is on disk, and a dead
/// peer's locks are given up soon.
const SETTINGS: &str = "SET synchronous_commit = on; \
    SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 2; \
    SET statement_timeout = '25s'; SET lock_timeout = '10s'";

/// What is called with each notification, on the session's own task.
pub(super) type OnNotification = Arc<dyn Fn(&Notification) + Send + Sync>;

/// One connection. Dropping it closes it.
pub(super) struct Session {
    pub client: Client,
    driver: JoinHandle<()>,
}

impl Session {
    /// Connects and settles how the session behaves.
    pub async fn open(
        dsn: &Dsn,
        name: &str,
        told: Option<OnNotification>,
    ) -> Result<Self, SourceError> {
        let tls = Tls::new(&dsn.verify).map_err(SourceError::new)?;
        let mut config = dsn.config.clone();
        if config.get_application_name().is_none() {
            config.application_name(format!("fanwire {name}"));
        }
        let failed = |error: &Error| {
            let place = dsn.place();
            SourceError::new(format!(
                "cannot connect to database {place} ({}): start it or correct dsn",
                Session::describe(error)
            ))
        };
        let (client, mut connection) = match timeout(patience(&config), config.connect(tls)).await {
            Ok(connected) => connected.map_err(|e| failed(&e))?,
            Err(_) => {
                let place = dsn.place();
                return Err(SourceError::new(format!(
                    "cannot connect to database {place} (it accepts and does not answer): check it \
                     or correct dsn"
                )));
            }
        };
        let driver = tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                if let (AsyncMessage::Notification(notification), Some(told)) = (message, &told) {
                    told(&notification);
                }
            }
        });
        let session = Self { client, driver };
        bounded(session.client.batch_execute(SETTINGS)).await?;
        Ok(session)
    }

    /// Ends it, and with it all that the database is asked for and its locks.
    pub fn close(&self) {
        self.driver.abort();
    }

    /// What an error says; the library's own text only says of what kind it is.
    pub fn describe(error: &Error) -> String {
        match (error.as_db_error(), error.source()) {
            (Some(error), _) => format!("{} (SQLSTATE {})", error.message(), error.code().code()),
            (None, Some(cause)) => cause.to_string(),
            (None, None) => error.to_string(),
        }
    }

    /// True when nothing can be asked of it any more.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// The library bounds only the network's part of connecting, for each address.
fn patience(config: &Config) -> Duration {
    let hosts = u32::try_from(config.get_hosts().len()).unwrap_or(u32::MAX).max(1);
    let address = config.get_connect_timeout().copied().unwrap_or(PATIENCE);
    // The addresses of a host are tried one after the other.
    address.saturating_mul(3).saturating_mul(hosts)
}

/// Bounds a statement and says in our words what went wrong.
pub(super) async fn bounded<T>(
    statement: impl Future<Output = Result<T, Error>>,
) -> Result<T, SourceError> {
    match timeout(PATIENCE, statement).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => {
            Err(SourceError::new(format!("the database: {}", Session::describe(&error))))
        }
        Err(_) => Err(SourceError::new("the database does not answer: check it and the network")),
    }
}
