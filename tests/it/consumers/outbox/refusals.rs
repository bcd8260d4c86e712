//! Rows that can never be done.

use super::super::story::{Follower, with_outbox};

#[tokio::test]
async fn poisonous_rows_are_put_away_and_hold_nobody() {
    let (postgres, mut server) = with_outbox(1).await;
    let database = postgres.connect().await;
    let poison = [
        ("publish", r#"{"channel": "sync:0"}"#, "data"),
        ("publish", r#""text""#, "object"),
        ("publish", r#"{"channel": "nowhere:0", "data": 1}"#, "nowhere"),
        ("publish", r#"{"channel": 5, "data": 1}"#, "channel"),
        ("broadcast", r#"{"channels": ["sync:0", "nowhere:0"], "data": 1}"#, "nowhere"),
        ("broadcast", r#"{"channels": [], "data": 1}"#, "channels"),
        ("presence", r#"{"channel": "sync:0"}"#, "presence"),
        ("disconnect", r"{}", "user"),
    ];
    for (number, (method, payload, _)) in (0..).zip(poison) {
        database.write(0, number..number + 1).await;
        database.insert(method, payload).await;
    }
    server.up().await;
    let mut follower = Follower::of(&server, "sync:0").await;
    follower.expect(0..8).await;
    database.drained().await;
    let query =
        "SELECT method, payload::text, reason, consumer FROM outbox_dead_letters ORDER BY id";
    let dead = database.client.query(query, &[]).await.unwrap();
    assert_eq!(dead.len(), poison.len());
    for (row, (method, payload, reason)) in dead.iter().zip(poison) {
        let column = |n| row.get::<_, String>(n);
        assert_eq!((&*column(0), &*column(3)), (method, "orders"));
        let (kept, given) = (column(1), payload);
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&kept), read(given));
        assert!(column(2).contains(reason), "{reason:?} in {:?}", column(2));
    }
    let series = "fanwire_consumer_dead_lettered_total{consumer=\"orders\"}";
    assert_eq!(server.metric(series).await, poison.len() as f64);
    assert_eq!(server.metric("fanwire_consumer_up{consumer=\"orders\"}").await, 1.0);

    // What was put away does not come again.
    server.restart_after_kill().await;
    database.write(0, 8..9).await;
    follower.expect(8..9).await;
    database.reaches("SELECT count(*) FROM outbox_dead_letters", poison.len() as i64).await;
}

/// Also of a row whose reason PostgreSQL cannot store as it is.
#[tokio::test]
async fn a_row_that_is_moved_back_is_done() {
    let (postgres, mut server) = with_outbox(1).await;
    let database = postgres.connect().await;
    for table in ["outbox", "outbox_dead_letters"] {
        database
            .run(&format!("ALTER TABLE {table} ALTER payload TYPE json USING payload::json"))
            .await;
    }
    database.run("ALTER TABLE outbox_dead_letters ALTER reason TYPE varchar(200)").await;
    let long = "x".repeat(300);
    let insert = |payload: &str| {
        format!("INSERT INTO outbox (method, payload) VALUES ('publish', '{payload}');")
    };
    let bad = [
        r#"{"channel": "sync:0", "data": 1, "tags": {"a\u0000b": 5}}"#.to_owned(),
        format!(r#"{{"channel": "nowhere:0", "data": 1, "{long}": 5}}"#),
        r#"{"channel": "nowhere:0", "data": 1}"#.to_owned(),
    ];
    let good = |number: u32| insert(&format!(r#"{{"channel": "sync:0", "data": {number}}}"#));
    let bad: String = bad.iter().map(|payload| insert(payload)).collect();
    database.run(&format!("BEGIN; {} {bad} {} COMMIT", good(0), good(1))).await;
    server.up().await;
    let mut follower = Follower::of(&server, "sync:0").await;
    follower.expect(0..2).await;
    database.drained().await;
    database.reaches("SELECT count(*) FROM outbox_dead_letters", 3).await;

    server.kill().await;
    database
        .run(
            "WITH dead AS (DELETE FROM outbox_dead_letters RETURNING *) \
             INSERT INTO outbox (id, method, payload, partition, created_at) \
             SELECT id, method, '{\"channel\": \"sync:0\", \"data\": 2}', partition, created_at \
             FROM dead ORDER BY id LIMIT 1",
        )
        .await;
    server.up().await;
    follower.expect(2..3).await;
    database.drained().await;
}
