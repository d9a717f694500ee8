-- title: WAL is archived, and the archiver works
-- reference: CIS 7.4
SELECT CASE WHEN current_setting('archive_mode') = 'off' THEN 'warn' ELSE 'critical' END, 'archive_mode',
       CASE WHEN current_setting('archive_mode') = 'off' THEN 'off: only a dump can be restored, no point in time'
            ELSE 'the last attempt failed: ' || a.last_failed_wal || ' at ' || a.last_failed_time END,
       'archive_mode = on with an archive_command that works'
FROM pg_stat_archiver a
WHERE current_setting('archive_mode') = 'off' OR a.last_failed_time > coalesce(a.last_archived_time, '-infinity');
