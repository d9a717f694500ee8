-- Migration: 20250804090000_pack_rls_1_2
-- Description: pack rls from 1.0 to 1.2
-- Author: Mon Toit
-- Date: 2026-11-21
-- Priority: HIGH
-- Dependencies: 20250703090000
-- Tags: pack_updates
-- Pack: update rls 1.2
-- Pack-Parameters: {"admin_role":"admin_role","admin_tables":"public.verification_documents","check_roles":["admin_role","developer_role"],"client_role":"authenticated","organization_column":"organization_id","organization_tables":[],"organizations_schema":"public","own_column":"user_id","own_tables":[],"published_column":"status","published_roles":"authenticated","published_tables":[],"published_value":"published","schema":"public"}

-- From 1.0 to 1.1: check_rls_effectiveness() also shows what `dunlin test rls` found last, once record_rls_matrix() has been told. It
-- has more columns, so it is made anew: what uses it (a view) has to go first, and is named by the error.
DROP FUNCTION "public".check_rls_effectiveness() RESTRICT;

-- What `dunlin test rls` has found, where somebody recorded it: the catalog knows what policies there are, not whether the right rows
-- are seen. One row for each table that it tested; the last result only.
CREATE TABLE dunlin_pack.rls_matrix (
    relation    text PRIMARY KEY,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    cells       integer NOT NULL,
    red         integer NOT NULL CHECK (red BETWEEN 0 AND cells),
    policies    text NOT NULL  -- as they were then: hash of their definitions
);
REVOKE ALL ON dunlin_pack.rls_matrix FROM PUBLIC;
COMMENT ON TABLE dunlin_pack.rls_matrix IS 'the last result of dunlin test rls, by record_rls_matrix()';

CREATE FUNCTION dunlin_pack.rls_policies_hash(relation regclass) RETURNS text
LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT pg_catalog.md5(concat(c.relrowsecurity, c.relforcerowsecurity, (
        SELECT string_agg(concat_ws(' ', polname, polcmd, polpermissive, polroles::regrole[]::text, pg_catalog.pg_get_expr(polqual, polrelid),
                                    pg_catalog.pg_get_expr(polwithcheck, polrelid)), ';' ORDER BY polname)
        FROM pg_catalog.pg_policy WHERE polrelid = c.oid)))
    FROM pg_catalog.pg_class AS c WHERE c.oid = relation
$$;
REVOKE ALL ON FUNCTION dunlin_pack.rls_policies_hash(regclass) FROM PUBLIC;

-- `result` is what `dunlin test rls --json` prints. Returns how many tables it is about. Owner only: whoever may call it could
-- say that all is well.
CREATE FUNCTION "public".record_rls_matrix(result jsonb) RETURNS bigint
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    tested bigint;
BEGIN
    IF coalesce(jsonb_typeof(result -> 'cells'), '') <> 'array' THEN
        RAISE EXCEPTION 'that is not what dunlin test rls --json prints: it has no cells' USING ERRCODE = '22023';
    END IF;
    DELETE FROM dunlin_pack.rls_matrix;
    INSERT INTO dunlin_pack.rls_matrix (relation, cells, red, policies)
    SELECT relation, count(*), count(*) FILTER (WHERE verdict <> 'ok'),
           coalesce(dunlin_pack.rls_policies_hash(pg_catalog.to_regclass(relation)), 'gone')
    FROM (
        -- "alice update public.documents without WHERE #2": what stands behind the command
        SELECT cell ->> 'verdict' AS verdict,
               pg_catalog.regexp_replace(
                   pg_catalog.substr(cell ->> 'cell', pg_catalog.strpos(cell ->> 'cell', ' ' || (cell ->> 'command') || ' ')
                                                      + pg_catalog.length(cell ->> 'command') + 2),
                   '( without WHERE| to given values)?( #\d+)?$', '') AS relation
        FROM jsonb_array_elements(result -> 'cells') AS cell
    ) AS tested
    GROUP BY relation;
    GET DIAGNOSTICS tested = ROW_COUNT;
    RETURN tested;
END
$$;
REVOKE ALL ON FUNCTION "public".record_rls_matrix(jsonb) FROM PUBLIC;

