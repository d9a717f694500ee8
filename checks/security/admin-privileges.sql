-- title: Roles that make roles, databases or replicas are few and not clients
-- reference: CIS 4.3
-- A role of clients has them also without LOGIN: the attributes hold after SET ROLE.
SELECT CASE WHEN r.rolname = ANY ($1::text[]) THEN 'critical' ELSE 'warn' END, r.rolname::text,
       concat_ws(', ', CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END, CASE WHEN r.rolcreatedb THEN 'CREATEDB' END,
                 CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN r.rolreplication THEN 'REPLICATION' END,
                 CASE WHEN r.rolcanlogin THEN 'and may log in' ELSE 'and is a role of clients' END),
       format('ALTER ROLE %I NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION; where it isn''t needed', r.rolname)
FROM pg_roles r
WHERE NOT r.rolsuper AND (r.rolcanlogin OR r.rolname = ANY ($1::text[])) AND NOT starts_with(r.rolname, 'pg_')
  AND (r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication);
