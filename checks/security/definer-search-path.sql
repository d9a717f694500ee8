-- title: SECURITY DEFINER functions have a fixed search_path
-- reference: CIS 4.5
SELECT 'warn', p.oid::regprocedure::text, 'looks up names where its caller says, with the rights of ' || p.proowner::regrole,
       format('ALTER FUNCTION %s SET search_path = '''';', p.oid::regprocedure)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS s WHERE s LIKE 'search\_path=%')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e');
