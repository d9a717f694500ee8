-- title: No policy lets client roles write every row
-- reference: CIS 4.7, OWASP
SELECT 'critical', format('%I.%I', n.nspname, c.relname),
       format('policy %I FOR %s is true for every row', p.polname,
              CASE p.polcmd WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END),
       format('DROP POLICY %I ON %I.%I;', p.polname, n.nspname, c.relname)
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE p.polpermissive AND p.polcmd IN ('*', 'a', 'w', 'd')
  AND coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid)) = 'true'
  AND (0 = ANY (p.polroles) OR EXISTS (SELECT FROM pg_roles r WHERE r.oid = ANY (p.polroles) AND r.rolname = ANY ($1::text[])))
ORDER BY 2, 3;
