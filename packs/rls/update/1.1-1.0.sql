-- From 1.1 back to 1.0. What was recorded of `dunlin test rls` is forgotten.
DROP FUNCTION {{schema}}.check_rls_effectiveness() RESTRICT;
DROP FUNCTION {{schema}}.last_rls_matrix() RESTRICT;
DROP FUNCTION {{schema}}.record_rls_matrix(jsonb) RESTRICT;
DROP FUNCTION dunlin_pack.rls_policies_hash(regclass) RESTRICT;
DROP TABLE dunlin_pack.rls_matrix RESTRICT;

-- What row level security does here, table by table, and what is wrong with it.
CREATE FUNCTION {{schema}}.check_rls_effectiveness()
RETURNS TABLE (schema_name name, table_name name, rls_enabled boolean, forced boolean,
               select_policies integer, insert_policies integer, update_policies integer, delete_policies integer,
               policy_roles name[], reachable_by name[], findings text[])
LANGUAGE sql STABLE SET search_path = '' AS $$
    WITH tables AS (
        SELECT c.oid, n.nspname, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.relacl, c.reltuples, c.relispartition
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
          AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dunlin', 'dunlin_kept', 'dunlin_pack')
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                          WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ), policies AS (
        SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive, p.polroles,
               pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS qual,
               pg_catalog.concat_ws(' ', pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)) AS text
        FROM pg_catalog.pg_policy AS p
    ), reach AS (
        -- Roles that may read or change rows, but for those to whom policies don't apply anyway.
        SELECT t.oid, r.rolname, a.privilege_type, r.rolbypassrls
        FROM tables AS t
        CROSS JOIN LATERAL pg_catalog.aclexplode(t.relacl) AS a
        JOIN pg_catalog.pg_roles AS r ON r.oid = a.grantee
        WHERE a.grantee <> t.relowner AND NOT r.rolsuper
    ), found AS (
        SELECT t.oid, 1 AS rank, 'row level security is off: ' || pg_catalog.string_agg(DISTINCT r.rolname, ', ') || ' can reach all rows' AS finding
        FROM tables AS t JOIN reach AS r USING (oid) WHERE NOT t.relrowsecurity AND NOT r.rolbypassrls GROUP BY t.oid
        UNION ALL
        SELECT t.oid, 2, pg_catalog.format('policy "%s" has no effect: row level security is off', p.polname)
        FROM tables AS t JOIN policies AS p ON p.polrelid = t.oid WHERE NOT t.relrowsecurity
        UNION ALL
        SELECT t.oid, 3, 'no policy: nobody but the owner sees a row'
        FROM tables AS t WHERE t.relrowsecurity AND NOT EXISTS (SELECT FROM policies AS p WHERE p.polrelid = t.oid AND p.polpermissive)
        UNION ALL
        SELECT t.oid, 4, pg_catalog.format('policy "%s" is for every role: write TO', p.polname)
        FROM tables AS t JOIN policies AS p ON p.polrelid = t.oid WHERE p.polpermissive AND 0 = ANY (p.polroles)
        UNION ALL
        -- What is left when the calls that stand in a SELECT of their own are taken away.
        SELECT t.oid, 5, pg_catalog.format('policy "%s" calls %s for each row: write (SELECT %2$s)', p.polname, called[1])
        FROM tables AS t JOIN policies AS p ON p.polrelid = t.oid,
             pg_catalog.regexp_matches(pg_catalog.regexp_replace(p.text, '\( ?SELECT (auth\.\w+\(\)|current_setting\([^)]*\))', '', 'gi'),
                                       '(auth\.\w+\(\)|current_setting\([^)]*\))') AS called
        UNION ALL
        SELECT t.oid, 6, pg_catalog.format('policy "%s" compares %I, which no index begins with', p.polname, a.attname)
        FROM tables AS t
        JOIN policies AS p ON p.polrelid = t.oid
        JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_policy'::regclass AND d.objid = p.oid
                                      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = t.oid AND d.refobjsubid > 0
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
        WHERE p.polcmd IN ('r', '*') AND p.text ~ 'auth\.|current_setting|user_organization_ids' AND a.atttypid = 'pg_catalog.uuid'::regtype
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indrelid = t.oid AND i.indisvalid AND i.indkey[0] = a.attnum)
        UNION ALL
        SELECT t.oid, 7, pg_catalog.format('policy "%s" lets %s write every row', p.polname,
                                           pg_catalog.array_to_string(ARRAY(SELECT rolname FROM pg_catalog.pg_roles WHERE oid = ANY (p.polroles)), ', '))
        FROM tables AS t JOIN policies AS p ON p.polrelid = t.oid
        WHERE p.polpermissive AND p.polcmd IN ('a', 'w', 'd', '*') AND p.text ~ '^(true ?)+$'
          AND EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE r.oid = ANY (p.polroles) AND r.rolname IN ('anon', 'authenticated'))
        UNION ALL
        SELECT t.oid, 8, pg_catalog.format('%s may TRUNCATE, which policies don''t stop', r.rolname)
        FROM tables AS t JOIN reach AS r USING (oid) WHERE t.relrowsecurity AND r.privilege_type = 'TRUNCATE'
        UNION ALL
        SELECT t.oid, 9, pg_catalog.format('view %s reads it with the rights of %s: set security_invoker', v.oid::regclass, v.relowner::regrole)
        FROM tables AS t
        JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = t.oid
                                      AND d.classid = 'pg_catalog.pg_rewrite'::regclass
        JOIN pg_catalog.pg_rewrite AS w ON w.oid = d.objid
        JOIN pg_catalog.pg_class AS v ON v.oid = w.ev_class AND v.relkind = 'v' AND v.oid <> t.oid
        WHERE t.relrowsecurity
          AND NOT coalesce('security_invoker=true' = ANY (v.reloptions) OR 'security_invoker=on' = ANY (v.reloptions), false)
          AND EXISTS (SELECT FROM pg_catalog.aclexplode(v.relacl) AS a WHERE a.grantee <> v.relowner)
        GROUP BY t.oid, v.oid, v.relowner
        UNION ALL
        SELECT i.inhparent, 10, pg_catalog.format('partition %s has no row level security, and can be reached directly', c.oid::regclass)
        FROM pg_catalog.pg_inherits AS i
        JOIN tables AS parent ON parent.oid = i.inhparent AND parent.relrowsecurity
        JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid AND NOT c.relrowsecurity
        WHERE EXISTS (SELECT FROM pg_catalog.aclexplode(c.relacl) AS a WHERE a.grantee <> c.relowner)
    )
    SELECT t.nspname, t.relname, t.relrowsecurity, t.relforcerowsecurity,
           counted.selects, counted.inserts, counted.updates, counted.deletes,
           ARRAY(SELECT DISTINCT coalesce(r.rolname, 'public') FROM policies AS p, pg_catalog.unnest(p.polroles) AS role
                 LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = role WHERE p.polrelid = t.oid ORDER BY 1),
           ARRAY(SELECT DISTINCT r.rolname FROM reach AS r
                 WHERE r.oid = t.oid AND r.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') ORDER BY 1),
           ARRAY(SELECT f.finding FROM found AS f WHERE f.oid = t.oid ORDER BY f.rank, f.finding)
    FROM tables AS t
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE p.polcmd IN ('r', '*'))::integer AS selects, count(*) FILTER (WHERE p.polcmd IN ('a', '*'))::integer AS inserts,
               count(*) FILTER (WHERE p.polcmd IN ('w', '*'))::integer AS updates, count(*) FILTER (WHERE p.polcmd IN ('d', '*'))::integer AS deletes
        FROM policies AS p WHERE p.polrelid = t.oid
    ) AS counted
    ORDER BY 1, 2
$$;
COMMENT ON FUNCTION {{schema}}.check_rls_effectiveness() IS
    'Row level security of every table: on or off, policies a command, who can reach it, and findings.';
REVOKE ALL ON FUNCTION {{schema}}.check_rls_effectiveness() FROM PUBLIC;
-- pack:if check_roles
GRANT EXECUTE ON FUNCTION {{schema}}.check_rls_effectiveness() TO {{check_roles}};
-- pack:end
