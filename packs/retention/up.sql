-- How long rows are kept, and what takes them away.

CREATE SCHEMA IF NOT EXISTS dunlin_pack;

CREATE TABLE dunlin_pack.retention_policy (
    relation       regclass PRIMARY KEY,
    column_name    name     NOT NULL,
    keep           interval NOT NULL CHECK (keep > interval '0'),
    subject_column name,     -- whose rows they are: those of people under legal hold (pack gdpr) stay
    enabled        boolean  NOT NULL DEFAULT true,
    last_run       timestamptz,
    removed        bigint   NOT NULL DEFAULT 0,
    failed_at      timestamptz,  -- the last run, if it failed; last_run is the last that didn't
    failure        text
);
REVOKE ALL ON dunlin_pack.retention_policy FROM PUBLIC;

-- May run again with another time. Refuses columns that say no time, and warns where a sweep would read the whole table.
CREATE FUNCTION dunlin_pack.retention_register(relation regclass, column_name name, keep interval, subject_column name DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    number smallint;
BEGIN
    SELECT attnum INTO number FROM pg_catalog.pg_attribute
    WHERE attrelid = relation AND attname = column_name AND atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)
      AND NOT attisdropped;
    IF number IS NULL THEN
        RAISE EXCEPTION '% has no column % of a time', relation, column_name USING ERRCODE = '42703';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indrelid = relation AND indkey[0] = number AND indisvalid) THEN
        RAISE NOTICE 'no index of % begins with %: each sweep reads the whole table', relation, column_name;
    END IF;
    INSERT INTO dunlin_pack.retention_policy AS p (relation, column_name, keep, subject_column)
    VALUES (retention_register.relation, retention_register.column_name, retention_register.keep, retention_register.subject_column)
    ON CONFLICT ON CONSTRAINT retention_policy_pkey DO UPDATE
    SET column_name = excluded.column_name, keep = excluded.keep, subject_column = excluded.subject_column;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.retention_register(regclass, name, interval, name) FROM PUBLIC;

-- The condition of rows that are too old, as SQL; the table is called t.
CREATE FUNCTION dunlin_pack.retention_condition(policy dunlin_pack.retention_policy) RETURNS text
LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT pg_catalog.format('t.%I < now() - %L::interval', policy.column_name, policy.keep)
        || CASE WHEN policy.subject_column IS NOT NULL AND to_regclass('dunlin_pack.gdpr_hold') IS NOT NULL
                THEN pg_catalog.format(' AND NOT EXISTS (SELECT FROM dunlin_pack.gdpr_hold AS hold '
                                       'WHERE hold.subject = t.%I::text AND hold.released_at IS NULL)', policy.subject_column)
                ELSE '' END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.retention_condition(dunlin_pack.retention_policy) FROM PUBLIC;

-- Partitions by range of the policy's column that end before anything has to be kept, whole. Those with rows of people under
-- legal hold are left to the sweeper, and so are those that something depends on: a foreign key refers to each partition of its table.
CREATE FUNCTION dunlin_pack.retention_drop_partitions(policy dunlin_pack.retention_policy) RETURNS bigint
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    part regclass;
    rows_of_part bigint;
    rows_to_keep bigint;
    dropped bigint := 0;
BEGIN
    FOR part IN
        SELECT c.oid::regclass
        FROM pg_catalog.pg_inherits AS i
        JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
        JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = i.inhparent AND p.partstrat = 'r' AND p.partnatts = 1
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0] AND a.attname = policy.column_name
        WHERE i.inhparent = policy.relation AND c.relkind = 'r'
          AND substring(pg_catalog.pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz <= now() - policy.keep
        ORDER BY 1
    LOOP
        EXECUTE pg_catalog.format('SELECT count(*), count(*) FILTER (WHERE NOT (%s)) FROM %s AS t', dunlin_pack.retention_condition(policy), part)
        INTO rows_of_part, rows_to_keep;
        CONTINUE WHEN rows_to_keep > 0;
        BEGIN
            EXECUTE pg_catalog.format('DROP TABLE %s RESTRICT', part);
            dropped := dropped + rows_of_part;
        EXCEPTION WHEN dependent_objects_still_exist THEN
            NULL;
        END;
    END LOOP;
    RETURN dropped;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.retention_drop_partitions(dunlin_pack.retention_policy) FROM PUBLIC;

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
REVOKE ALL ON FUNCTION {{schema}}.apply_retention(integer) FROM PUBLIC;

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
REVOKE ALL ON FUNCTION {{schema}}.retention_overdue() FROM PUBLIC;
-- pack:if operators
GRANT EXECUTE ON FUNCTION {{schema}}.apply_retention(integer) TO {{operators}};
GRANT EXECUTE ON FUNCTION {{schema}}.retention_overdue() TO {{operators}};
-- pack:end

-- pack:if policies
SELECT dunlin_pack.retention_register(format('%I.%I', name[1], name[2])::regclass, name[3], split_part(policy, '=', 2)::interval)
FROM unnest({{policies|array}}) AS policy, parse_ident(split_part(policy, '=', 1)) AS name;
-- pack:end
