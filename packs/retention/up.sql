-- How long rows are kept, and what takes them away.

CREATE SCHEMA IF NOT EXISTS dunlin_pack;

CREATE TABLE dunlin_pack.retention_policy (
    relation       regclass PRIMARY KEY,
    column_name    name     NOT NULL,
    keep           interval NOT NULL CHECK (keep > interval '0'),
    subject_column name,     -- whose rows they are: those of people under legal hold (pack gdpr) stay
    enabled        boolean  NOT NULL DEFAULT true,
    last_run       timestamptz,
    removed        bigint   NOT NULL DEFAULT 0
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
-- legal hold are left to the sweeper.
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
        EXECUTE pg_catalog.format('DROP TABLE %s', part);
        dropped := dropped + rows_of_part;
    END LOOP;
    RETURN dropped;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.retention_drop_partitions(dunlin_pack.retention_policy) FROM PUBLIC;

-- Takes away at most `batch` rows of each table, and partitions that are too old. Call it until it removes nothing: each call
-- is a short transaction. Rows that somebody holds locked are left to the next call.
CREATE FUNCTION {{schema}}.apply_retention(batch integer DEFAULT 5000) RETURNS TABLE (relation text, removed bigint, partition_rows bigint)
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
REVOKE ALL ON FUNCTION {{schema}}.apply_retention(integer) FROM PUBLIC;

-- Tables with rows that should have gone: how many, and how old the oldest is.
CREATE FUNCTION {{schema}}.retention_overdue() RETURNS TABLE (relation text, overdue_rows bigint, oldest timestamptz, keep interval, last_run timestamptz)
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
REVOKE ALL ON FUNCTION {{schema}}.retention_overdue() FROM PUBLIC;
-- pack:if operators
GRANT EXECUTE ON FUNCTION {{schema}}.apply_retention(integer) TO {{operators}};
GRANT EXECUTE ON FUNCTION {{schema}}.retention_overdue() TO {{operators}};
-- pack:end

-- pack:if policies
SELECT dunlin_pack.retention_register(format('%I.%I', name[1], name[2])::regclass, name[3], split_part(policy, '=', 2)::interval)
FROM unnest({{policies|array}}) AS policy, parse_ident(split_part(policy, '=', 1)) AS name;
-- pack:end
