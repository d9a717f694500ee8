-- title: Policies are in force
-- reference: CIS 4.7
SELECT 'critical', format('%I.%I', n.nspname, c.relname),
       format('has %s and row-level security is off: nothing is filtered', CASE count(*) WHEN 1 THEN '1 policy' ELSE count(*) || ' policies' END),
       format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY;', n.nspname, c.relname)
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT c.relrowsecurity
GROUP BY n.nspname, c.relname
ORDER BY 2;
