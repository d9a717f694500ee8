-- Migration: 20250701090000_pack_query_log
-- Description: pack query_log 1.0: a log of what queries cost, from pg_stat_statements; statistics of the database
-- Date: 2026-11-21
-- Priority: HIGH
-- Dependencies: 001
-- Tags: monitoring
-- Pack: add query_log 1.0
-- Pack-Parameters: {"keep":"30 days","operators":"service_role","readers":"service_role","schema":"public"}

-- What queries cost: differences between two looks at pg_stat_statements. One row is a query in a window of time; the
-- server keeps no single executions, so execution_time_ms is the mean of the window.

CREATE SCHEMA IF NOT EXISTS dunlin_pack;

CREATE TABLE "public".query_performance_log (
    id                bigint GENERATED ALWAYS AS IDENTITY,
    executed_at       timestamptz NOT NULL DEFAULT now(),  -- the end of the window
    execution_time_ms numeric(14, 3) NOT NULL,
    calls             bigint NOT NULL,
    total_time_ms     numeric(16, 3) NOT NULL,
    longest_ms_ever   numeric(14, 3) NOT NULL,
    row_count         bigint NOT NULL,
    blocks_read       bigint NOT NULL,
    blocks_hit        bigint NOT NULL,
    temp_blocks       bigint NOT NULL,
    wal_bytes         numeric NOT NULL,
    window_seconds    numeric(12, 1),  -- NULL where the statistics were reset in it
    user_name         text,
    queryid           bigint NOT NULL,
    query             text,
    PRIMARY KEY (executed_at, id)
);
COMMENT ON TABLE "public".query_performance_log IS 'a query in a window of time: calls, mean and total time, rows, blocks';
COMMENT ON COLUMN "public".query_performance_log.execution_time_ms IS 'mean of the calls in the window; the server keeps no single times';
COMMENT ON COLUMN "public".query_performance_log.longest_ms_ever IS 'since statistics were reset, not in this window';
ALTER TABLE "public".query_performance_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Readers of the query log" ON "public".query_performance_log FOR SELECT TO "service_role" USING (true);
GRANT SELECT ON "public".query_performance_log TO "service_role";

-- The counters as they were at the last look.
CREATE TABLE dunlin_pack.query_counter (
    user_id       oid NOT NULL,
    queryid       bigint NOT NULL,
    calls         bigint NOT NULL,
    total_time_ms double precision NOT NULL,
    row_count     bigint NOT NULL,
    blocks_read   bigint NOT NULL,
    blocks_hit    bigint NOT NULL,
    temp_blocks   bigint NOT NULL,
    wal_bytes     numeric NOT NULL,
    seen_at       timestamptz NOT NULL,
    PRIMARY KEY (user_id, queryid)
);
REVOKE ALL ON dunlin_pack.query_counter FROM PUBLIC;

-- What the counters say now; no rows where the extension isn't there or isn't loaded, and why as a notice.
CREATE FUNCTION dunlin_pack.query_counters_now() RETURNS TABLE (
    user_id oid, queryid bigint, query text, calls bigint, total_time_ms double precision, longest_ms double precision,
    row_count bigint, blocks_read bigint, blocks_hit bigint, temp_blocks bigint, wal_bytes numeric)
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    home text := (SELECT pg_catalog.quote_ident(nspname) FROM pg_catalog.pg_extension AS e
                  JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace WHERE extname = 'pg_stat_statements');
