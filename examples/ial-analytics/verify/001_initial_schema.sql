-- A returned row is a failure: a column that the application reads and that isn't there, or is of another type.
SELECT format('%s.%s should be %s, is %s', expected.tab, expected.col, expected.type,
              coalesce(format_type(a.atttypid, a.atttypmod), 'missing')) AS failure
FROM (VALUES
    ('users', 'id', 'bigint'), ('users', 'email', 'text'), ('users', 'role', 'text'),
    ('users', 'updated_at', 'timestamp with time zone'),
    ('visitor_sessions', 'session_id', 'uuid'), ('visitor_sessions', 'user_id', 'bigint'),
    ('visitor_sessions', 'ip_address', 'inet'), ('visitor_sessions', 'last_seen_at', 'timestamp with time zone'),
    ('visitor_sessions', 'is_active', 'boolean'),
    ('page_views', 'session_id', 'uuid'), ('page_views', 'path', 'text'),
    ('page_views', 'timestamp', 'timestamp with time zone'),
    ('system_metrics', 'metric_name', 'text'), ('system_metrics', 'value', 'double precision'),
    ('system_metrics', 'labels', 'jsonb'), ('system_metrics', 'timestamp', 'timestamp with time zone')
) AS expected (tab, col, type)
LEFT JOIN pg_attribute AS a
       ON a.attrelid = to_regclass(expected.tab) AND a.attname = expected.col AND NOT a.attisdropped
WHERE format_type(a.atttypid, a.atttypmod) IS DISTINCT FROM expected.type;
