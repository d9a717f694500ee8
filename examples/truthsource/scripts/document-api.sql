-- Writes docs/api.md from the database's catalog:
--   psql -XqAt -f scripts/document-api.sql "$DATABASE_URL" > docs/api.md
SELECT E'# Functions\n\nWritten by scripts/document-api.sql. Do not edit.\n\n| function | returns | who may | |\n|---|---|---|---|';
SELECT format('| `%s(%s)` | %s | %s | %s |', proname, pg_get_function_identity_arguments(p.oid), pg_get_function_result(p.oid),
              (SELECT coalesce(string_agg(grantee::regrole::text, ', ' ORDER BY grantee::regrole::text COLLATE "C"), CASE WHEN proacl IS NULL THEN 'everybody' ELSE 'the owner' END)
               FROM (SELECT DISTINCT grantee FROM aclexplode(proacl) WHERE grantee <> proowner AND grantee <> 0) AS a)
              || CASE WHEN EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0) THEN 'everybody' ELSE '' END,
              coalesce(obj_description(p.oid, 'pg_proc'), ''))
FROM pg_proc AS p WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' ORDER BY proname, 1;
