-- title: Views over protected tables ask for the caller's rows (security_invoker)
-- reference: CIS 4.7
-- A view reads and writes as its owner: policies for the caller don't apply to the tables below it.
WITH RECURSIVE reads (view, relation) AS (
  SELECT rw.ev_class, d.refobjid
  FROM pg_rewrite rw
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = rw.oid
                  AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> rw.ev_class
  WHERE rw.ev_type = '1'
  UNION
  SELECT reads.view, d.refobjid
  FROM reads
  JOIN pg_rewrite rw ON rw.ev_class = reads.relation AND rw.ev_type = '1'
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = rw.oid
                  AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> rw.ev_class
)
SELECT CASE WHEN o.rolsuper OR o.rolbypassrls OR bool_or(t.relowner = v.relowner AND NOT t.relforcerowsecurity)
            THEN 'critical' ELSE 'warn' END,
       format('%I.%I', n.nspname, v.relname),
       format('%s reads %s as %s, without the caller''s policies; %s',
              CASE v.relkind WHEN 'm' THEN 'a materialized view that' ELSE 'a view that' END,
              string_agg(DISTINCT t.relname::text, ', '), o.rolname,
              concat_ws('; ',
                string_agg(DISTINCT r.rolname::text, ', ') FILTER (WHERE p.privilege = 'SELECT') || ' may select from it',
                string_agg(DISTINCT r.rolname::text, ', ') FILTER (WHERE p.privilege <> 'SELECT') || ' may '
                  || string_agg(DISTINCT lower(p.privilege), ', ') FILTER (WHERE p.privilege <> 'SELECT') || ' through it')),
       CASE WHEN v.relkind = 'm' THEN format('REVOKE SELECT ON %I.%I FROM PUBLIC, ...;', n.nspname, v.relname)
            ELSE format('ALTER VIEW %I.%I SET (security_invoker = true);  -- PostgreSQL 15 or newer', n.nspname, v.relname) END
FROM reads
JOIN pg_class v ON v.oid = reads.view AND v.relkind IN ('v', 'm')
JOIN pg_class t ON t.oid = reads.relation AND t.relkind IN ('r', 'p') AND t.relrowsecurity
JOIN pg_namespace n ON n.oid = v.relnamespace
JOIN pg_roles o ON o.oid = v.relowner
JOIN pg_roles r ON r.rolname = ANY ($1::text[])
-- What a view without rules or triggers passes on (bits of CmdType: update 4, insert 8, delete 16).
CROSS JOIN (VALUES ('SELECT', 0), ('UPDATE', 4), ('INSERT', 8), ('DELETE', 16)) AS p (privilege, bit)
WHERE (v.relkind = 'm' OR NOT coalesce((SELECT option_value::boolean FROM pg_options_to_table(v.reloptions)
                                        WHERE option_name = 'security_invoker'), false))
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dunlin')
  AND has_schema_privilege(r.oid, n.oid, 'USAGE')
  AND (p.bit = 0 OR v.relkind = 'v' AND pg_relation_is_updatable(v.oid, false) & p.bit <> 0)
  AND CASE p.privilege WHEN 'DELETE' THEN has_table_privilege(r.oid, v.oid, 'DELETE')
                       ELSE has_any_column_privilege(r.oid, v.oid, p.privilege) END
GROUP BY n.nspname, v.relname, v.relkind, v.relowner, o.rolname, o.rolsuper, o.rolbypassrls
ORDER BY 2;
