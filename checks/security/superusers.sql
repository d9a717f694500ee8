-- title: One superuser that can log in, and none that applications use
-- reference: CIS 4.3, OWASP
SELECT 'critical', r.rolname::text, 'a superuser with ' || count(*) || ' sessions from ' || string_agg(DISTINCT coalesce(host(a.client_addr), 'this machine'), ', '),
       format('ALTER ROLE %I NOSUPERUSER; and give it what it needs', r.rolname)
FROM pg_roles r JOIN pg_stat_activity a ON a.usesysid = r.oid
WHERE r.rolsuper AND a.client_addr IS NOT NULL AND host(a.client_addr) NOT IN ('127.0.0.1', '::1') AND a.pid <> pg_backend_pid()
GROUP BY r.rolname
UNION ALL
SELECT 'warn', string_agg(rolname, ', ' ORDER BY rolname), count(*) || ' superusers can log in', 'ALTER ROLE ... NOLOGIN or NOSUPERUSER'
FROM pg_roles WHERE rolsuper AND rolcanlogin HAVING count(*) > 1
UNION ALL
SELECT 'skipped', 'sessions', 'sessions of others are hidden from this role (pg_read_all_stats)', ''
WHERE NOT pg_has_role('pg_read_all_stats', 'MEMBER');
