-- title: Data checksums are on
-- reference: CIS 1.4.3
SELECT 'warn', 'data_checksums', 'off: damage by the disk isn''t noticed', 'pg_checksums --enable, with the server stopped'
WHERE current_setting('data_checksums') = 'off';
