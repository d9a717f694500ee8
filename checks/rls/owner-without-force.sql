-- title: Policies hold for the owner of a table where clients can be its owner
-- reference: CIS 4.7
SELECT 'critical', format('%I.%I', n.nspname, c.relname),
       format('its owner %s is %s, and row-level security isn''t forced', o.rolname,
              CASE WHEN o.oid = r.oid THEN 'a client role' ELSE 'a role that ' || r.rolname || ' may become' END),
       format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY;', n.nspname, c.relname)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_roles o ON o.oid = c.relowner
JOIN pg_roles r ON r.rolname = ANY ($1::text[])
WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity AND NOT c.relforcerowsecurity AND NOT r.rolsuper
  AND n.nspname !~ '^pg_' AND pg_has_role(r.oid, o.oid, 'MEMBER')
ORDER BY 2;
