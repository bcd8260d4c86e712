//! How a database is reached, and left when it hangs.

use std::process::Command;

use super::{
    super::{
        postgres::Postgres,
        story::{Follower, consumer, schema},
    },
    trouble::until,
};
use crate::crash::server::Server;

/// Processes that hang; they go on when this is dropped.
struct Hanging(Vec<String>);

impl Hanging {
    fn new(pids: Vec<String>) -> Self {
        assert!(Command::new("kill").arg("-STOP").args(&pids).status().unwrap().success());
        Self(pids)
    }
}

impl Drop for Hanging {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg("-CONT").args(&self.0).status();
    }
}

#[tokio::test]
async fn sockets_silence_and_missing_grants() {
    let postgres = Postgres::start_with(&["unix_socket_directories=."]).await;
    postgres.run(&schema(&[]).await).await;
    postgres.run("CREATE ROLE poor LOGIN; GRANT SELECT, DELETE ON outbox TO poor").await;
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, socket) = (postgres.port(), postgres.data().display().to_string());
    let silence = silent.local_addr().unwrap().port();
    let cases = [
        (format!("host={socket} port={port} user=postgres dbname=postgres"), ""),
        (format!("host=127.0.0.1 port={silence} user=u connect_timeout=1"), "does not answer"),
        (postgres.dsn().replace("postgres@", "poor@"), "GRANT SELECT, UPDATE, DELETE ON"),
    ];
    let config = cases
        .iter()
        .enumerate()
        .map(|(n, (dsn, _))| consumer(dsn, 1, "").replace("\"orders\"", &format!("\"orders{n}\"")));
    let mut server = Server::configured(&config.collect::<String>());
    server.try_up(&["--set=shutdown.timeout=2m"]).await.unwrap();
    for (n, (_, problem)) in cases.iter().enumerate() {
        until(&server, n, problem).await;
    }
    let database = postgres.connect().await;
    database
        .run("GRANT UPDATE (id) ON outbox TO poor; GRANT INSERT ON outbox_dead_letters TO poor")
        .await;
    until(&server, 2, "").await;
    database.write(0, 0..3).await;
    Follower::of(&server, "sync:0").await.expect(0..3).await;

    // A stop does not wait for a database that hangs.
    let query = "SELECT pid::text FROM pg_stat_activity WHERE application_name LIKE 'fanwire%'";
    let rows = database.client.query(query, &[]).await.unwrap();
    let _hanging = Hanging::new(rows.iter().map(|row| row.get(0)).collect());
    assert!(server.terminate().await.success());
}
