-- title: Files of the server have the permissions they should
-- reference: CIS 2
SELECT 'skipped', 'data directory', 'umask, FIPS mode and PGPASSWORD are the host''s: look there (skipped: remote)', ''
UNION ALL
SELECT 'critical', 'data_directory_mode', 'is ' || current_setting('data_directory_mode'), 'chmod 0700'
WHERE current_setting('data_directory_mode') NOT IN ('0700', '0750', '700', '750');
