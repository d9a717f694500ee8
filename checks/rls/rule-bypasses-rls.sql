-- title: No rule lets clients reach protected tables with its owner's rights
-- reference: OWASP
-- What a rule does is done as the owner of its table: policies for the caller don't apply (PostgreSQL docs, 41.5).
SELECT CASE WHEN o.rolsuper OR o.rolbypassrls OR bool_or(t.relowner = c.relowner AND NOT t.relforcerowsecurity)
            THEN 'critical' ELSE 'warn' END,
       format('%I.%I %I', n.nspname, c.relname, rw.rulename),
       format('a rule that reaches %s as %s, without the caller''s policies; %s may %s', string_agg(DISTINCT t.relname::text, ', '),
              o.rolname, string_agg(DISTINCT r.rolname::text, ', '), lower(e.privilege)),
       format('DROP RULE %I ON %I.%I; a trigger runs as its caller', rw.rulename, n.nspname, c.relname)
FROM pg_rewrite rw
JOIN (VALUES ('2'::"char", 'UPDATE'), ('3', 'INSERT'), ('4', 'DELETE')) AS e (event, privilege) ON e.event = rw.ev_type
JOIN pg_class c ON c.oid = rw.ev_class
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_roles o ON o.oid = c.relowner
JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = rw.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
JOIN pg_class t ON t.oid = d.refobjid AND t.relkind IN ('r', 'p') AND t.relrowsecurity
JOIN pg_roles r ON r.rolname = ANY ($1::text[])
WHERE rw.ev_enabled IN ('O', 'A')
  AND NOT coalesce((SELECT option_value::boolean FROM pg_options_to_table(c.reloptions) WHERE option_name = 'security_invoker'), false)
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dunlin')
  AND has_schema_privilege(r.oid, n.oid, 'USAGE')
  AND CASE e.privilege WHEN 'DELETE' THEN has_table_privilege(r.oid, c.oid, 'DELETE')
                       ELSE has_any_column_privilege(r.oid, c.oid, e.privilege) END
GROUP BY n.nspname, c.relname, rw.rulename, e.privilege, c.relowner, o.rolname, o.rolsuper, o.rolbypassrls
ORDER BY 2;
