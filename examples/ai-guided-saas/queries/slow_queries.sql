-- Needs the extension pg_stat_statements, in shared_preload_libraries. (pg_stat_user_functions has no queries: funcid, schemaname,
-- funcname, calls, total_time, self_time. The times of pg_stat_statements are called total_exec_time and so on since 13.)
SELECT query, calls, total_exec_time, mean_exec_time, max_exec_time
FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 10;
