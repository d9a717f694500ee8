-- title: A standby checks whom it replicates from, over TLS
-- reference: CIS 7.5
SELECT 'critical', 'primary_conninfo', 'doesn''t say sslmode=verify-full (or verify-ca, with certificates)', 'primary_conninfo = ''... sslmode=verify-full sslrootcert=...'''
FROM pg_settings WHERE name = 'primary_conninfo' AND setting <> '' AND setting !~ 'sslmode\s*=\s*''?verify-' AND setting !~ 'host\s*=\s*''?/'
UNION ALL
SELECT 'skipped', 'primary_conninfo', 'this role may not see it (pg_read_all_settings)', ''
WHERE pg_is_in_recovery() AND NOT EXISTS (SELECT FROM pg_settings WHERE name = 'primary_conninfo');
