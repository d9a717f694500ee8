-- Development data, the same for the same parameters. Safe to run again: it adds only what is missing.
--
-- Parameters, with their defaults, are settings of the session:
--   PGOPTIONS='-c ial.users=500 -c ial.sessions=1000 -c ial.views=4 -c ial.days=30' dunlin seed
--   ial.users     users
--   ial.sessions  visitor sessions, spread over the last ial.days days
--   ial.views     page views per session, on average
--   ial.days      days of history, up to now; also of hourly system metrics
--   ial.pii_key   key of the hashes of IP addresses, 64 hex digits; the default is for development and protects nothing
-- Emails are encrypted afterwards: dunlin encrypt backfill.

SELECT setseed(0.42);

INSERT INTO users (email, display_name, role, created_at, last_login_at)
SELECT format('user%s@%s', i, (ARRAY['example.com', 'example.org', 'example.net'])[1 + i % 3]),
       format('User %s', i),
       CASE WHEN i % 100 = 0 THEN 'admin' WHEN i % 10 = 0 THEN 'analyst' ELSE 'viewer' END,
       now() - random() * interval '400 days' - interval '40 days',
       now() - random() * interval '40 days'
FROM generate_series(1, coalesce(nullif(current_setting('ial.users', true), ''), '500')::int) AS i
ON CONFLICT (email) DO NOTHING;

INSERT INTO visitor_sessions (session_id, visitor_id, user_id, ip_address, user_agent, country, referrer,
                              landing_path, started_at, last_seen_at, ended_at, is_active)
SELECT md5('session ' || i)::uuid,
       md5('visitor ' || (i % 700))::uuid,
       CASE WHEN i % 3 = 0 THEN (SELECT id FROM users WHERE email = format('user%s@example.org', 1 + i % 100 * 3)) END,
       '198.51.100.0'::inet + i % 250,
       (ARRAY['Mozilla/5.0 (X11; Linux x86_64)', 'Mozilla/5.0 (iPhone)', 'Mozilla/5.0 (Windows NT 10.0)'])[1 + i % 3],
       (ARRAY['IE', 'DE', 'FR', 'PL', 'US'])[1 + i % 5],
       CASE WHEN i % 4 = 0 THEN 'https://search.example/' END,
       (ARRAY['/', '/dashboard', '/pricing', '/docs'])[1 + i % 4],
       s.started, s.seen,
       CASE WHEN s.seen < now() - interval '24 hours' THEN s.seen END,
       s.seen >= now() - interval '24 hours'
FROM generate_series(1, coalesce(nullif(current_setting('ial.sessions', true), ''), '1000')::int) AS i
CROSS JOIN LATERAL (
    SELECT at AS started, least(at + (i % 40) * interval '1 minute', now()) AS seen
    FROM (SELECT now() - random() * make_interval(
              days => coalesce(nullif(current_setting('ial.days', true), ''), '30')::int + 0 * i) AS at) AS moment
) AS s
ON CONFLICT (session_id) DO NOTHING;

INSERT INTO page_views (session_id, path, title, referrer, duration_ms, "timestamp")
SELECT s.session_id,
       p.path,
       initcap(btrim(p.path, '/')),
       CASE WHEN n = 1 THEN s.referrer END,
       (200 + random() * 60000)::int,
       s.started_at + (s.last_seen_at - s.started_at) * (n::float8 / v.views)
FROM (SELECT * FROM visitor_sessions ORDER BY session_id) AS s
CROSS JOIN LATERAL (
    SELECT 1 + ('x' || left(s.session_id::text, 6))::bit(24)::int
             % (2 * coalesce(nullif(current_setting('ial.views', true), ''), '4')::int - 1) AS views
) AS v
CROSS JOIN LATERAL generate_series(1, v.views) AS n
CROSS JOIN LATERAL (
    SELECT CASE WHEN n = 1 THEN s.landing_path
                ELSE (ARRAY['/dashboard', '/reports', '/reports/weekly', '/settings', '/docs', '/docs/api'])
                     [1 + (n + length(s.landing_path)) % 6] END AS path
) AS p
WHERE NOT EXISTS (SELECT FROM page_views AS seen WHERE seen.session_id = s.session_id);

INSERT INTO system_metrics (metric_name, value, unit, labels, "timestamp")
SELECT m.name, round((m.base * (0.5 + random()))::numeric, 3), m.unit, jsonb_build_object('host', m.host), at
FROM (VALUES ('cpu_load', 0.8, '', 'web-1'), ('memory_used', 3.2e9, 'bytes', 'web-1'),
             ('request_duration_p95', 120, 'ms', 'web-1'), ('queue_depth', 15, '', 'worker-1')) AS m (name, base, unit, host)
CROSS JOIN LATERAL generate_series(
    date_trunc('hour', now()) - make_interval(days => coalesce(nullif(current_setting('ial.days', true), ''), '30')::int),
    now(), interval '1 hour') AS at
WHERE NOT EXISTS (SELECT FROM system_metrics AS seen WHERE seen.metric_name = m.name AND seen."timestamp" = at)
ORDER BY at, m.name;

-- What the application does in production, with keys of its own, a few thousand rows at a time.
UPDATE visitor_sessions
SET ip_hash = pii_hash(host(ip_address), key.hash)
FROM (SELECT decode(coalesce(nullif(current_setting('ial.pii_key', true), ''), repeat('00', 32)), 'hex') AS hash) AS key
WHERE ip_hash IS NULL AND ip_address IS NOT NULL;

ANALYZE users, visitor_sessions, page_views, system_metrics;
