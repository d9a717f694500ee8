-- title: Nobody but its owner makes objects in schemas that others search
-- reference: CIS 4.10
SELECT 'critical', n.nspname::text, 'PUBLIC may CREATE in it: anybody can put a function in front of yours',
       format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC;', n.nspname)
FROM pg_namespace n CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS a
WHERE a.grantee = 0 AND a.privilege_type = 'CREATE' AND n.nspname !~ '^pg_';
