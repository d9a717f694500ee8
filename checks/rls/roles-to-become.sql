-- title: Client roles can't become roles whose rights nobody looks at
-- reference: CIS 4.3
-- What is inherited is looked at by the other checks; SET ROLE takes what isn't (NOINHERIT, WITH INHERIT FALSE).
-- Roles above policies are the business of bypassrls-reachable.
SELECT 'critical', r.rolname::text,
       format('may SET ROLE %s, which has rights on %s that it doesn''t inherit: they aren''t looked at', x.rolname,
              string_agg(DISTINCT c.oid::regclass::text, ', ')),
       format('name %s in client_roles, or REVOKE %I FROM %I;', x.rolname, x.rolname, r.rolname)
FROM pg_roles r
JOIN pg_roles x ON x.oid <> r.oid AND NOT x.rolsuper AND NOT x.rolbypassrls AND x.rolname <> ALL ($1::text[])
JOIN LATERAL (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS p (privilege)
              CROSS JOIN LATERAL (VALUES (p.privilege NOT IN ('DELETE', 'TRUNCATE'))) AS by (by_column)
              WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dunlin', 'dunlin_kept')
                AND has_schema_privilege(x.oid, n.oid, 'USAGE')
                AND CASE WHEN by_column THEN has_any_column_privilege(x.oid, c.oid, p.privilege) ELSE has_table_privilege(x.oid, c.oid, p.privilege) END
                AND NOT CASE WHEN by_column THEN has_any_column_privilege(r.oid, c.oid, p.privilege) ELSE has_table_privilege(r.oid, c.oid, p.privilege) END
              ORDER BY c.oid LIMIT 3) AS c ON true
WHERE r.rolname = ANY ($1::text[]) AND NOT r.rolsuper
  AND pg_has_role(r.oid, x.oid, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
  AND NOT pg_has_role(r.oid, x.oid, 'USAGE')
GROUP BY r.rolname, x.rolname
ORDER BY 2, 3;
