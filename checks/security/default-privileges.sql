-- title: Objects that are yet to be made aren't open to PUBLIC or to client roles
-- reference: CIS 4.6, OWASP
SELECT CASE WHEN a.privilege_type IN ('TRUNCATE', 'TRIGGER', 'REFERENCES', 'CREATE') OR a.is_grantable THEN 'critical' ELSE 'warn' END,
       format('%s, new %s', coalesce(n.nspname, 'all schemas'),
              CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' ELSE 'schemas' END),
       format('%s gets %s of what %s makes', coalesce(g.rolname, 'PUBLIC'), string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type), d.defaclrole::regrole),
       format('ALTER DEFAULT PRIVILEGES FOR ROLE %s%s REVOKE ALL ON %s FROM %s;', d.defaclrole::regrole, ' IN SCHEMA ' || quote_ident(n.nspname),
              CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END,
              coalesce(quote_ident(g.rolname), 'PUBLIC'))
FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
CROSS JOIN LATERAL aclexplode(d.defaclacl) AS a LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE a.grantee <> d.defaclrole AND (a.grantee = 0 OR g.rolname = ANY ($1::text[]))
  AND NOT (a.grantee = 0 AND n.oid IS NULL AND d.defaclobjtype IN ('f', 'T'))  -- the built-in default, written down
  AND a.privilege_type NOT IN ('SELECT', 'USAGE')
GROUP BY d.oid, d.defaclrole, d.defaclobjtype, n.nspname, g.rolname, a.is_grantable,
         CASE WHEN a.privilege_type IN ('TRUNCATE', 'TRIGGER', 'REFERENCES', 'CREATE') OR a.is_grantable THEN 'critical' ELSE 'warn' END
ORDER BY 2, 3;
