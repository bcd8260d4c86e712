//! Rows that can never be done.

use super::{
    super::story::Follower,
    scene::{confirmed, streaming, until_problem},
};

#[tokio::test]
async fn poisonous_rows_are_put_away_once_and_hold_nobody() {
    let (postgres, mut server, mut follower) = streaming().await;
    let database = postgres.connect().await;
    let poison = [
        ("publish", r#"{"channel": "sync:0"}"#, "data"),
        ("publish", r#""text""#, "object"),
        ("publish", r#"{"channel": "nowhere:0", "data": 1}"#, "nowhere"),
        ("broadcast", r#"{"channels": ["sync:0", "nowhere:0"], "data": 1}"#, "nowhere"),
        ("presence", r#"{"channel": "sync:0"}"#, "presence"),
        ("disconnect", r"{}", "user"),
    ];
    for (number, (method, payload, _)) in (0..).zip(poison) {
        database.write(0, number..number + 1).await;
        database.insert(method, payload).await;
    }
    follower.expect(0..6).await;
    confirmed(&database).await;
    let query = "SELECT method, payload::text, reason, consumer FROM outbox_dead_letters \
                 ORDER BY id";
    let dead = database.client.query(query, &[]).await.unwrap();
    assert_eq!(dead.len(), poison.len());
    for (row, (method, payload, reason)) in dead.iter().zip(poison) {
        let column = |n| row.get::<_, String>(n);
        assert_eq!((&*column(0), &*column(3)), (method, "orders"));
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&column(1)), read(payload));
        assert!(column(2).contains(reason), "{reason:?} in {:?}", column(2));
    }
    server.restart_after_kill().await;
    database.write(0, 6..7).await;
    follower.expect(6..7).await;
    assert_eq!(database.number("SELECT count(*) FROM outbox_dead_letters").await, 6);
}

/// Payloads that no message could carry, and rows that nobody would write.
#[tokio::test]
async fn rows_that_are_too_big_or_odd_hold_nobody() {
    let (postgres, server, mut follower) = streaming().await;
    let database = postgres.connect().await;
    // One that is read, and one of which only the head is.
    for mib in [25, 60] {
        database
            .run(&format!(
                "INSERT INTO outbox (method, payload) VALUES ('publish', \
                 jsonb_build_object('channel', 'sync:0', 'data', repeat('x', {mib} << 20)))"
            ))
            .await;
    }
    database.write(0, 0..1).await;
    follower.expect(0..1).await;
    database
        .run(
            "ALTER TABLE outbox ALTER COLUMN method DROP NOT NULL, \
               ALTER COLUMN payload DROP NOT NULL; \
             INSERT INTO outbox (method) VALUES ('publish'), (NULL); \
             INSERT INTO outbox (method, payload, created_at) \
               VALUES ('nonsense', '{}', 'infinity')",
        )
        .await;
    // What does not fit the dead letters' columns is there as text.
    database.run("ALTER TABLE outbox ALTER COLUMN payload TYPE text").await;
    database.run("INSERT INTO outbox (method, payload) VALUES ('publish', 'no {json')").await;
    database.write(0, 1..2).await;
    follower.expect(1..2).await;
    confirmed(&database).await;
    let dead = "SELECT count(*) FROM outbox_dead_letters";
    assert_eq!(database.number(dead).await, 6);
    let kept = format!("{dead} WHERE octet_length(payload::text) > 25 << 20");
    assert_eq!(database.number(&kept).await, 1);
    let cut = format!("{dead} WHERE method = 'publish' AND payload IS NULL AND id > 0");
    assert_eq!(database.number(&cut).await, 2);
    assert_eq!(database.number(&format!("{dead} WHERE reason LIKE '%no {{json%'")).await, 1);
    drop(server);
}

/// While the dead letters do not take a row it comes again and again, and
/// nothing passes it.
#[tokio::test]
async fn a_row_that_cannot_be_put_away_holds_the_others() {
    let (postgres, server, mut follower) = streaming().await;
    let database = postgres.connect().await;
    database.run("ALTER TABLE outbox_dead_letters ADD CONSTRAINT full_up CHECK (id IS NULL)").await;
    database.write(0, 0..1).await;
    database.insert("nonsense", "{}").await;
    database.write(0, 1..2).await;
    follower.expect(0..1).await;
    until_problem(&server, "full_up").await;
    let request =
        fanwire::pb::api::HistoryRequest { channel: "sync:0".into(), ..Default::default() };
    assert_eq!(server.api().history(request).await.unwrap().offset, 1);
    database.run("ALTER TABLE outbox_dead_letters DROP CONSTRAINT full_up").await;
    follower.expect(1..2).await;
    until_problem(&server, "").await;
    let mut again = Follower::of(&server, "sync:0").await;
    again.expect(0..2).await;
}
