-- title: Client roles can't become a role that policies don't hold for
-- reference: CIS 4.3, OWASP
-- Superusers, BYPASSRLS roles, and owners of tables without FORCE; membership counts, whatever it inherits.
SELECT DISTINCT 'critical', r.rolname::text,
       CASE WHEN r.oid = g.oid THEN format('is %s itself', CASE WHEN g.rolsuper THEN 'a superuser' ELSE 'BYPASSRLS' END)
            ELSE format('may SET ROLE %s, which is %s', g.rolname,
                        CASE WHEN g.rolsuper THEN 'a superuser' ELSE 'BYPASSRLS' END) END,
       CASE WHEN r.oid = g.oid THEN format('ALTER ROLE %I NOSUPERUSER NOBYPASSRLS;', r.rolname)
            ELSE format('REVOKE %I FROM ...;', g.rolname) END
FROM pg_roles r
JOIN pg_roles g ON g.rolsuper OR g.rolbypassrls
WHERE r.rolname = ANY ($1::text[]) AND (r.oid = g.oid OR (NOT r.rolsuper AND pg_has_role(r.oid, g.oid, 'MEMBER')))
ORDER BY 2, 3;
