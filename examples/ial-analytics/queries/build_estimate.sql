-- Before 005: what its indexes may cost, by the number of rows. Each takes 20-30 % of its table as a rule.
SELECT c.relname AS table_name,
       greatest(c.reltuples, 0)::bigint AS rows_estimated,
       pg_size_pretty(pg_table_size(c.oid)) AS table_size,
       pg_size_pretty((pg_table_size(c.oid) * 0.25)::bigint) AS one_more_index,
       CASE WHEN c.reltuples < 1e5 THEN 'under a minute'
            WHEN c.reltuples < 1e6 THEN '1 to 5 minutes'
            ELSE '5 to 30 minutes or more: choose a quiet time' END AS one_build,
       pg_size_pretty(pg_database_size(current_database())) AS database_size
FROM pg_class AS c
WHERE c.oid IN (to_regclass('page_views'), to_regclass('visitor_sessions'), to_regclass('system_metrics'))
ORDER BY c.reltuples DESC;
