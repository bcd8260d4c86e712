use super::{
    super::{TableName, columns::DEAD_LETTERS},
    names::quoted,
};

/// The SQL that makes an outbox whose inserts are read from the log: the
/// table, a trigger that keeps it empty, its dead letters and its publication.
/// `protobuf` makes payloads the bytes of request messages.
pub fn schema(table: &TableName, publication: &str, protobuf: bool) -> String {
    let dead = table.with_suffix(DEAD_LETTERS);
    let function = table.beside("_clear");
    let trigger = format!("\"{}\"", table.with_suffix("_clear").name());
    let publication = quoted(publication);
    let (payload, holds) = match protobuf {
        true => ("bytea", "the request message of the method's rpc, as protobuf"),
        false => ("jsonb", "the request, as the HTTP API takes it"),
    };
    format!(
        r#"-- The outbox of Fanwire, read from the log. An application inserts in the
-- transaction that changes its data. Rows are done in the order of the commits.
--
-- The server needs wal_level = logical (ALTER SYSTEM SET wal_level = logical, and
-- a restart), a free replication slot and a free wal sender. Fanwire's role needs
--   ALTER ROLE fanwire REPLICATION;
--   GRANT INSERT, SELECT ON {dead} TO fanwire;
-- max_slot_wal_keep_size bounds the log that is kept while Fanwire is down; what
-- is older than that is lost. The slot comes about at Fanwire's first start: rows
-- of before are not seen.
CREATE TABLE {table} (
    id bigserial PRIMARY KEY,
    -- publish, broadcast, subscribe, unsubscribe, disconnect, history_remove or refresh
    method text NOT NULL,
    -- {holds}
    payload {payload} NOT NULL,
    -- Of no meaning here; it lets the application write as to an outbox that is polled.
    partition integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
) WITH (
    -- Rows do not stay: clean up after so many of them, not after a part of the table.
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000
);

-- The log has the rows: the table stays empty. An application may as well delete
-- what it has inserted in the same transaction.
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM {table} WHERE id IN (SELECT id FROM new_rows);
    RETURN NULL;
END
$$;
CREATE TRIGGER {trigger} AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();

-- Rows that can never be done, with the reason. Fanwire never reads them: to try
-- one again, insert it again.
CREATE TABLE {dead} (
    id bigint NOT NULL,
    method text,
    payload {payload},
    partition integer,
    created_at timestamptz,
    reason text NOT NULL,
    consumer text NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now(),
    -- Where in the log it is: it is put away once.
    position text,
    UNIQUE (consumer, position)
);
CREATE INDEX ON {dead} (failed_at);

-- After the table and before Fanwire's first start, which makes the slot.
CREATE PUBLICATION {publication} FOR TABLE {table}
    WITH (publish = 'insert', publish_via_partition_root = true);
"#
    )
}
