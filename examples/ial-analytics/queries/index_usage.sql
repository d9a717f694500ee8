-- How often each index was used since the statistics were reset. Counted by track_counts, which is on by default;
-- track_io_timing measures the time of reads and writes, and isn't needed for this.
SELECT relname AS table_name, indexrelname AS index_name, idx_scan AS scans, idx_tup_read AS entries_read
FROM pg_stat_user_indexes
WHERE relname IN ('users', 'page_views', 'visitor_sessions', 'system_metrics')
ORDER BY idx_scan, index_name;
