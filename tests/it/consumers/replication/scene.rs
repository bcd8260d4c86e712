//! A database with an outbox whose log is read, and a server that reads it.

use super::super::{
    outbox::trouble,
    postgres::{Connection, Postgres},
    story::{Follower, schema},
};
use crate::crash::server::Server;

/// The consumer's part of a configuration.
pub fn consumer(dsn: &str, more: &str) -> String {
    format!(
        r#"
[[consumers]]
name = "orders"
enabled = true
type = "postgresql_replication"
[consumers.postgresql_replication]
dsn = "{dsn}"
outbox_table_name = "outbox"
{more}
"#
    )
}

/// What `fanwire outbox schema` prints for it.
pub async fn replication_schema(arguments: &[&str]) -> String {
    schema(&[&["--replication"], arguments].concat()).await
}

/// A database with an outbox, and a server that reads it and does not run yet.
pub async fn with_replication() -> (Postgres, Server) {
    let postgres = Postgres::start().await;
    postgres.run(&replication_schema(&[]).await).await;
    let server = Server::configured(&consumer(&postgres.dsn(), ""));
    (postgres, server)
}

/// True while something reads the consumer's slot.
pub const ACTIVE: &str =
    "SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'fanwire_orders' AND active";

/// A running server that streams, and a follower of its channel.
pub async fn streaming() -> (Postgres, Server, Follower) {
    let (postgres, mut server) = with_replication().await;
    server.up().await;
    postgres.connect().await.reaches(ACTIVE, 1).await;
    let follower = Follower::of(&server, "sync:0").await;
    (postgres, server, follower)
}

/// Waits until the slot has caught up with what is written by now.
pub async fn confirmed(database: &Connection) {
    let now = database.client.query_one("SELECT pg_current_wal_insert_lsn()::text", &[]);
    let now: String = now.await.unwrap().get(0);
    let confirmed = format!(
        "SELECT count(*) FROM pg_replication_slots \
         WHERE slot_name = 'fanwire_orders' AND confirmed_flush_lsn >= '{now}'"
    );
    database.reaches(&confirmed, 1).await;
}

/// Waits until the problem of the consumer has this part; none for no problem.
pub async fn until_problem(server: &Server, part: &str) {
    trouble::until(server, 0, part).await;
}

/// What the server has logged.
pub fn log(server: &Server) -> String {
    std::fs::read_to_string(server.path().join("stderr.log")).unwrap()
}
