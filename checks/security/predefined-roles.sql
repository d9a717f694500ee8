-- title: Client roles have none of the server's predefined roles
-- reference: CIS 4.9
SELECT 'critical', r.rolname::text, 'is a member of ' || g.rolname, format('REVOKE %I FROM %I;', g.rolname, r.rolname)
FROM pg_roles r JOIN pg_roles g ON starts_with(g.rolname, 'pg_') AND NOT r.rolsuper AND pg_has_role(r.oid, g.oid, 'MEMBER')
WHERE r.rolname = ANY ($1::text[])
  AND g.rolname IN ('pg_read_all_data', 'pg_write_all_data', 'pg_read_server_files', 'pg_write_server_files',
                    'pg_execute_server_program', 'pg_read_all_settings', 'pg_read_all_stats', 'pg_monitor',
                    'pg_signal_backend', 'pg_database_owner', 'pg_maintain', 'pg_create_subscription');
