-- title: No policy lets in who has no identity
-- reference: OWASP
-- auth.uid() and the like, by the name of whoever wrote one: uid(), app.current_user_id(), jwt_claims().
SELECT 'critical', c.oid::regclass || ' ' || quote_ident(p.polname), 'is true where the claim IS NULL: for everybody who isn''t logged in',
       'take the IS NULL branch away; give what is public a policy of its own, TO anon'
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
CROSS JOIN LATERAL (VALUES (pg_get_expr(p.polqual, p.polrelid)), (pg_get_expr(p.polwithcheck, p.polrelid))) AS e (text)
WHERE e.text ~* '((\w+\.)?\w*(uid|user_id|jwt|claims|role)\w*\(\)|current_setting\([^)]*\)[^)]*)( AS \w+)?\)* IS NULL\)+ OR ' OR e.text ~* ' OR \(+( SELECT )?((\w+\.)?\w*(uid|user_id|jwt|claims|role)\w*\(\)|current_setting\([^)]*\))( AS \w+)?\)* IS NULL'
ORDER BY 2;
