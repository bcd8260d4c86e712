//! How replication connections log in.

use super::{
    super::{
        outbox::{tls::Secured, trouble::until},
        postgres::Postgres,
    },
    scene::{consumer, replication_schema},
};
use crate::crash::server::Server;

/// One consumer for each dsn; each has to have this part in its problem.
async fn expect(cases: &[(String, &str)]) -> Server {
    let config = cases
        .iter()
        .enumerate()
        .map(|(n, (dsn, _))| consumer(dsn, "").replace("\"orders\"", &format!("\"orders{n}\"")));
    let mut server = Server::configured(&config.collect::<String>());
    server.up().await;
    for (n, (_, problem)) in cases.iter().enumerate() {
        until(&server, n, problem).await;
    }
    server
}

#[tokio::test]
async fn certificates_are_verified_as_the_dsn_says() {
    // Other sessions need no TLS, so that the replication itself must refuse.
    let secured = Secured::start(&replication_schema(&[]).await).await;
    let Secured { postgres, ours, other, .. } = &secured;
    let port = postgres.port();
    let case = |host: &str, mode: &str, problem: &'static str| {
        (format!("postgres://postgres@{host}:{port}/postgres?sslmode={mode}"), problem)
    };
    let _server = expect(&[
        case("127.0.0.1", &format!("verify-full&sslrootcert={ours}"), ""),
        case("localhost", &format!("verify-full&sslrootcert={ours}"), "not valid for name"),
        case("localhost", &format!("verify-ca&sslrootcert={ours}"), ""),
        case("127.0.0.1", &format!("verify-ca&sslrootcert={other}"), "invalid peer certificate"),
        case("127.0.0.1", "require", ""),
        case("127.0.0.1", "prefer", ""),
    ])
    .await;
    let database = postgres.connect().await;
    let replications = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_replication USING (pid)";
    database.reaches(replications, 4).await;
    assert_eq!(database.number(&format!("{replications} WHERE NOT ssl")).await, 0);
}

#[tokio::test]
async fn passwords_are_given_in_all_the_ways_that_servers_ask_for_them() {
    let postgres = Postgres::start().await;
    postgres.run(&replication_schema(&[]).await).await;
    let ways = [("scram", "scram-sha-256"), ("hash", "md5"), ("clear", "password")];
    let mut lines = String::new();
    for (user, method) in ways {
        let kind = if user == "hash" { "md5" } else { "scram-sha-256" };
        postgres
            .run(&format!(
                "SET password_encryption = '{kind}'; \
                 CREATE ROLE {user} LOGIN REPLICATION PASSWORD 'se cret'; \
                 GRANT SELECT, INSERT ON outbox_dead_letters TO {user}; \
                 CREATE ROLE plain_{user} LOGIN PASSWORD 'se cret'"
            ))
            .await;
        lines += &format!("host all {user},plain_{user} 127.0.0.1/32 {method}\n");
    }
    postgres.write_file("pg_hba.conf", &(lines + "host all all 127.0.0.1/32 trust\n")).await;
    postgres.run("SELECT pg_reload_conf()").await;
    let dsn = |user: &str, password: &str| {
        format!(
            "host=127.0.0.1 port={} dbname=postgres sslmode=disable user={user} {password}",
            postgres.port()
        )
    };
    let password = "password='se cret'";
    let mut cases: Vec<_> = ways.iter().map(|(user, _)| (dsn(user, password), "")).collect();
    cases.push((dsn("scram", "password=wrong"), "password authentication failed"));
    cases.push((dsn("plain_scram", password), "ALTER ROLE \"plain_scram\" REPLICATION"));
    let _server = expect(&cases).await;
    let streams = "SELECT count(DISTINCT usename) FROM pg_stat_replication";
    postgres.connect().await.reaches(streams, 3).await;
}
