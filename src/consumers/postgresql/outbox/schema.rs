use super::super::{TableName, columns::DEAD_LETTERS};

/// The SQL that makes an outbox: the table, its trigger and its dead letters.
/// `channel` is where the trigger tells of new rows, `protobuf` makes payloads
/// the bytes of request messages.
pub fn schema(table: &TableName, channel: &str, protobuf: bool) -> String {
    let dead = table.with_suffix(DEAD_LETTERS);
    let function = table.beside("_notify");
    let trigger = format!("\"{}\"", table.with_suffix("_notify").name());
    // The function's body ends with its tag, so the channel must not contain it.
    let mut tag = "$notify$".to_owned();
    while channel.contains(&tag) {
        tag.insert(1, '_');
    }
    let channel = channel.replace('\'', "''");
    let (payload, holds) = match protobuf {
        true => ("bytea", "the request message of the method's rpc, as protobuf"),
        false => ("jsonb", "the request, as the HTTP API takes it"),
    };
    format!(
        r#"-- The outbox of Fanwire. An application inserts in the transaction that changes
-- its data. Rows of one partition are done in the order of their ids.
CREATE TABLE {table} (
    id bigserial,
    -- publish, broadcast, subscribe, unsubscribe, disconnect, history_remove or refresh
    method text NOT NULL,
    -- {holds}
    payload {payload} NOT NULL,
    -- 0 to num_partitions - 1
    partition integer NOT NULL DEFAULT 0 CHECK (partition >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (partition, id)
) WITH (
    -- Rows do not stay: clean up after so many of them, not after a part of the table.
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000
);

-- Rows that can never be done, with the reason. Fanwire never reads them: to try
-- one again, move it back, with its id and created_at or without.
CREATE TABLE {dead} (
    id bigint NOT NULL,
    method text,
    payload {payload},
    partition integer,
    created_at timestamptz,
    reason text NOT NULL,
    consumer text NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON {dead} (failed_at);

-- Tells at the commit which partitions have new rows, once for each statement.
-- PostgreSQL lets commits that tell something wait for each other; without this
-- trigger rows are found by polling.
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS {tag}
BEGIN
    PERFORM pg_notify('{channel}', partition::text)
    FROM (SELECT DISTINCT partition FROM new_rows) AS partitions;
    RETURN NULL;
END
{tag};
CREATE TRIGGER {trigger} AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_does_not_end_the_function() {
        let table = "outbox".parse().unwrap();
        let sql = schema(&table, "a$notify$b$_notify$", false);
        assert_eq!(sql.matches("$__notify$").count(), 2);
    }
}
