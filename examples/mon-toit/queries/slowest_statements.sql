-- Since PostgreSQL 13 the columns are called total_exec_time and mean_exec_time. By total: the mean finds single outliers.
SELECT query, calls, total_exec_time, mean_exec_time FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 10;
