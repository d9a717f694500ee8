-- Every day: psql -X -f monitoring/daily.sql "$DATABASE_URL"
\echo 'Integrity'
SELECT * FROM public.verify_data_integrity() WHERE status <> 'ok';
\echo 'Alerts of the last day'
SELECT alert_type, severity, count(*), max(created_at) AS latest FROM public.security_alerts WHERE created_at > now() - interval '1 day' GROUP BY 1, 2 ORDER BY 3 DESC;
\echo 'Statistics'
SELECT * FROM public.get_database_stats() WHERE stat NOT LIKE 'unused%';
\echo 'Errors and waiting'
SELECT xact_commit, xact_rollback, deadlocks, conflicts, temp_files FROM pg_stat_database WHERE datname = current_database();
SELECT pid, now() - query_start AS since, wait_event, left(query, 80) AS query FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid() AND now() - query_start > interval '1 minute';
