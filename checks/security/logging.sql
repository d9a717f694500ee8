-- title: The server logs what an investigation needs
-- reference: CIS 3.1
SELECT 'warn', w.name, 'is ' || coalesce(quote_literal(current_setting(w.name, true)), 'unknown here') || ', wanted: ' || w.wanted,
       format('ALTER SYSTEM SET %s = ...; or the provider''s console', w.name)
FROM (VALUES ('log_connections', '^(on|all|.*authentication.*|.*receipt.*)$', 'on'), ('log_disconnections', '^on$', 'on'),
             ('log_error_verbosity', '^(default|verbose)$', 'default or verbose'),
             ('log_statement', '^(ddl|mod|all)$', 'ddl'), ('log_lock_waits', '^on$', 'on'),
             ('log_line_prefix', '%[mt].*%u|%u.*%[mt]', 'time and user: %m and %u'),
             ('log_min_messages', '^(debug.|info|notice|warning)$', 'warning or lower'),
             ('log_min_error_statement', '^(debug.|info|notice|warning|error)$', 'error or lower'),
             ('debug_print_parse', '^off$', 'off'), ('debug_print_rewritten', '^off$', 'off'),
             ('debug_print_plan', '^off$', 'off')) AS w (name, right_value, wanted)
WHERE coalesce(current_setting(w.name, true), '') !~ w.right_value;
