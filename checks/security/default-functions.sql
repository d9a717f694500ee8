-- title: New functions aren't callable by everybody
-- reference: CIS 4.5, OWASP
-- Without a default privilege that takes it away, PUBLIC may execute every function that is made.
SELECT 'warn', o.owner::regrole::text, 'PUBLIC may call every function that it makes from now on',
       format('ALTER DEFAULT PRIVILEGES FOR ROLE %s REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;', o.owner::regrole)
FROM (SELECT DISTINCT p.proowner AS owner FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.prosecdef AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')) AS o
WHERE NOT EXISTS (SELECT FROM pg_default_acl d WHERE d.defaclrole = o.owner AND d.defaclobjtype = 'f' AND d.defaclnamespace = 0
                  AND NOT EXISTS (SELECT FROM aclexplode(d.defaclacl) AS a WHERE a.grantee = 0));
