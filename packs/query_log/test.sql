SELECT no_plan();

-- Without the extension: a notice, and nothing logged.
SELECT is({{schema}}.capture_query_performance(), 0::bigint, 'without pg_stat_statements nothing is logged, and nothing fails')
WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements');
DELETE FROM {{schema}}.query_performance_log;
DELETE FROM dunlin_pack.query_counter;

-- A stand-in for the counters, so that what is computed from them can be told exactly.
CREATE TABLE public.query_log_counters (userid oid, queryid bigint, query text, calls bigint, ms double precision, longest double precision, n bigint);
GRANT SELECT ON public.query_log_counters TO PUBLIC;  -- the function that reads it runs as its own owner
CREATE OR REPLACE FUNCTION dunlin_pack.query_counters_now() RETURNS TABLE (
    user_id oid, queryid bigint, query text, calls bigint, total_time_ms double precision, longest_ms double precision,
    row_count bigint, blocks_read bigint, blocks_hit bigint, temp_blocks bigint, wal_bytes numeric)
LANGUAGE sql STABLE SET search_path = '' AS 'SELECT userid, queryid, query, calls, ms, longest, n, 0::bigint, 0::bigint, 0::bigint, 0::numeric FROM public.query_log_counters';

INSERT INTO public.query_log_counters VALUES (10, 1, 'SELECT 1', 10, 100, 50, 10), (10, 2, 'SELECT 2', 4, 4000, 3000, 4);
SELECT is({{schema}}.capture_query_performance(), 2::bigint, 'the first look logs what there is');
SELECT is({{schema}}.capture_query_performance(), 0::bigint, 'what did not run since is not logged again');
UPDATE public.query_log_counters SET calls = 12, ms = 160, n = 14 WHERE queryid = 1;
SELECT is({{schema}}.capture_query_performance(), 1::bigint, 'a query that ran is');
SELECT results_eq($$SELECT calls, execution_time_ms, total_time_ms, row_count FROM {{schema}}.query_performance_log WHERE queryid = 1 ORDER BY id DESC LIMIT 1$$,
    'VALUES (2::bigint, 30.000::numeric, 60.000::numeric, 4::bigint)', 'with the difference');
UPDATE public.query_log_counters SET calls = 1, ms = 7 WHERE queryid = 1;
SELECT is({{schema}}.capture_query_performance(), 1::bigint, 'counters that were reset begin anew');
SELECT results_eq($$SELECT calls, total_time_ms, window_seconds FROM {{schema}}.query_performance_log WHERE queryid = 1 ORDER BY id DESC LIMIT 1$$,
    'VALUES (1::bigint, 7.000::numeric, NULL::numeric)', 'and their window is not known');
UPDATE public.query_log_counters SET calls = calls + 1, ms = ms + CASE queryid WHEN 1 THEN 1 ELSE 2000 END;
SELECT is({{schema}}.capture_query_performance(100), 1::bigint, 'only those that are slower than asked');

-- What an operator asks.
SELECT isnt_empty($$SELECT * FROM {{schema}}.query_performance_log WHERE executed_at > NOW() - INTERVAL '24 hours' ORDER BY execution_time_ms DESC$$, 'slowest of the last day');
UPDATE {{schema}}.query_performance_log SET executed_at = now() - {{keep}}::interval - interval '1 day' WHERE queryid = 2;
SELECT {{schema}}.capture_query_performance();
SELECT is_empty($$SELECT FROM {{schema}}.query_performance_log WHERE queryid = 2$$, 'old samples go');

-- Statistics.
SELECT set_has($$SELECT metric FROM {{schema}}.get_database_stats()$$, $$VALUES ('database_size'), ('cache_hit_ratio'), ('connections'), ('dead_rows'), ('slow_queries')$$, 'get_database_stats()');
SELECT cmp_ok((SELECT value FROM {{schema}}.get_database_stats() WHERE metric = 'database_size'), '>', 1000000::numeric, 'the size is one');

SET LOCAL ROLE query_log_reader;
SELECT lives_ok($$SELECT * FROM {{schema}}.get_database_stats()$$, 'a reader may ask');
SELECT lives_ok($$SELECT * FROM {{schema}}.query_performance_log$$, 'and read');
SELECT throws_ok($$SELECT {{schema}}.capture_query_performance()$$, '42501', NULL, 'but not sample');
RESET ROLE;
SET LOCAL ROLE query_log_operator;
SELECT lives_ok($$SELECT {{schema}}.capture_query_performance()$$, 'an operator samples');
RESET ROLE;

SELECT * FROM finish();
