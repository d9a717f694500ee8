-- From 1.1 to 1.2: a rule that fails (a row of it is still referenced, a lock isn't to be had) says so, and the others go on.

DROP FUNCTION {{schema}}.retention_overdue() RESTRICT;
DROP FUNCTION {{schema}}.apply_retention(integer) RESTRICT;
ALTER TABLE dunlin_pack.retention_policy ADD COLUMN failed_at timestamptz;
ALTER TABLE dunlin_pack.retention_policy ADD COLUMN failure text;

-- Constraints that wait for the commit are asked now: there, a violated one would undo the work of all rules. Those that are
-- declared so wait again afterwards.
CREATE FUNCTION dunlin_pack.retention_check_deferred() RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    deferred text := (
        SELECT pg_catalog.string_agg(DISTINCT pg_catalog.format('%I.%I', n.nspname, c.conname), ', ')
        FROM pg_catalog.pg_constraint AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
        WHERE c.condeferred AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
          -- A name is unique in its table only: where another table's can't be deferred, PostgreSQL refuses the name.
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS other
                          WHERE other.connamespace = c.connamespace AND other.conname = c.conname AND NOT other.condeferrable));
BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;
    IF deferred IS NOT NULL THEN
        EXECUTE 'SET CONSTRAINTS ' || deferred || ' DEFERRED';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.retention_check_deferred() FROM PUBLIC;

-- Takes away at most `batch` rows of each table, and partitions that are too old. Call it until it removes nothing: each call
-- is a short transaction. Rows that somebody holds locked are left to the next call. A rule that fails (a row of it is still
-- referenced, a lock isn't to be had) leaves its table as it was and says why: in the result, in a warning, and in
-- retention_policy. The others go on, and the next call tries it again.
CREATE FUNCTION {{schema}}.apply_retention(batch integer DEFAULT 5000)
RETURNS TABLE (relation text, removed bigint, partition_rows bigint, failure text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '2s' AS $$
DECLARE
    policy dunlin_pack.retention_policy;
    message text;
    detail text;
BEGIN
    IF batch IS NULL OR batch < 1 THEN
        RAISE EXCEPTION 'a batch has at least 1 row, not %', batch USING ERRCODE = '22023';
    END IF;
    -- What the transaction has left violated before is no rule's fault.
    PERFORM dunlin_pack.retention_check_deferred();
    -- A table that was dropped has nothing to keep.
    FOR policy IN
        SELECT * FROM dunlin_pack.retention_policy AS p
        WHERE p.enabled AND p.relation IN (SELECT oid FROM pg_catalog.pg_class) ORDER BY p.relation::text
    LOOP
        relation := policy.relation::text;
        BEGIN
            partition_rows := dunlin_pack.retention_drop_partitions(policy);
            EXECUTE pg_catalog.format(
                'DELETE FROM %1$s AS old USING (SELECT t.tableoid AS part, t.ctid AS place FROM %1$s AS t WHERE %2$s ORDER BY t.%3$I LIMIT %4$s '
                'FOR UPDATE SKIP LOCKED) AS chosen WHERE old.ctid = chosen.place AND old.tableoid = chosen.part', policy.relation, dunlin_pack.retention_condition(policy), policy.column_name, batch);
            GET DIAGNOSTICS removed = ROW_COUNT;
            PERFORM dunlin_pack.retention_check_deferred();
            message := NULL;
            failure := NULL;
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
            failure := message || coalesce(' (' || nullif(detail, '') || ')', '');
            removed := 0;
            partition_rows := 0;
            RAISE WARNING 'retention of % failed: %', relation, failure
                USING HINT = 'Nothing of it was removed. The other rules went on; the next call tries it again.';
        END;
        UPDATE dunlin_pack.retention_policy AS p
        SET last_run = CASE WHEN message IS NULL THEN now() ELSE p.last_run END, removed = p.removed + apply_retention.removed + apply_retention.partition_rows,
            failed_at = CASE WHEN message IS NOT NULL THEN now() END, failure = apply_retention.failure
        WHERE p.relation = policy.relation;
        IF (removed + partition_rows > 0 OR message IS NOT NULL)
           AND pg_catalog.to_regprocedure('dunlin_pack.audit_event(text, jsonb, text, text)') IS NOT NULL THEN
            EXECUTE 'SELECT dunlin_pack.audit_event($1, $2, $3, NULL)'
            USING CASE WHEN message IS NULL THEN 'RETENTION_APPLIED' ELSE 'RETENTION_FAILED' END,
                  jsonb_strip_nulls(jsonb_build_object('removed', removed, 'partition_rows', partition_rows, 'keep', policy.keep, 'failure', message)),
                  relation;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Tables with rows that should have gone: how many, how old the oldest is, and why the last sweep failed. A rule that can't be
-- asked (its column has another name by now) is among them.
CREATE FUNCTION {{schema}}.retention_overdue()
RETURNS TABLE (relation text, overdue_rows bigint, oldest timestamptz, keep interval, last_run timestamptz, failure text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    policy dunlin_pack.retention_policy;
BEGIN
    -- A table that was dropped has nothing to keep.
    FOR policy IN
        SELECT * FROM dunlin_pack.retention_policy AS p
        WHERE p.enabled AND p.relation IN (SELECT oid FROM pg_catalog.pg_class) ORDER BY p.relation::text
    LOOP
        relation := policy.relation::text;
        keep := policy.keep;
        last_run := policy.last_run;
        failure := policy.failure;
        BEGIN
            EXECUTE pg_catalog.format('SELECT count(*), min(%I)::timestamptz FROM %s AS t WHERE %s', policy.column_name, policy.relation,
                                      dunlin_pack.retention_condition(policy)) INTO overdue_rows, oldest;
        EXCEPTION WHEN OTHERS THEN
            overdue_rows := NULL;
            oldest := NULL;
            failure := SQLERRM;
        END;
        IF overdue_rows > 0 OR overdue_rows IS NULL THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION {{schema}}.apply_retention(integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION {{schema}}.retention_overdue() FROM PUBLIC;
-- pack:if operators
GRANT EXECUTE ON FUNCTION {{schema}}.apply_retention(integer) TO {{operators}};
GRANT EXECUTE ON FUNCTION {{schema}}.retention_overdue() TO {{operators}};
-- pack:end
