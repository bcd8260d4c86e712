-- The outbox of Fanwire. An application inserts in the transaction that changes
-- its data. Rows of one partition are done in the order of their ids.
CREATE TABLE "outbox" (
    id bigserial,
    -- publish, broadcast, subscribe, unsubscribe, disconnect, history_remove or refresh
    method text NOT NULL,
    -- the request, as the HTTP API takes it
    payload jsonb NOT NULL,
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
CREATE TABLE "outbox_dead_letters" (
    id bigint NOT NULL,
    method text,
    payload jsonb,
    partition integer,
    created_at timestamptz,
    reason text NOT NULL,
    consumer text NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON "outbox_dead_letters" (failed_at);

-- Tells at the commit which partitions have new rows, once for each statement.
-- PostgreSQL lets commits that tell something wait for each other; without this
-- trigger rows are found by polling.
CREATE FUNCTION "outbox_notify"() RETURNS trigger LANGUAGE plpgsql AS $notify$
BEGIN
    PERFORM pg_notify('fanwire_outbox', partition::text)
    FROM (SELECT DISTINCT partition FROM new_rows) AS partitions;
    RETURN NULL;
END
$notify$;
CREATE TRIGGER "outbox_notify" AFTER INSERT ON "outbox"
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "outbox_notify"();