-- For check_rls_effectiveness(), whose callers can't read the table.
CREATE FUNCTION "public".last_rls_matrix()
RETURNS TABLE (relation regclass, cells integer, red integer, recorded_at timestamptz, policies_changed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT pg_catalog.to_regclass(m.relation), m.cells, m.red, m.recorded_at,
           dunlin_pack.rls_policies_hash(pg_catalog.to_regclass(m.relation)) IS DISTINCT FROM m.policies
    FROM dunlin_pack.rls_matrix AS m WHERE pg_catalog.to_regclass(m.relation) IS NOT NULL
$$;
REVOKE ALL ON FUNCTION "public".last_rls_matrix() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "public".last_rls_matrix() TO "admin_role", "developer_role";

-- What row level security does here, table by table, and what is wrong with it. matrix_*: what `dunlin test rls` found last, and how
-- long ago; NULL for a table that it has not tested.
CREATE FUNCTION "public".check_rls_effectiveness()
RETURNS TABLE (schema_name name, table_name name, rls_enabled boolean, forced boolean,
               select_policies integer, insert_policies integer, update_policies integer, delete_policies integer,
               policy_roles name[], reachable_by name[], findings text[],
               matrix_cells integer, matrix_red integer, matrix_age interval)
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
        UNION ALL
        SELECT m.relation, 11, pg_catalog.format('%s of %s cells of dunlin test rls were not as expected', m.red, m.cells)
        FROM "public".last_rls_matrix() AS m WHERE m.red > 0
        UNION ALL
        SELECT m.relation, 12, 'its policies have changed since dunlin test rls was recorded: run it again'
        FROM "public".last_rls_matrix() AS m WHERE m.policies_changed
    )
    SELECT t.nspname, t.relname, t.relrowsecurity, t.relforcerowsecurity,
           counted.selects, counted.inserts, counted.updates, counted.deletes,
           ARRAY(SELECT DISTINCT coalesce(r.rolname, 'public') FROM policies AS p, pg_catalog.unnest(p.polroles) AS role
                 LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = role WHERE p.polrelid = t.oid ORDER BY 1),
           ARRAY(SELECT DISTINCT r.rolname FROM reach AS r
                 WHERE r.oid = t.oid AND r.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') ORDER BY 1),
           ARRAY(SELECT f.finding FROM found AS f WHERE f.oid = t.oid ORDER BY f.rank, f.finding),
           matrix.cells, matrix.red, pg_catalog.date_trunc('second', pg_catalog.now() - matrix.recorded_at)
    FROM tables AS t
    LEFT JOIN "public".last_rls_matrix() AS matrix ON matrix.relation = t.oid
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
-- From 1.1 to 1.2: who has policies also gets the way into the schema, and to the sequences of serial columns.

-- Grants what the role doesn't have yet, and remembers it: privileges on the table, the way into its schema, and for who may insert
-- the sequences behind its serial columns (those of identity columns need no grant).
CREATE OR REPLACE FUNCTION dunlin_pack.rls_grant(relation regclass, role name, privileges text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    privilege text;
    place name := (SELECT nspname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = relation);
    sequence regclass;
BEGIN
    FOREACH privilege IN ARRAY privileges LOOP
        CONTINUE WHEN pg_catalog.has_table_privilege(role, relation, privilege);
        EXECUTE pg_catalog.format('GRANT %s ON %s TO %I', privilege, relation, role);
        INSERT INTO dunlin_pack.rls_made VALUES ('privilege', pg_catalog.format('%s ON %s FROM %I', privilege, relation, role));
    END LOOP;
    IF NOT pg_catalog.has_schema_privilege(role, place, 'USAGE') THEN
        EXECUTE pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I', place, role);
        INSERT INTO dunlin_pack.rls_made VALUES ('privilege', pg_catalog.format('USAGE ON SCHEMA %I FROM %I', place, role));
    END IF;
    FOR sequence IN
        SELECT d.objid FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_class AS s ON s.oid = d.objid AND s.relkind = 'S'
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
          AND d.refobjid = relation AND d.refobjsubid > 0 AND d.deptype = 'a' AND 'INSERT' = ANY (privileges)
        ORDER BY 1
    LOOP
        CONTINUE WHEN pg_catalog.has_sequence_privilege(role, sequence, 'USAGE');
        EXECUTE pg_catalog.format('GRANT USAGE ON SEQUENCE %s TO %I', sequence, role);
        INSERT INTO dunlin_pack.rls_made VALUES ('privilege', pg_catalog.format('USAGE ON SEQUENCE %s FROM %I', sequence, role));
    END LOOP;
END
$$;

-- Once more for each table: what is there already is passed over.
SELECT dunlin_pack.rls_grant('public.verification_documents', 'admin_role', ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
