-- title: Every table that client roles can reach has row-level security on
-- reference: CIS 4.7, OWASP
-- Partitioned tables (relkind p) count: security on the partitions alone doesn't protect the parent.
SELECT 'critical', format('%I.%I', n.nspname, c.relname),
       format('row-level security is off, and %s may %s', r.rolname, string_agg(lower(p.privilege), ', ' ORDER BY p.privilege)),
       format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY;', n.nspname, c.relname)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_roles r ON r.rolname = ANY ($1::text[])
CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) AS p (privilege)
WHERE c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dunlin', 'dunlin_kept')
  AND has_schema_privilege(r.oid, n.oid, 'USAGE')
  AND CASE p.privilege WHEN 'DELETE' THEN has_table_privilege(r.oid, c.oid, 'DELETE')
                       ELSE has_any_column_privilege(r.oid, c.oid, p.privilege) END
GROUP BY n.nspname, c.relname, r.rolname
ORDER BY 2, 3;
