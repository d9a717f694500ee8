-- title: No secret stands in a setting of a role or database, which every role can read
-- reference: OWASP
SELECT 'critical', coalesce(d.datname || ' ', '') || coalesce(r.rolname, 'all roles'), split_part(c, '=', 1) || ' looks like a secret',
       format('ALTER %s RESET %s; and change the secret', CASE WHEN r.oid IS NULL THEN 'DATABASE' ELSE 'ROLE' END, split_part(c, '=', 1))
FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS c
LEFT JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole
WHERE split_part(c, '=', 1) ~* '(secret|password|passwd|token|api_?key|private|jwt|encryption_key|service_role)'
  AND split_part(c, '=', 1) !~* '^(password_encryption|request\.jwt)' AND length(substr(c, strpos(c, '=') + 1)) >= 8;
