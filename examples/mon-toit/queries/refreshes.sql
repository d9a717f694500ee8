SELECT created_at, relation, details ->> 'duration_ms' AS ms, details ->> 'rows' AS rows, details ->> 'mode' AS mode
FROM security_audit_logs WHERE action = 'VIEWS_REFRESHED' ORDER BY id;
