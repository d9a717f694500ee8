-- title: Client roles have no TRUNCATE, REFERENCES or TRIGGER, which policies don't cover
-- reference: CIS 4.6
SELECT CASE WHEN bool_or(p.privilege = 'TRUNCATE') THEN 'critical' ELSE 'warn' END,
       format('%I.%I', n.nspname, c.relname),
       format('%s has %s', r.rolname, string_agg(p.privilege, ', ' ORDER BY p.privilege)),
       format('REVOKE %s ON %I.%I FROM PUBLIC, %I;', string_agg(p.privilege, ', ' ORDER BY p.privilege),
              n.nspname, c.relname, r.rolname)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_roles r ON r.rolname = ANY ($1::text[])
CROSS JOIN (VALUES ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) AS p (privilege)
WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dunlin')
  AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_table_privilege(r.oid, c.oid, p.privilege)
GROUP BY n.nspname, c.relname, r.rolname
ORDER BY 2, 3;
