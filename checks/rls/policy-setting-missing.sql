-- title: Policies bear that a setting isn't there
-- reference: OWASP
SELECT 'warn', c.oid::regclass || ' ' || quote_ident(p.polname), 'current_setting without its second argument: a session without the setting gets an error instead of no rows',
       'current_setting(''...'', true)'
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) ~* 'current_setting\(''[^'']*''(::text)?\)'
ORDER BY 2;
