-- title: Client roles don't reach foreign tables, which can have no row-level security
-- reference: OWASP
-- ENABLE ROW LEVEL SECURITY is an error for them (42809); they are read with the user mapping's password.
SELECT 'critical', format('%I.%I', n.nspname, c.relname),
       format('a foreign table of server %s, which can have no policies; %s may %s', s.srvname, r.rolname,
              string_agg(lower(p.privilege), ', ' ORDER BY p.privilege)),
       format('REVOKE ALL ON %I.%I FROM PUBLIC, %I; or accept it by name, when all its rows are for them', n.nspname, c.relname, r.rolname)
FROM pg_foreign_table f
JOIN pg_class c ON c.oid = f.ftrelid
JOIN pg_foreign_server s ON s.oid = f.ftserver
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_roles r ON r.rolname = ANY ($1::text[])
CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) AS p (privilege)
WHERE has_schema_privilege(r.oid, n.oid, 'USAGE')
  AND CASE p.privilege WHEN 'DELETE' THEN has_table_privilege(r.oid, c.oid, 'DELETE')
                       ELSE has_any_column_privilege(r.oid, c.oid, p.privilege) END
GROUP BY n.nspname, c.relname, s.srvname, r.rolname
ORDER BY 2, 3;
