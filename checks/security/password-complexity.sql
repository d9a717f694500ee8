-- title: Weak passwords are refused
-- reference: CIS 5.6
SELECT 'warn', 'shared_preload_libraries', 'no module checks new passwords', 'shared_preload_libraries = ''credcheck'' or ''passwordcheck''; or roles without passwords (certificates, IAM)'
WHERE current_setting('shared_preload_libraries', true) !~ 'credcheck|passwordcheck|supautils|rds_password|azure'
  AND EXISTS (SELECT FROM pg_roles WHERE rolcanlogin AND NOT rolsuper AND NOT starts_with(rolname, 'pg_'))
UNION ALL
SELECT 'skipped', 'shared_preload_libraries', 'this role may not see which modules are loaded (pg_read_all_settings)', ''
WHERE current_setting('shared_preload_libraries', true) IS NULL;
