-- title: No table is granted to PUBLIC
-- reference: CIS 4.6
SELECT 'warn', c.oid::regclass::text, 'PUBLIC has ' || string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type),
       format('REVOKE ALL ON %s FROM PUBLIC;', c.oid::regclass)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL aclexplode(c.relacl) AS a
WHERE a.grantee = 0 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
GROUP BY c.oid;
