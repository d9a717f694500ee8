-- Migration: 20250703090000_pack_rls
-- Description: pack rls 1.0: row level security: own rows, an organization's, published ones, administrators
-- Date: 2026-11-21
-- Priority: HIGH
-- Dependencies: 20250702090000
-- Tags: monitoring
-- Pack: add rls 1.0
-- Pack-Parameters: {"admin_role":"admin_role","admin_tables":"public.verification_documents","check_roles":["admin_role","developer_role"],"client_role":"authenticated","organization_column":"organization_id","organization_tables":[],"organizations_schema":"public","own_column":"user_id","own_tables":[],"published_column":"status","published_roles":"authenticated","published_tables":[],"published_value":"published","schema":"public"}

-- What was so before, so that the rollback brings it back.
CREATE SCHEMA IF NOT EXISTS dunlin_pack;
CREATE TABLE dunlin_pack.rls_made (
    kind   text NOT NULL CHECK (kind IN ('enabled', 'index', 'privilege')),
    object text NOT NULL,
    PRIMARY KEY (kind, object)
);
REVOKE ALL ON dunlin_pack.rls_made FROM PUBLIC;
INSERT INTO dunlin_pack.rls_made (kind, object)
SELECT DISTINCT 'enabled', relation::text
FROM unnest(ARRAY[]::text[] || ARRAY[]::text[] || ARRAY[]::text[] || ARRAY['public.verification_documents']::text[]) AS relation
JOIN pg_class ON pg_class.oid = relation::regclass
WHERE NOT relrowsecurity;

-- Grants what the role doesn't have yet, and remembers it.
CREATE FUNCTION dunlin_pack.rls_grant(relation regclass, role name, privileges text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    privilege text;
BEGIN
    FOREACH privilege IN ARRAY privileges LOOP
        CONTINUE WHEN pg_catalog.has_table_privilege(role, relation, privilege);
        EXECUTE pg_catalog.format('GRANT %s ON %s TO %I', privilege, relation, role);
        INSERT INTO dunlin_pack.rls_made VALUES ('privilege', pg_catalog.format('%s ON %s FROM %I', privilege, relation, role));
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.rls_grant(regclass, name, text[]) FROM PUBLIC;

-- A policy's column without an index reads the whole table for every request.
CREATE FUNCTION dunlin_pack.rls_index(relation regclass, key name) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    place record;
BEGIN
    IF EXISTS (
        SELECT FROM pg_catalog.pg_index JOIN pg_catalog.pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = relation AND attname = key AND indisvalid AND indpred IS NULL
    ) THEN
        RETURN;
    END IF;
    SELECT nspname AS schema, pg_catalog.left(relname || '_' || key, 59) || '_rls' AS name INTO place
    FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = relation;
    IF pg_catalog.pg_relation_size(relation) > 80 * 1024 * 1024 THEN
        RAISE EXCEPTION '% (%) has no index that begins with %: building it here would stop writes', relation,
                pg_catalog.pg_size_pretty(pg_catalog.pg_relation_size(relation)), pg_catalog.quote_ident(key)
            USING HINT = pg_catalog.format('In a migration before this one: CREATE INDEX CONCURRENTLY %I ON %s (%I)', place.name, relation, key);
    END IF;
    EXECUTE pg_catalog.format('CREATE INDEX %I ON %s (%I)', place.name, relation, key);
    INSERT INTO dunlin_pack.rls_made VALUES ('index', pg_catalog.format('%I.%I', place.schema, place.name));
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.rls_index(regclass, name) FROM PUBLIC;

-- Each policy names its role, so that nobody else's queries pay for it, and calls auth.uid() in a SELECT of its own, so that
-- it is called once and not for each row. A table a transaction: none is locked while the next is waited for, and none is
-- opened before its policies are there.

-- dunlin:unit
ALTER TABLE "public"."verification_documents" ENABLE ROW LEVEL SECURITY;
-- A policy of a role of its own: as "OR is_admin" in the policies of everybody it would cost every query.
CREATE POLICY "Admins can view all" ON "public"."verification_documents" FOR SELECT TO "admin_role" USING (true);
CREATE POLICY "Admins can insert all" ON "public"."verification_documents" FOR INSERT TO "admin_role" WITH CHECK (true);
CREATE POLICY "Admins can update all" ON "public"."verification_documents" FOR UPDATE TO "admin_role" USING (true) WITH CHECK (true);
CREATE POLICY "Admins can delete all" ON "public"."verification_documents" FOR DELETE TO "admin_role" USING (true);
SELECT dunlin_pack.rls_grant('public.verification_documents', 'admin_role', ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']);

-- What row level security does here, table by table, and what is wrong with it.
CREATE FUNCTION "public".check_rls_effectiveness()
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
COMMENT ON FUNCTION "public".check_rls_effectiveness() IS
    'Row level security of every table: on or off, policies a command, who can reach it, and findings.';
REVOKE ALL ON FUNCTION "public".check_rls_effectiveness() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "public".check_rls_effectiveness() TO "admin_role", "developer_role";
