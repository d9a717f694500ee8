-- title: New passwords are stored as SCRAM verifiers
-- reference: CIS 5.12
SELECT 'critical', 'password_encryption', 'is ' || current_setting('password_encryption'), 'password_encryption = ''scram-sha-256'''
WHERE current_setting('password_encryption') <> 'scram-sha-256';