BEGIN
    IF home IS NULL THEN
        RAISE NOTICE 'no query is logged: extension pg_stat_statements is missing. A DBA can: CREATE EXTENSION pg_stat_statements';
        RETURN;
    END IF;
    -- Version 1.9 has two rows for a query that also runs inside of functions.
    RETURN QUERY EXECUTE pg_catalog.format(
        'SELECT userid, queryid, min(query), sum(calls)::bigint, sum(total_exec_time), max(max_exec_time), sum(rows)::bigint,
                sum(shared_blks_read)::bigint, sum(shared_blks_hit)::bigint, sum(temp_blks_read + temp_blks_written)::bigint, sum(wal_bytes)
         FROM %s.pg_stat_statements
         WHERE dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AND queryid IS NOT NULL
         GROUP BY userid, queryid', home);
EXCEPTION WHEN object_not_in_prerequisite_state THEN
    RAISE NOTICE 'no query is logged: % (shared_preload_libraries)', SQLERRM;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.query_counters_now() FROM PUBLIC;

-- Call it every minute or so. Logs the queries that ran since the last call and took `slower_than_ms` on average; returns how
-- many. Also takes away samples that are too old.
CREATE FUNCTION "public".capture_query_performance(slower_than_ms numeric DEFAULT 0) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    logged bigint;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('dunlin_pack.query_log', 0));
    WITH present AS MATERIALIZED (
        SELECT * FROM dunlin_pack.query_counters_now()
    ), difference AS (
        -- Counters that went down were reset: what they say now is all from this window.
        SELECT n.user_id, n.queryid, n.query, n.longest_ms,
               n.calls - CASE WHEN kept THEN c.calls ELSE 0 END AS calls,
               n.total_time_ms - CASE WHEN kept THEN c.total_time_ms ELSE 0 END AS total_time_ms,
               n.row_count - CASE WHEN kept THEN c.row_count ELSE 0 END AS row_count,
               n.blocks_read - CASE WHEN kept THEN c.blocks_read ELSE 0 END AS blocks_read,
               n.blocks_hit - CASE WHEN kept THEN c.blocks_hit ELSE 0 END AS blocks_hit,
               n.temp_blocks - CASE WHEN kept THEN c.temp_blocks ELSE 0 END AS temp_blocks,
               n.wal_bytes - CASE WHEN kept THEN c.wal_bytes ELSE 0 END AS wal_bytes,
               CASE WHEN kept THEN extract(epoch FROM now() - c.seen_at) END AS window_seconds
        FROM present AS n
        LEFT JOIN dunlin_pack.query_counter AS c USING (user_id, queryid)
        CROSS JOIN LATERAL (SELECT coalesce(c.calls <= n.calls, false) AS kept) AS k
    ), counted AS (
        INSERT INTO dunlin_pack.query_counter AS c (user_id, queryid, calls, total_time_ms, row_count, blocks_read, blocks_hit,
                                                    temp_blocks, wal_bytes, seen_at)
        SELECT user_id, queryid, calls, total_time_ms, row_count, blocks_read, blocks_hit, temp_blocks, wal_bytes, now() FROM present
        ON CONFLICT (user_id, queryid) DO UPDATE
        SET calls = excluded.calls, total_time_ms = excluded.total_time_ms, row_count = excluded.row_count,
            blocks_read = excluded.blocks_read, blocks_hit = excluded.blocks_hit, temp_blocks = excluded.temp_blocks,
            wal_bytes = excluded.wal_bytes, seen_at = excluded.seen_at
    )
    INSERT INTO "public".query_performance_log (
        execution_time_ms, calls, total_time_ms, longest_ms_ever, row_count, blocks_read, blocks_hit, temp_blocks, wal_bytes,
        window_seconds, user_name, queryid, query)
    SELECT total_time_ms / calls, calls, total_time_ms, longest_ms, row_count, blocks_read, blocks_hit, temp_blocks, wal_bytes,
           window_seconds, pg_catalog.pg_get_userbyid(user_id), queryid, pg_catalog.left(query, 2000)
    FROM difference WHERE calls > 0 AND total_time_ms / calls >= slower_than_ms;
    GET DIAGNOSTICS logged = ROW_COUNT;

    DELETE FROM dunlin_pack.query_counter WHERE seen_at < now() - interval '1 day';
    DELETE FROM "public".query_performance_log WHERE executed_at < now() - '30 days'::interval;
    RETURN logged;
END
$$;
REVOKE ALL ON FUNCTION "public".capture_query_performance(numeric) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "public".capture_query_performance(numeric) TO "service_role";

-- ---------------------------------------------------------------------------------------------------------------------
-- Statistics of the database
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION "public".get_database_stats() RETURNS TABLE (metric text, value numeric, unit text, detail text)
LANGUAGE sql STABLE SET search_path = '' AS $$
    WITH d AS (SELECT * FROM pg_catalog.pg_stat_database WHERE datname = current_database()),
    t AS (
        SELECT count(*) AS tables, coalesce(sum(n_live_tup), 0) AS live, coalesce(sum(n_dead_tup), 0) AS dead
        FROM pg_catalog.pg_stat_user_tables
    )
    SELECT 'database_size', pg_database_size(current_database())::numeric, 'bytes', pg_size_pretty(pg_database_size(current_database()))
    UNION ALL SELECT 'tables', tables, 'tables', NULL FROM t
    UNION ALL SELECT 'live_rows', live, 'rows', 'an estimate' FROM t
    UNION ALL SELECT 'dead_rows', dead, 'rows', 'an estimate: what vacuum has still to do' FROM t
    UNION ALL SELECT 'connections', numbackends, 'sessions', 'of ' || current_setting('max_connections') FROM d
    UNION ALL SELECT 'active_queries', count(*), 'sessions', NULL FROM pg_catalog.pg_stat_activity
                     WHERE datname = current_database() AND state = 'active'
    UNION ALL SELECT 'longest_transaction', coalesce(round(max(extract(epoch FROM now() - xact_start))::numeric, 1), 0), 'seconds', NULL
                     FROM pg_catalog.pg_stat_activity WHERE datname = current_database()
    UNION ALL SELECT 'cache_hit_ratio', round(blks_hit::numeric / nullif(blks_hit + blks_read, 0), 4), 'ratio',
                     'of the server''s own cache, since ' || coalesce(stats_reset::text, 'it was made') FROM d
    UNION ALL SELECT 'commits', xact_commit, 'transactions', NULL FROM d
    UNION ALL SELECT 'rollbacks', xact_rollback, 'transactions', NULL FROM d
    UNION ALL SELECT 'deadlocks', deadlocks, 'deadlocks', NULL FROM d
    UNION ALL SELECT 'temporary_files', temp_bytes, 'bytes', 'sorts and joins that did not fit into work_mem' FROM d
    UNION ALL SELECT 'transaction_age', age(datfrozenxid), 'transactions', 'autovacuum_freeze_max_age is ' || current_setting('autovacuum_freeze_max_age')
                     FROM pg_catalog.pg_database WHERE datname = current_database()
    UNION ALL SELECT 'invalid_indexes', count(*), 'indexes', string_agg(indexrelid::regclass::text, ', ') FROM pg_catalog.pg_index WHERE NOT indisvalid
    UNION ALL SELECT 'slow_queries', count(*), 'queries', 'slower than 1 s on average, in the last 24 hours' FROM "public".query_performance_log
                     WHERE executed_at > now() - interval '24 hours' AND execution_time_ms > 1000
$$;
REVOKE ALL ON FUNCTION "public".get_database_stats() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "public".get_database_stats() TO "service_role";
