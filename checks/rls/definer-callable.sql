-- title: SECURITY DEFINER functions aren't callable by client roles
-- reference: CIS 4.5
-- Such a function runs as its owner: with a BYPASSRLS or superuser owner no policy holds inside of it.
SELECT CASE WHEN o.rolsuper OR o.rolbypassrls OR NOT EXISTS (
              SELECT FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search\_path=%') THEN 'critical' ELSE 'warn' END,
       p.oid::regprocedure::text,
       format('runs as %s%s%s; %s may call it', o.rolname,
              CASE WHEN o.rolsuper THEN ' (superuser)' WHEN o.rolbypassrls THEN ' (BYPASSRLS)' ELSE '' END,
              CASE WHEN EXISTS (SELECT FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search\_path=%')
                   THEN '' ELSE ', with the caller''s search_path' END,
              string_agg(r.rolname::text, ', ' ORDER BY r.rolname)),
       format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC, %s; or accept it by name, when it is meant to be called',
              p.oid::regprocedure, string_agg(quote_ident(r.rolname), ', ' ORDER BY r.rolname))
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_roles o ON o.oid = p.proowner
JOIN pg_roles r ON r.rolname = ANY ($1::text[])
WHERE p.prosecdef AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
GROUP BY p.oid, o.rolname, o.rolsuper, o.rolbypassrls
ORDER BY 2;
