SELECT * FROM query_performance_log WHERE executed_at > now() - interval '24 hours' ORDER BY execution_time_ms DESC;
