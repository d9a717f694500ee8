-- From 1.1 back to 1.0. 

-- Takes away at most `batch` rows of each table, and partitions that are too old. Call it until it removes nothing: each call
-- is a short transaction. Rows that somebody holds locked are left to the next call.
CREATE OR REPLACE FUNCTION {{schema}}.apply_retention(batch integer DEFAULT 5000) RETURNS TABLE (relation text, removed bigint, partition_rows bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '2s' AS $$
DECLARE
    policy dunlin_pack.retention_policy;
BEGIN
    FOR policy IN SELECT * FROM dunlin_pack.retention_policy AS p WHERE p.enabled ORDER BY p.relation::text LOOP
        relation := policy.relation::text;
        partition_rows := dunlin_pack.retention_drop_partitions(policy);
        EXECUTE pg_catalog.format(
            'DELETE FROM %1$s AS old USING (SELECT t.tableoid AS part, t.ctid AS place FROM %1$s AS t WHERE %2$s ORDER BY t.%3$I LIMIT %4$s '
            'FOR UPDATE SKIP LOCKED) AS chosen WHERE old.ctid = chosen.place AND old.tableoid = chosen.part', policy.relation, dunlin_pack.retention_condition(policy), policy.column_name, batch);
        GET DIAGNOSTICS removed = ROW_COUNT;
        UPDATE dunlin_pack.retention_policy AS p
        SET last_run = now(), removed = p.removed + apply_retention.removed + apply_retention.partition_rows
        WHERE p.relation = policy.relation;
        IF removed + partition_rows > 0 AND pg_catalog.to_regprocedure('dunlin_pack.audit_event(text, jsonb, text, text)') IS NOT NULL THEN
            EXECUTE 'SELECT dunlin_pack.audit_event(''RETENTION_APPLIED'', $1, $2, NULL)'
            USING jsonb_build_object('removed', removed, 'partition_rows', partition_rows, 'keep', policy.keep), relation;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Tables with rows that should have gone: how many, and how old the oldest is.
CREATE OR REPLACE FUNCTION {{schema}}.retention_overdue() RETURNS TABLE (relation text, overdue_rows bigint, oldest timestamptz, keep interval, last_run timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    policy dunlin_pack.retention_policy;
BEGIN
    FOR policy IN SELECT * FROM dunlin_pack.retention_policy AS p WHERE p.enabled ORDER BY p.relation::text LOOP
        EXECUTE pg_catalog.format('SELECT count(*), min(%I)::timestamptz FROM %s AS t WHERE %s', policy.column_name, policy.relation,
                                  dunlin_pack.retention_condition(policy)) INTO overdue_rows, oldest;
        relation := policy.relation::text;
        keep := policy.keep;
        last_run := policy.last_run;
        IF overdue_rows > 0 THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;
