-- title: Client roles own nothing and may not create in the database
-- reference: CIS 4.6, OWASP
SELECT 'critical', r.rolname::text, 'owns ' || string_agg(c.oid::regclass::text, ', ' ORDER BY c.oid::regclass::text),
       'ALTER TABLE ... OWNER TO a role that nobody logs in with'
FROM pg_roles r JOIN pg_class c ON c.relowner = r.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
WHERE r.rolname = ANY ($1::text[]) AND NOT r.rolsuper GROUP BY r.rolname
UNION ALL
SELECT 'critical', r.rolname::text, 'may CREATE in schema ' || string_agg(quote_ident(n.nspname), ', ' ORDER BY n.nspname),
       'REVOKE CREATE ON SCHEMA ... FROM ' || quote_ident(r.rolname)
FROM pg_roles r JOIN pg_namespace n ON n.nspname !~ '^pg_' AND has_schema_privilege(r.oid, n.oid, 'CREATE')
WHERE r.rolname = ANY ($1::text[]) AND NOT r.rolsuper GROUP BY r.rolname
UNION ALL
SELECT 'warn', r.rolname::text, 'may CREATE schemas in this database',
       format('REVOKE CREATE ON DATABASE %I FROM %I;', current_database(), r.rolname)
FROM pg_roles r WHERE r.rolname = ANY ($1::text[]) AND NOT r.rolsuper AND has_database_privilege(r.oid, current_database(), 'CREATE');
