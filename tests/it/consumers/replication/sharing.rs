//! Several nodes at one slot.

use super::{
    super::story::Follower,
    scene::{ACTIVE, confirmed, consumer, log, streaming, until_problem},
};
use crate::crash::server::Server;

#[tokio::test]
async fn one_node_streams_and_another_takes_over() {
    let (postgres, mut first, mut follower) = streaming().await;
    let database = postgres.connect().await;
    let mut second = Server::configured(&consumer(&postgres.dsn(), ""));
    second.up().await;
    // It stands by, and nothing is wrong with it.
    until_problem(&second, "").await;
    assert!(log(&second).contains("consumer stands by"));
    database.write(0, 0..5).await;
    follower.expect(0..5).await;
    confirmed(&database).await;
    let processed = "fanwire_consumer_processed_total{consumer=\"orders\"}";
    assert_eq!(second.metric(processed).await, 0.0);

    first.kill().await;
    database.write(0, 5..8).await;
    let mut of_second = Follower::of(&second, "sync:0").await;
    of_second.expect(5..8).await;

    // The one that comes back stands by now, and takes over in turn.
    first.up().await;
    until_problem(&first, "").await;
    confirmed(&database).await;
    assert!(second.terminate().await.success());
    database.write(0, 8..10).await;
    follower.expect(8..10).await;
    database.reaches(ACTIVE, 1).await;
}
