-- Migration: 20250803090000_pack_matviews_1_1
-- Description: pack matviews from 1.0 to 1.1
-- Author: Mon Toit
-- Date: 2026-11-21
-- Priority: HIGH
-- Dependencies: 20250630090000
-- Tags: pack_updates
-- Pack: update matviews 1.1
-- Pack-Parameters: {"max_block":"500 milliseconds","max_changed":"0.3","notify":"true","roles":"service_role","schema":"public","views":["public.mv_property_analytics","public.mv_property_search_optimized"]}

-- From 1.0 to 1.1: a view that was dropped is told, instead of an error of syntax.

-- One view, if it is stale (with `even_if_fresh`, in any case; no row when there was nothing to do). A refresh that fails is on the
-- record, and leaves the view as it was.
CREATE OR REPLACE FUNCTION "public".refresh_optimized_view(wanted regclass, even_if_fresh boolean DEFAULT false)
RETURNS TABLE (view_name text, mode text, duration_ms numeric, row_count bigint, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '5s' AS $$
DECLARE
    chosen record;
    started timestamptz := pg_catalog.clock_timestamp();
BEGIN
    IF NOT EXISTS (SELECT FROM dunlin_pack.matview AS m WHERE m.relation = wanted) THEN
        RAISE EXCEPTION '% is no view that pack matviews looks after', wanted
            USING ERRCODE = '42704', HINT = 'SELECT dunlin_pack.matview_register(...) makes it one.';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = wanted) THEN
        view_name := wanted::text;
        outcome := pg_catalog.format('it is not there any more: SELECT dunlin_pack.matview_forget(%s); made anew, it has to be registered again', wanted::oid);
        RETURN NEXT;
        RETURN;
    END IF;
    IF NOT even_if_fresh AND NOT EXISTS (SELECT FROM dunlin_pack.matview_mark AS m WHERE m.relation = wanted) THEN
        RETURN;
    END IF;
    view_name := wanted::text;
    BEGIN
        chosen := NULL;
        SELECT * INTO chosen FROM dunlin_pack.matview_choose(wanted);
        mode := chosen.mode;
        -- Before the refresh, which then sees what their holders did. A mark that a writer holds stays.
        DELETE FROM dunlin_pack.matview_mark WHERE ctid = ANY (ARRAY(
            SELECT m.ctid FROM dunlin_pack.matview_mark AS m WHERE m.relation = wanted FOR UPDATE SKIP LOCKED));
        UPDATE dunlin_pack.matview_source AS s SET changes = dunlin_pack.matview_changes(s.source) WHERE s.relation = wanted;
        EXECUTE pg_catalog.format('REFRESH MATERIALIZED VIEW %s %s', CASE mode WHEN 'concurrently' THEN 'CONCURRENTLY' ELSE '' END, wanted);
        EXECUTE pg_catalog.format('SELECT count(*) FROM %s', wanted) INTO row_count;
        UPDATE dunlin_pack.matview AS m
        SET refreshed_at = started,
            -- The count above is a scan of ours, which is counted when it ends.
            scans = 1 + pg_catalog.pg_stat_get_numscans(wanted)
                + (SELECT coalesce(pg_catalog.sum(pg_catalog.pg_stat_get_numscans(indexrelid)), 0)
                   FROM pg_catalog.pg_index WHERE indrelid = wanted)
        WHERE m.relation = wanted;
        PERFORM dunlin_pack.matview_mark_stale(wanted);
        outcome := 'refreshed';
    EXCEPTION WHEN OTHERS THEN
        outcome := SQLERRM;
    END;
    duration_ms := pg_catalog.round((extract(epoch FROM pg_catalog.clock_timestamp() - started) * 1000)::numeric, 3);
    PERFORM dunlin_pack.matview_record(view_name, started, duration_ms, mode, chosen.reason, chosen.changed_share, row_count,
                                       nullif(outcome, 'refreshed'));
    RETURN NEXT;
END
$$;

-- What is stale, since when, and how the last refresh went.
CREATE OR REPLACE FUNCTION "public".view_freshness()
RETURNS TABLE (view_name text, refreshed_at timestamptz, stale_since timestamptz, duration_ms numeric, row_count bigint, error text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT m.relation::text, m.refreshed_at, (SELECT min(marked_at) FROM dunlin_pack.matview_mark AS k WHERE k.relation = m.relation),
           last.duration_ms, last.row_count,
           CASE WHEN m.relation IN (SELECT oid FROM pg_catalog.pg_class) THEN last.error ELSE 'it is not there any more' END
    FROM dunlin_pack.matview AS m
    LEFT JOIN LATERAL (SELECT * FROM dunlin_pack.matview_refresh AS r WHERE r.relation = m.relation::text
                       ORDER BY r.started_at DESC LIMIT 1) AS last ON true
    ORDER BY 1
$$;
