-- A returned row is a failure: data that contradicts itself. For a database with seed.sql or with real data.
SELECT format('session %s: active and ended', session_id) AS failure
FROM visitor_sessions WHERE is_active AND ended_at IS NOT NULL;

SELECT format('session %s: landed on %s, first view is %s', s.session_id, s.landing_path, first.path) AS failure
FROM visitor_sessions AS s
CROSS JOIN LATERAL (SELECT path FROM page_views AS p WHERE p.session_id = s.session_id
                    ORDER BY "timestamp", id LIMIT 1) AS first
WHERE first.path <> s.landing_path;

SELECT format('view %s: outside of its session', p.id) AS failure
FROM page_views AS p JOIN visitor_sessions AS s USING (session_id)
WHERE p."timestamp" < s.started_at OR p."timestamp" > s.last_seen_at;

SELECT format('%s at %s: measured twice on one host', metric_name, "timestamp") AS failure
FROM system_metrics
GROUP BY metric_name, "timestamp", labels ->> 'host' HAVING count(*) > 1;
