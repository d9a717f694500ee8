-- title: Becoming a superuser leaves a trace (set_user)
-- reference: CIS 4.8
SELECT 'skipped', 'set_user', 'the extension isn''t loaded; whether another way of tracing is used can''t be seen from here', ''
WHERE current_setting('shared_preload_libraries') !~ '\mset_user\M';
