-- Size of each index, and of its table. (pg_indexes knows names only; sizes need the index's OID.)
SELECT s.relname AS table_name,
       s.indexrelname AS index_name,
       pg_size_pretty(pg_relation_size(s.indexrelid)) AS index_size,
       pg_size_pretty(pg_relation_size(s.relid)) AS table_size,
       i.indisvalid AS valid
FROM pg_stat_user_indexes AS s JOIN pg_index AS i USING (indexrelid)
WHERE s.relname IN ('users', 'page_views', 'visitor_sessions', 'system_metrics')
ORDER BY pg_relation_size(s.indexrelid) DESC, index_name;
