-- title: Roles that can log in are used
-- reference: CIS 4.4
SELECT 'skipped', 'logins', 'the server keeps no record of logins: compare the roles with log_connections', '';
