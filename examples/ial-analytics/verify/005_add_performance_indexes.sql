-- A returned row is a failure: an index that is missing, not valid (a build that broke off), or on another table.
SELECT format('%s on %s: %s', expected.index, expected.tab,
              CASE WHEN i.indexrelid IS NULL THEN 'missing' ELSE 'not valid' END) AS failure
FROM (VALUES
    ('idx_page_views_timestamp_desc_path', 'page_views'),
    ('idx_page_views_session_timestamp_desc', 'page_views'),
    ('idx_visitor_sessions_started_at_desc', 'visitor_sessions'),
    ('idx_visitor_sessions_active', 'visitor_sessions'),
    ('idx_visitor_sessions_ended_at', 'visitor_sessions'),
    ('idx_system_metrics_name_timestamp_desc', 'system_metrics'),
    ('idx_system_metrics_timestamp_brin', 'system_metrics')
) AS expected (index, tab)
LEFT JOIN pg_index AS i
       ON i.indexrelid = to_regclass(expected.index) AND i.indrelid = to_regclass(expected.tab)
WHERE i.indisvalid IS NOT TRUE OR i.indisready IS NOT TRUE;
