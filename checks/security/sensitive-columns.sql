-- title: Columns that are named like secrets hold no plain text
-- reference: OWASP
SELECT 'warn', format('%I.%I.%I', n.nspname, c.relname, a.attname),
       'a text column of that name; ' || string_agg(r.rolname::text, ', ' ORDER BY r.rolname) || ' may read it',
       'store a hash or encrypt it (pack encryption), or REVOKE SELECT on the column'
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_roles r ON r.rolname = ANY ($1::text[])
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN ('text'::regtype, 'varchar'::regtype)
  AND a.attname ~* '(password|passwd|secret|api_?key|access_token|refresh_token|private_key|ssn|card_?(number|no)|credit_?card$|iban|cvv)'
  AND a.attname !~* '(hash|digest|encrypted|cipher|salt|hint|_at$|_id$|prefix|last4)'
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT')
GROUP BY 2, n.nspname, c.relname, a.attname;
