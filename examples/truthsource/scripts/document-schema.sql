-- Writes docs/database-schema.md from the database's catalog:
--   psql -XqAt -f scripts/document-schema.sql "$DATABASE_URL" > docs/database-schema.md
SELECT E'# Database schema\n\nWritten by scripts/document-schema.sql. Do not edit.\n';
SELECT format(E'## %s\n%s\n| column | type | null | default |\n|---|---|---|---|\n%s\n\n%s%s', c.relname, coalesce(E'\n' || obj_description(c.oid, 'pg_class') || E'\n', ''),
    (SELECT string_agg(format('| %s | %s | %s | %s |', attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN '' ELSE 'yes' END,
                              CASE WHEN attidentity <> '' THEN 'identity' ELSE coalesce(replace(pg_get_expr(adbin, adrelid), '|', '\|'), '') END), E'\n' ORDER BY attnum)
     FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped),
    (SELECT coalesce(string_agg(format('- `%s`: %s', conname, pg_get_constraintdef(oid)), E'\n' ORDER BY contype DESC, conname) || E'\n', '') FROM pg_constraint WHERE conrelid = c.oid),
    (SELECT coalesce(string_agg(format('- policy "%s" for %s to %s', policyname, cmd, array_to_string(roles, ', ')), E'\n' ORDER BY policyname, cmd) || E'\n', '')
     FROM pg_policies WHERE schemaname = 'public' AND tablename = c.relname))
FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname;
