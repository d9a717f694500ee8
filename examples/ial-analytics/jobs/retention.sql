-- Every night, with psql: deletes what is older than the retention period, in batches that each commit.
--   psql -v keep_days=90 -f jobs/retention.sql
-- The indexes of 005 make each batch a short read from the old end.
\if :{?keep_days} \else \set keep_days 90 \endif
SELECT set_config('ial.keep_days', :'keep_days', false) \g /dev/null

DO $$
DECLARE
    oldest constant timestamptz := now() - make_interval(days => current_setting('ial.keep_days')::int);
    batch constant int := 5000;
    deleted bigint;
BEGIN
    LOOP  -- page views go with their session
        DELETE FROM visitor_sessions WHERE session_id IN (
            SELECT session_id FROM visitor_sessions
            WHERE NOT is_active AND ended_at < oldest ORDER BY ended_at LIMIT batch);
        GET DIAGNOSTICS deleted = ROW_COUNT;
        COMMIT;
        EXIT WHEN deleted < batch;
    END LOOP;
    LOOP
        DELETE FROM system_metrics WHERE id IN (
            SELECT id FROM system_metrics WHERE "timestamp" < oldest ORDER BY "timestamp" LIMIT batch);
        GET DIAGNOSTICS deleted = ROW_COUNT;
        COMMIT;
        EXIT WHEN deleted < batch;
    END LOOP;
END;
$$;
