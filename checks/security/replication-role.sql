-- title: Replication has a role of its own, that is no superuser
-- reference: CIS 7.1
SELECT 'warn', usename::text, 'replicates as a superuser', 'CREATE ROLE replicator REPLICATION LOGIN ...'
FROM pg_stat_replication JOIN pg_roles ON rolname = usename WHERE rolsuper
UNION ALL
SELECT 'skipped', 'replication', 'who replicates is hidden from this role (pg_monitor)', '' WHERE NOT pg_has_role('pg_read_all_stats', 'MEMBER');
