-- title: Claims are compared, not matched by patterns
-- reference: OWASP
-- A claim with % or .* in it would match every row.
SELECT 'critical', c.oid::regclass || ' ' || quote_ident(p.polname), 'a value that the caller brings is used in a pattern (LIKE, ILIKE, ~)', 'compare with ='
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
      ~* '(~~\*?|!~~\*?|~\*?) \(*( SELECT )?\(*(auth\.(uid|jwt|role|email)\(|current_setting\()'
ORDER BY 2;
