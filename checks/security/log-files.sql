-- title: Logs are written, kept apart, and readable for their owner only
-- reference: CIS 3.1.2-3.1.9, 3.1.19, 3.1.23, 3.1.26
-- Where the provider collects logs, its console says; the settings are as the server has them.
SELECT 'warn', w.name, 'is ' || coalesce(quote_literal(current_setting(w.name, true)), 'unknown here') || ', wanted: ' || w.wanted,
       format('ALTER SYSTEM SET %s = ...; or the provider''s console', w.name)
FROM (VALUES ('log_destination', '.', 'stderr, csvlog, jsonlog or syslog', true),
             ('logging_collector', '^on$', 'on, unless syslog or journald collects', current_setting('log_destination') !~ 'syslog|eventlog'),
             ('log_file_mode', '^0?[046]00$', '0600: nobody but the owner', current_setting('logging_collector') = 'on'),
             ('log_truncate_on_rotation', '^on$', 'on', current_setting('logging_collector') = 'on'),
             ('debug_pretty_print', '^on$', 'on', true),
             ('log_hostname', '^off$', 'off: it waits for name servers', true),
             ('log_timezone', '^(GMT|UTC|Etc/UTC|Etc/GMT|Zulu|Universal)$', 'one that knows no summer time: UTC', true)) AS w (name, right_value, wanted, asked)
WHERE w.asked AND coalesce(current_setting(w.name, true), '') !~ w.right_value
UNION ALL
SELECT 'warn', 'log_rotation_age, log_rotation_size', 'both are 0: one file grows for ever', 'ALTER SYSTEM SET log_rotation_age = ''1d'';'
WHERE current_setting('logging_collector') = 'on' AND current_setting('log_rotation_age') = '0' AND current_setting('log_rotation_size') = '0';
