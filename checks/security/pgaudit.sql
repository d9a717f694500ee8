-- title: pgAudit is loaded and has something to log
-- reference: CIS 3.2
SELECT 'warn', 'pgaudit',
       CASE WHEN current_setting('shared_preload_libraries') !~ '\mpgaudit\M' THEN 'isn''t in shared_preload_libraries'
            ELSE 'pgaudit.log is ' || coalesce(current_setting('pgaudit.log', true), 'none') END,
       'shared_preload_libraries = ''pgaudit'' and pgaudit.log = ''ddl, role, write''; or the audit pack for rows'
WHERE current_setting('shared_preload_libraries') !~ '\mpgaudit\M'
   OR coalesce(nullif(current_setting('pgaudit.log', true), ''), 'none') = 'none';
