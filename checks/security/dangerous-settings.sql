-- title: No setting is in force that makes the server forget, overlook damage, or pass by checks
-- reference: CIS 6.2-6.6
SELECT s.state, s.name, 'is ' || current_setting(s.name) || ': ' || s.why, format('ALTER SYSTEM RESET %s; and in postgresql.conf', s.name)
FROM (VALUES ('critical', 'fsync', 'off', 'a crash of the machine can destroy the database'),
             ('critical', 'full_page_writes', 'off', 'a crash can leave torn pages'),
             ('critical', 'allow_system_table_mods', 'on', 'superusers'' mistakes reach the catalog'),
             ('critical', 'ignore_checksum_failure', 'on', 'damaged pages are read as if they were sound'),
             ('critical', 'zero_damaged_pages', 'on', 'damaged pages are emptied'),
             ('critical', 'ignore_system_indexes', 'on', 'damage of catalog indexes isn''t noticed'),
             ('critical', 'lo_compat_privileges', 'on', 'every role reads every large object'),
             ('warn', 'row_security', 'off', 'queries fail where policies would filter'),
             ('critical', 'session_replication_role', 'replica', 'triggers and foreign keys don''t hold'),
             ('warn', 'local_preload_libraries', '.+', 'libraries are loaded into every session'),
             ('warn', 'jit_debugging_support', 'on', 'for developers of the server')) AS s (state, name, wrong, why)
WHERE coalesce(current_setting(s.name, true), '') ~ ('^(' || s.wrong || ')$')
UNION ALL
SELECT 'warn', name, 'has been changed and waits for a restart', 'restart the server, or take the change back' FROM pg_settings WHERE pending_restart;
