-- title: No policy trusts what users can write into their own token (user_metadata)
-- reference: OWASP
SELECT 'critical', format('%I.%I', n.nspname, c.relname),
       format('policy %I reads user_metadata, which the user may change', p.polname),
       'decide by app_metadata or a table'
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) LIKE '%user\_metadata%'
ORDER BY 2, 3;
