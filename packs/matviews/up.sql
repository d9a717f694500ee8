-- Materialized views, what they read, whether that changed, and each refresh. The server itself remembers none of it.

CREATE SCHEMA IF NOT EXISTS dunlin_pack;

CREATE TABLE dunlin_pack.matview (
    relation      regclass PRIMARY KEY,
    registered_at timestamptz NOT NULL DEFAULT now(),
    refreshed_at  timestamptz,
    scans         bigint NOT NULL DEFAULT 0  -- of the view, when it was refreshed
);

-- Tables that a view reads, and other materialized views; ordinary views in between are looked through.
CREATE TABLE dunlin_pack.matview_source (
    relation regclass NOT NULL REFERENCES dunlin_pack.matview (relation) ON DELETE CASCADE,
    source   regclass NOT NULL,
    changes  bigint NOT NULL DEFAULT 0,  -- inserted, updated, deleted so far, when the view was refreshed
    PRIMARY KEY (relation, source)
);
CREATE INDEX ON dunlin_pack.matview_source (source);

-- A mark: this view is stale since then. No unique key, so that writers never wait for each other.
CREATE TABLE dunlin_pack.matview_mark (
    relation  oid NOT NULL,
    marked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON dunlin_pack.matview_mark (relation);

CREATE TABLE dunlin_pack.matview_refresh (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    relation      text NOT NULL,
    started_at    timestamptz NOT NULL,
    duration_ms   numeric(14, 3) NOT NULL,
    mode          text NOT NULL CHECK (mode IN ('plain', 'concurrently')),
    reason        text NOT NULL,
    changed_share numeric,
    row_count     bigint,
    error         text
);
CREATE INDEX ON dunlin_pack.matview_refresh (relation, started_at DESC);
COMMENT ON TABLE dunlin_pack.matview_refresh IS 'every refresh: mode and why, duration, rows, or what went wrong';

REVOKE ALL ON dunlin_pack.matview, dunlin_pack.matview_source, dunlin_pack.matview_mark, dunlin_pack.matview_refresh FROM PUBLIC;
-- pack:if roles
GRANT USAGE ON SCHEMA dunlin_pack TO {{roles}};
GRANT SELECT ON dunlin_pack.matview, dunlin_pack.matview_source, dunlin_pack.matview_mark, dunlin_pack.matview_refresh TO {{roles}};
-- pack:end

-- ---------------------------------------------------------------------------------------------------------------------
-- Marks
-- ---------------------------------------------------------------------------------------------------------------------

-- One mark is enough for many writers, if none of them is forgotten: a writer that finds one holds it until it commits,
-- and a refresh only takes away marks that nobody holds. Neither waits for the other (SKIP LOCKED): a writer that can't
-- hold a mark makes one.
CREATE FUNCTION dunlin_pack.matview_mark_stale(source_changed oid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    stale oid;
BEGIN
    FOR stale IN SELECT relation FROM dunlin_pack.matview_source WHERE source = source_changed LOOP
        PERFORM FROM dunlin_pack.matview_mark WHERE relation = stale LIMIT 1 FOR KEY SHARE SKIP LOCKED;
        IF NOT FOUND THEN
            INSERT INTO dunlin_pack.matview_mark (relation) VALUES (stale);
        END IF;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.matview_mark_stale(oid) FROM PUBLIC;

CREATE FUNCTION dunlin_pack.matview_source_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    PERFORM dunlin_pack.matview_mark_stale(TG_RELID);
    -- pack:if notify
    PERFORM pg_catalog.pg_notify('matview_stale', TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME);
    -- pack:end
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.matview_source_changed() FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- The registry
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION dunlin_pack.matview_reads(relation regclass) RETURNS SETOF regclass
LANGUAGE sql STABLE SET search_path = '' AS $$
    WITH RECURSIVE reads (reader, source) AS (
        SELECT r.ev_class, d.refobjid
        FROM pg_catalog.pg_rewrite AS r
        JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
                                      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> r.ev_class
        WHERE r.ev_class = relation
        UNION
        SELECT r.ev_class, d.refobjid
        FROM reads
        JOIN pg_catalog.pg_class AS c ON c.oid = reads.source AND c.relkind = 'v'
        JOIN pg_catalog.pg_rewrite AS r ON r.ev_class = c.oid
        JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
                                      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> r.ev_class
    )
    SELECT DISTINCT c.oid::regclass FROM reads JOIN pg_catalog.pg_class AS c ON c.oid = reads.source
    WHERE c.relkind IN ('r', 'p', 'm')
$$;
REVOKE ALL ON FUNCTION dunlin_pack.matview_reads(regclass) FROM PUBLIC;

-- Rows that were changed in a table so far, partitions included.
CREATE FUNCTION dunlin_pack.matview_changes(source regclass) RETURNS bigint
LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT coalesce(sum(pg_stat_get_tuples_inserted(relid) + pg_stat_get_tuples_updated(relid) + pg_stat_get_tuples_deleted(relid)), 0)::bigint
    FROM (SELECT source::oid AS relid UNION SELECT relid FROM pg_catalog.pg_partition_tree(source)) AS parts
$$;
REVOKE ALL ON FUNCTION dunlin_pack.matview_changes(regclass) FROM PUBLIC;

-- May run again, after a view was made anew: its sources are looked up once more.
CREATE FUNCTION dunlin_pack.matview_register(relation regclass) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    read_by_it regclass;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = relation AND relkind = 'm') THEN
        RAISE EXCEPTION '% is not a materialized view', relation USING ERRCODE = '42809';
    END IF;
    PERFORM dunlin_pack.matview_forget(relation);
    INSERT INTO dunlin_pack.matview (relation) VALUES (matview_register.relation);
    INSERT INTO dunlin_pack.matview_source (relation, source)
    SELECT matview_register.relation, reads FROM dunlin_pack.matview_reads(matview_register.relation) AS reads;
    INSERT INTO dunlin_pack.matview_mark (relation) VALUES (matview_register.relation);
    FOR read_by_it IN
        SELECT source FROM dunlin_pack.matview_source AS s JOIN pg_catalog.pg_class AS c ON c.oid = s.source AND c.relkind <> 'm'
        WHERE s.relation = matview_register.relation
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = s.source AND tgname = 'matview_source_changed')
    LOOP
        EXECUTE pg_catalog.format('CREATE TRIGGER matview_source_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s '
                                  'FOR EACH STATEMENT EXECUTE FUNCTION dunlin_pack.matview_source_changed()', read_by_it);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.matview_register(regclass) FROM PUBLIC;

