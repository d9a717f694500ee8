-- Who waits for a lock, and which sessions stand in the way.
SELECT l.pid, l.mode, l.relation::regclass AS table_name, pg_blocking_pids(l.pid) AS blocked_by,
       now() - l.waitstart AS waiting, left(a.query, 80) AS query
FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
WHERE NOT l.granted
ORDER BY waiting DESC NULLS LAST;
