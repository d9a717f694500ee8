-- title: Nobody's functions claim to be LEAKPROOF
-- reference: CIS 4.7
-- A LEAKPROOF function in a condition is run before policies have filtered (PostgreSQL docs, CREATE FUNCTION).
SELECT 'critical', p.oid::regprocedure::text, 'is LEAKPROOF: it meets rows that policies hide; ' || string_agg(r.rolname::text, ', ' ORDER BY r.rolname) || ' may call it',
       format('ALTER FUNCTION %s NOT LEAKPROOF;', p.oid::regprocedure)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.rolname = ANY ($1::text[])
WHERE p.proleakproof AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
GROUP BY p.oid ORDER BY 2;
