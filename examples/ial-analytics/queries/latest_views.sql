-- The dashboard's query that 005 is for. In the plan, look for idx_page_views_timestamp_desc_path.
EXPLAIN (ANALYZE, BUFFERS)
SELECT * FROM page_views WHERE path = '/dashboard' ORDER BY "timestamp" DESC LIMIT 100;