-- Also takes away triggers that no other view needs.
CREATE FUNCTION dunlin_pack.matview_forget(relation regclass) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    source_left regclass;
BEGIN
    DELETE FROM dunlin_pack.matview_mark AS m WHERE m.relation = matview_forget.relation;
    DELETE FROM dunlin_pack.matview AS m WHERE m.relation = matview_forget.relation;
    FOR source_left IN
        SELECT tgrelid::regclass FROM pg_catalog.pg_trigger
        WHERE tgname = 'matview_source_changed' AND tgfoid = 'dunlin_pack.matview_source_changed'::regproc AND tgparentid = 0
          AND NOT EXISTS (SELECT FROM dunlin_pack.matview_source AS s WHERE s.source = tgrelid)
    LOOP
        EXECUTE pg_catalog.format('DROP TRIGGER matview_source_changed ON %s', source_left);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.matview_forget(regclass) FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- Refreshing
-- ---------------------------------------------------------------------------------------------------------------------

-- Plain is the cheaper way (concurrently took 4 to 16 times as long when it was measured), and blocks readers while it
-- runs. Concurrently needs a unique index over columns of all rows, and a view that has been filled.
CREATE FUNCTION dunlin_pack.matview_choose(view_asked regclass, OUT mode text, OUT reason text, OUT changed_share numeric)
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    unique_index boolean := EXISTS (
        SELECT FROM pg_catalog.pg_index WHERE indrelid = view_asked AND indisunique AND indisvalid AND indpred IS NULL AND indexprs IS NULL);
    filled boolean := (SELECT relispopulated FROM pg_catalog.pg_class WHERE oid = view_asked);
    read boolean := EXISTS (
            SELECT FROM pg_catalog.pg_locks AS l WHERE l.relation = view_asked AND l.mode = 'AccessShareLock' AND l.pid <> pg_catalog.pg_backend_pid()
                AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
        OR pg_catalog.pg_stat_get_numscans(view_asked)
           + (SELECT coalesce(pg_catalog.sum(pg_catalog.pg_stat_get_numscans(indexrelid)), 0) FROM pg_catalog.pg_index WHERE indrelid = view_asked)
           > (SELECT scans FROM dunlin_pack.matview WHERE relation = view_asked);
    blocked_ms numeric := (
        SELECT duration_ms FROM dunlin_pack.matview_refresh AS r
        WHERE r.relation = view_asked::text AND r.mode = 'plain' AND error IS NULL ORDER BY started_at DESC LIMIT 1);
BEGIN
    SELECT pg_catalog.round(least(pg_catalog.max((dunlin_pack.matview_changes(source) - changes)::numeric / greatest(reltuples, 1)::numeric), 1), 4)
    INTO changed_share
    FROM dunlin_pack.matview_source JOIN pg_catalog.pg_class ON oid = source
    WHERE relation = view_asked AND relkind <> 'm';
    mode := 'plain';
    IF NOT filled THEN
        reason := 'the view was never filled';
    ELSIF NOT unique_index THEN
        reason := 'the view has no unique index over all rows';
    ELSIF NOT read THEN
        reason := 'nobody has read the view since the last refresh';
    ELSIF coalesce(changed_share, 1) > {{max_changed}}::numeric
          AND blocked_ms <= extract(epoch FROM {{max_block}}::interval) * 1000 THEN
        reason := pg_catalog.format('%s of the rows changed, and readers are blocked for %s ms only', changed_share, blocked_ms);
    ELSE
        mode := 'concurrently';
        reason := 'the view is being read';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.matview_choose(regclass) FROM PUBLIC;

-- Views after those that they read.
CREATE FUNCTION dunlin_pack.matview_order() RETURNS TABLE (relation regclass, place integer)
LANGUAGE sql STABLE SET search_path = '' AS $$
    WITH RECURSIVE depth (relation, place) AS (
        SELECT m.relation, 0 FROM dunlin_pack.matview AS m
        UNION
        SELECT s.relation, depth.place + 1 FROM depth JOIN dunlin_pack.matview_source AS s ON s.source = depth.relation
    )
    SELECT relation, max(place) FROM depth GROUP BY relation ORDER BY 2, relation::text
$$;
REVOKE ALL ON FUNCTION dunlin_pack.matview_order() FROM PUBLIC;

-- One view, if it is stale (with `even_if_fresh`, in any case; no row when there was nothing to do). A refresh that fails is on the
-- record, and leaves the view as it was.
CREATE FUNCTION {{schema}}.refresh_optimized_view(wanted regclass, even_if_fresh boolean DEFAULT false)
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
REVOKE ALL ON FUNCTION {{schema}}.refresh_optimized_view(regclass, boolean) FROM PUBLIC;

-- The views in the order in which they are refreshed; none while another session is at it. Held to the end of the transaction.
CREATE FUNCTION {{schema}}.views_to_refresh() RETURNS SETOF regclass
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF NOT pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended('dunlin_pack.matview_refresh', 0)) THEN
        RAISE NOTICE 'another session is refreshing the views';
        RETURN;
    END IF;
    RETURN QUERY SELECT o.relation FROM dunlin_pack.matview_order() AS o ORDER BY o.place, o.relation::text;
