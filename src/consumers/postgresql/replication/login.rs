//! How a replication connection begins.

use bytes::{Buf as _, Bytes};
use postgres_protocol::{
    authentication::{
        md5_hash,
        sasl::{self, ScramSha256},
    },
    message::frontend,
};
use tokio::time::timeout;
use tokio_postgres::config;

use super::{
    super::dsn::Dsn,
    connection::{Connection, WireError, unexpected},
    socket::{Address, Place, places},
};
use crate::consumers::SourceError;

/// Text of values, whatever the database's settings are.
const SETTINGS: &str = "SET datestyle = 'ISO'; SET bytea_output = 'hex'; SET statement_timeout = 0";

/// Who logs in, and where.
pub(super) struct Login<'a> {
    pub user: &'a str,
    pub database: &'a str,
    pub application: String,
}

impl Login<'_> {
    /// Connects to the first host of the dsn that is no standby.
    pub async fn connect(&self, dsn: &Dsn) -> Result<Connection, SourceError> {
        let mut last = WireError::Refused("the dsn names no host that has an address".into());
        for place in places(dsn) {
            let addresses = match in_time(dsn, place.addresses()).await {
                Ok(addresses) => addresses,
                Err(error) => {
                    last = error;
                    continue;
                }
            };
            for address in addresses {
                match in_time(dsn, self.connect_to(&place, &address, dsn)).await {
                    Ok(connection) => return Ok(connection),
                    Err(error) => last = error,
                }
            }
        }
        Err(self.problem(dsn, &last))
    }

    async fn connect_to(
        &self,
        place: &Place<'_>,
        address: &Address,
        dsn: &Dsn,
    ) -> Result<Connection, WireError> {
        let mut connection = Connection::new(place.connect(address).await?);
        let parameters = [
            ("client_encoding", "UTF8"),
            ("user", self.user),
            ("database", self.database),
            ("replication", "database"),
            ("application_name", &self.application),
        ];
        let options = dsn.config.get_options().map(|options| ("options", options));
        let parameters = parameters.into_iter().chain(options);
        frontend::startup_message(parameters, connection.outgoing())?;
        connection.flush().await?;
        authenticate(&mut connection, self.user, &dsn.config).await?;
        connection.until_ready().await?;
        connection.query(SETTINGS).await?;
        let is_standby = connection.query("SELECT pg_is_in_recovery()").await?;
        match is_standby.first().and_then(|row| row.first()).and_then(Option::as_deref) {
            Some("f") => Ok(connection),
            _ => Err(WireError::Refused("it is a standby: point dsn at the primary".into())),
        }
    }

    fn problem(&self, dsn: &Dsn, error: &WireError) -> SourceError {
        let fix = match error.code() {
            "42501" | "28000" => format!(
                "allow it: ALTER ROLE \"{user}\" REPLICATION, and a line of pg_hba.conf that lets \
                 {user} into {database}",
                user = self.user,
                database = self.database
            ),
            "53300" => "raise max_wal_senders, or end what uses them".to_owned(),
            _ => "start the database or correct dsn".to_owned(),
        };
        let place = dsn.place();
        SourceError::new(format!("cannot replicate from database {place} ({error}): {fix}"))
    }
}

/// Bounds a step of connecting; each address of a host has this time.
async fn in_time<T>(
    dsn: &Dsn,
    step: impl Future<Output = Result<T, WireError>>,
) -> Result<T, WireError> {
    match dsn.config.get_connect_timeout() {
        Some(limit) => timeout(*limit, step).await.unwrap_or(Err(WireError::Silent)),
        None => step.await,
    }
}

/// Answers what the server asks for until it is content.
async fn authenticate(
    connection: &mut Connection,
    user: &str,
    config: &config::Config,
) -> Result<(), WireError> {
    let password = || {
        config.get_password().ok_or_else(|| {
            WireError::Refused("the server asks for a password: give dsn one".to_owned())
        })
    };
    let mut scram = None;
    loop {
        let mut body = message(connection).await?;
        match body.try_get_u32().unwrap_or(u32::MAX) {
            // Only a server that proved to know the password is believed.
            0 if scram.is_none() => return Ok(()),
            3 => frontend::password_message(password()?, connection.outgoing())?,
            5 => {
                let salt = body.first_chunk::<4>().ok_or_else(|| unexpected(b'R'))?;
                let hash = md5_hash(user.as_bytes(), password()?, *salt);
                frontend::password_message(hash.as_bytes(), connection.outgoing())?;
            }
            10 => {
                let mechanisms: Vec<_> = body.split(|byte| *byte == 0).collect();
                if !mechanisms.contains(&sasl::SCRAM_SHA_256.as_bytes()) {
                    return Err(WireError::Refused("it offers no SCRAM-SHA-256".into()));
                }
                let exchange = ScramSha256::new(password()?, sasl::ChannelBinding::unsupported());
                let (name, first) = (sasl::SCRAM_SHA_256, exchange.message());
                frontend::sasl_initial_response(name, first, connection.outgoing())?;
                scram = Some(exchange);
            }
            11 => {
                let exchange = scram.as_mut().ok_or_else(|| unexpected(b'R'))?;
                exchange.update(&body)?;
                frontend::sasl_response(exchange.message(), connection.outgoing())?;
            }
            12 => scram.take().ok_or_else(|| unexpected(b'R'))?.finish(&body)?,
            _ => {
                let problem = "it asks for a way of logging in that is unknown: use a password";
                return Err(WireError::Refused(problem.into()));
            }
        }
        connection.flush().await?;
    }
}

async fn message(connection: &mut Connection) -> Result<Bytes, WireError> {
    let frame = connection.next().await?;
    match frame.tag {
        b'R' => Ok(frame.body),
        tag => Err(unexpected(tag)),
    }
}
