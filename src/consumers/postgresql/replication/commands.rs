//! The commands of a replication connection.

use postgres_protocol::message::frontend;

use super::{
    connection::{Connection, WireError, unexpected},
    lsn::Lsn,
    names::{literal, quoted},
    position::Log,
    resume::{Server, forks},
};

/// What server this is and how its log came about.
pub(super) async fn identify(connection: &mut Connection) -> Result<Server, WireError> {
    let answer = connection.query("IDENTIFY_SYSTEM").await?;
    let broken = || WireError::Unexpected("an answer to IDENTIFY_SYSTEM".to_owned());
    let column = |index: usize| {
        let value = answer.first().and_then(|row| row.get(index));
        value.and_then(Option::as_deref).ok_or_else(broken)
    };
    let system = column(0)?.parse().map_err(|_| broken())?;
    let timeline: u32 = column(1)?.parse().map_err(|_| broken())?;
    let flushed = column(2)?.parse().map_err(|_| broken())?;
    let mut server = Server { log: Log { system, timeline }, flushed, forks: Vec::new() };
    if timeline > 1 {
        let answer = connection.query(&format!("TIMELINE_HISTORY {timeline}")).await?;
        let history = answer.into_iter().next().and_then(|row| row.into_iter().nth(1)).flatten();
        server.forks = forks(&history.ok_or_else(broken)?);
    }
    Ok(server)
}

/// The server's process for this connection.
pub(super) async fn process(connection: &mut Connection) -> Result<i32, WireError> {
    let answer = connection.query("SELECT pg_backend_pid()").await?;
    let process = answer.first().and_then(|row| row.first()).and_then(Option::as_deref);
    let process = process.and_then(|process| process.parse().ok());
    process.ok_or_else(|| WireError::Unexpected("an answer to pg_backend_pid".to_owned()))
}

/// Begins to stream a slot's changes, from where it is confirmed or from
/// `start` if that is later. A refusal leaves the connection as it was.
pub(super) async fn start(
    connection: &mut Connection,
    slot: &str,
    publication: &str,
    start: Lsn,
) -> Result<(), WireError> {
    let command = format!(
        "START_REPLICATION SLOT {} LOGICAL {start} (proto_version '1', publication_names {})",
        quoted(slot),
        literal(&quoted(publication))
    );
    frontend::query(&command, connection.outgoing())?;
    connection.flush().await?;
    match connection.next().await {
        Ok(frame) if frame.tag == b'W' => Ok(()),
        Ok(frame) => Err(unexpected(frame.tag)),
        Err(refusal @ WireError::Server { .. }) => {
            connection.until_ready().await?;
            Err(refusal)
        }
        Err(error) => Err(error),
    }
}
