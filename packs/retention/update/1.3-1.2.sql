-- From 1.3 back to 1.2.

-- Partitions by range of the policy's column that end before anything has to be kept, whole. Those with rows of people under
-- legal hold are left to the sweeper.
CREATE OR REPLACE FUNCTION dunlin_pack.retention_drop_partitions(policy dunlin_pack.retention_policy) RETURNS bigint
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
