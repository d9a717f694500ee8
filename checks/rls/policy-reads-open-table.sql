-- title: Tables that policies read aren't written by those whom the policies hold for
-- reference: OWASP
-- Who may write the list of members or roles that a policy asks is whoever they want to be.
SELECT 'critical', t.oid::regclass::text,
       format('policies of %s read it, it has no row-level security, and %s may write it', string_agg(DISTINCT c.oid::regclass::text, ', '), string_agg(DISTINCT r.rolname::text, ', ')),
       format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY; or REVOKE INSERT, UPDATE, DELETE ON it', t.oid::regclass)
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
JOIN pg_class t ON t.oid = d.refobjid AND t.relkind IN ('r', 'p') AND NOT t.relrowsecurity
JOIN pg_roles r ON r.rolname = ANY ($1::text[])
WHERE has_any_column_privilege(r.oid, t.oid, 'INSERT') OR has_any_column_privilege(r.oid, t.oid, 'UPDATE')
GROUP BY t.oid ORDER BY 2;
