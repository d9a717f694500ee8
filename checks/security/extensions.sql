-- title: Extensions that reach files, other servers or pages are needed, and closed to client roles
-- reference: CIS 1.8, 4.8, OWASP
SELECT CASE WHEN bool_or(f.callable) THEN 'critical' ELSE 'warn' END, e.extname::text,
       k.what || CASE WHEN bool_or(f.callable) THEN '; client roles may call ' || string_agg(f.signature, ', ' ORDER BY f.signature) FILTER (WHERE f.callable) ELSE '' END,
       format('DROP EXTENSION %I; or REVOKE EXECUTE ON its functions FROM PUBLIC', e.extname)
FROM pg_extension e
JOIN (VALUES ('adminpack', 'reads and writes the server''s files'), ('file_fdw', 'reads the server''s files'), ('dblink', 'connects to other servers'),
             ('postgres_fdw', 'connects to other servers'), ('http', 'asks web servers'), ('pg_net', 'asks web servers'), ('plsh', 'runs programs'),
             ('pageinspect', 'reads raw pages, past row-level security'), ('pg_surgery', 'changes raw pages'), ('lo', 'large objects, past row-level security'),
             ('pg_read_file', 'reads the server''s files'), ('multicorn', 'runs Python as the server')) AS k (name, what) ON k.name = e.extname
LEFT JOIN LATERAL (
  SELECT p.oid::regprocedure::text AS signature,
         EXISTS (SELECT FROM unnest($1::text[]) AS c JOIN pg_roles r ON r.rolname = c
                 WHERE has_function_privilege(r.oid, p.oid, 'EXECUTE') AND has_schema_privilege(r.oid, p.pronamespace, 'USAGE')) AS callable
  FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid
  WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
    AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype) AND p.proname !~ '_(handler|validator)$' AND e.extname IN ('dblink', 'adminpack', 'http', 'pg_net', 'pageinspect', 'pg_surgery')
    AND p.proname ~ '^(dblink|dblink_connect|dblink_exec|pg_file_|http|net\.|get_raw_page|heap_force)') AS f ON true
GROUP BY e.extname, k.what
UNION ALL
SELECT 'warn', e.extname::text, format('is version %s, the server has %s', e.extversion, a.default_version), format('ALTER EXTENSION %I UPDATE;', e.extname)
FROM pg_extension e JOIN pg_available_extensions a ON a.name = e.extname WHERE a.default_version <> e.extversion;
