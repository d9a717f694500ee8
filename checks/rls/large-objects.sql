-- title: Large objects, which no policy guards, aren't readable for client roles
-- reference: CIS 4.7
SELECT 'critical', 'large objects', count(*) || ' can be read by ' || coalesce(a.who, 'PUBLIC'), 'REVOKE ALL ON LARGE OBJECT ... FROM ' || coalesce(quote_ident(a.who), 'PUBLIC')
FROM pg_largeobject_metadata m
CROSS JOIN LATERAL (SELECT DISTINCT g.rolname::text AS who FROM aclexplode(m.lomacl) AS x LEFT JOIN pg_roles g ON g.oid = x.grantee
                    WHERE x.privilege_type = 'SELECT' AND (x.grantee = 0 OR g.rolname = ANY ($1::text[]))) AS a
GROUP BY a.who
UNION ALL
SELECT 'critical', 'lo_compat_privileges', 'on: every role reads every large object', 'ALTER SYSTEM RESET lo_compat_privileges;'
WHERE current_setting('lo_compat_privileges') = 'on' AND EXISTS (SELECT FROM pg_largeobject_metadata);