END
$$;
REVOKE ALL ON FUNCTION {{schema}}.views_to_refresh() FROM PUBLIC;

-- Refreshes what is stale (with `everything`, all) in one transaction: whoever reads sees all of it new, or nothing. Only one such
-- run at a time; another returns at once, with no rows.
CREATE FUNCTION {{schema}}.refresh_optimized_views(everything boolean DEFAULT false)
RETURNS TABLE (view_name text, mode text, duration_ms numeric, row_count bigint, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    next_view regclass;
BEGIN
    FOR next_view IN SELECT * FROM {{schema}}.views_to_refresh() LOOP
        RETURN QUERY SELECT * FROM {{schema}}.refresh_optimized_view(next_view, everything);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION {{schema}}.refresh_optimized_views(boolean) FROM PUBLIC;

-- The same, each view in a transaction of its own: readers of a view wait for that view only, and what is done stays done when the
-- run is cancelled. CALL it outside of a transaction. A procedure that commits can have neither SECURITY DEFINER nor a
-- search_path of its own (PostgreSQL docs, CREATE PROCEDURE): it does nothing itself, and names everything in full.
CREATE PROCEDURE {{schema}}.refresh_optimized_views_one_by_one(everything boolean DEFAULT false)
LANGUAGE plpgsql AS $$
DECLARE
    views pg_catalog.regclass[] := ARRAY(SELECT v FROM {{schema}}.views_to_refresh() AS v);
    next_view pg_catalog.regclass;
    done record;
BEGIN
    FOREACH next_view IN ARRAY views LOOP
        -- Asked again: the lock ended with the transaction. Another session that came in between goes on with the rest.
        IF NOT EXISTS (SELECT FROM {{schema}}.views_to_refresh()) THEN
            RETURN;
        END IF;
        FOR done IN SELECT * FROM {{schema}}.refresh_optimized_view(next_view, everything) LOOP
            RAISE INFO '%: %, % ms, % rows: %', done.view_name, done.mode, done.duration_ms, done.row_count, done.outcome;
        END LOOP;
        COMMIT;
    END LOOP;
END
$$;
REVOKE ALL ON PROCEDURE {{schema}}.refresh_optimized_views_one_by_one(boolean) FROM PUBLIC;
-- pack:if roles
GRANT EXECUTE ON FUNCTION {{schema}}.refresh_optimized_view(regclass, boolean), {{schema}}.views_to_refresh(),
    {{schema}}.refresh_optimized_views(boolean) TO {{roles}};
GRANT EXECUTE ON PROCEDURE {{schema}}.refresh_optimized_views_one_by_one(boolean) TO {{roles}};
-- pack:end

-- With pack audit, also there: action VIEWS_REFRESHED.
CREATE FUNCTION dunlin_pack.matview_record(
    view_name text, started timestamptz, duration_ms numeric, mode text, reason text, changed_share numeric, row_count bigint, error text)
RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO dunlin_pack.matview_refresh (relation, started_at, duration_ms, mode, reason, changed_share, row_count, error)
    VALUES (view_name, started, duration_ms, coalesce(mode, 'plain'), coalesce(reason, 'not chosen'), changed_share, row_count, error);
    IF pg_catalog.to_regprocedure('dunlin_pack.audit_event(text, jsonb, text, text)') IS NOT NULL THEN
        EXECUTE 'SELECT dunlin_pack.audit_event($1, $2, $3, NULL)'
        USING CASE WHEN error IS NULL THEN 'VIEWS_REFRESHED' ELSE 'VIEWS_REFRESH_FAILED' END,
              jsonb_strip_nulls(jsonb_build_object('duration_ms', duration_ms, 'rows', row_count, 'mode', mode, 'reason', reason,
                                                   'changed_share', changed_share, 'error', error)),
              view_name;
    END IF;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.matview_record(text, timestamptz, numeric, text, text, numeric, bigint, text) FROM PUBLIC;

-- What is stale, since when, and how the last refresh went.
CREATE FUNCTION {{schema}}.view_freshness()
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
REVOKE ALL ON FUNCTION {{schema}}.view_freshness() FROM PUBLIC;
-- pack:if roles
GRANT EXECUTE ON FUNCTION {{schema}}.view_freshness() TO {{roles}};
-- pack:end

-- pack:for view in views
SELECT dunlin_pack.matview_register({{view|literal}});
-- pack:end
