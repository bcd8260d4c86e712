-- The outbox of Fanwire, read from the log. An application inserts in the
-- transaction that changes its data. Rows are done in the order of the commits.
--
-- The server needs wal_level = logical (ALTER SYSTEM SET wal_level = logical, and
-- a restart), a free replication slot and a free wal sender. Fanwire's role needs
--   ALTER ROLE fanwire REPLICATION;
--   GRANT INSERT, SELECT ON "replicated_outbox_dead_letters" TO fanwire;
-- max_slot_wal_keep_size bounds the log that is kept while Fanwire is down; what
-- is older than that is lost. The slot comes about at Fanwire's first start: rows
-- of before are not seen.
CREATE TABLE "replicated_outbox" (
    id bigserial PRIMARY KEY,
    -- publish, broadcast, subscribe, unsubscribe, disconnect, history_remove or refresh
    method text NOT NULL,
    -- the request, as the HTTP API takes it
    payload jsonb NOT NULL,
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
CREATE FUNCTION "replicated_outbox_clear"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "replicated_outbox" WHERE id IN (SELECT id FROM new_rows);
    RETURN NULL;
END
$$;
CREATE TRIGGER "replicated_outbox_clear" AFTER INSERT ON "replicated_outbox"
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "replicated_outbox_clear"();

-- Rows that can never be done, with the reason. Fanwire never reads them: to try
-- one again, insert it again.
CREATE TABLE "replicated_outbox_dead_letters" (
    id bigint NOT NULL,
    method text,
    payload jsonb,
    partition integer,
    created_at timestamptz,
    reason text NOT NULL,
    consumer text NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now(),
    -- Where in the log it is: it is put away once.
    position text,
    UNIQUE (consumer, position)
);
CREATE INDEX ON "replicated_outbox_dead_letters" (failed_at);

-- After the table and before Fanwire's first start, which makes the slot.
CREATE PUBLICATION "fanwire_replicated_outbox" FOR TABLE "replicated_outbox"
    WITH (publish = 'insert', publish_via_partition_root = true);
