-- title: Logging in takes no longer than a minute
-- reference: CIS 5.7
SELECT 'warn', 'authentication_timeout', 'is ' || setting || ' s', 'authentication_timeout = ''1min'''
FROM pg_settings WHERE name = 'authentication_timeout' AND setting::int > 60;
