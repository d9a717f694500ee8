-- title: Passwords in statements don't reach the log or pg_stat_statements
-- reference: OWASP
SELECT 'warn', 'log_min_duration_statement', 'statements are logged with their constants, log_statement is ' || current_setting('log_statement'),
       'set passwords with psql''s \password, which sends a verifier'
WHERE current_setting('log_statement') IN ('mod', 'all') OR current_setting('log_min_duration_statement')::text = '0'
UNION ALL
SELECT 'warn', 'log_parameter_max_length', 'values of parameters are written to the log', 'log_parameter_max_length = 0'
WHERE current_setting('log_parameter_max_length', true) NOT IN ('0', '') AND current_setting('log_min_duration_statement') = '0';
