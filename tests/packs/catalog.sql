-- What DDL makes, one object a line, for servers of versions that no pg_dump here knows. Without dunlin's own schemas, extensions'
-- members and pgTAP; numbers of objects (OIDs) don't show. Grants are shown as they are in
-- force: those that were never changed have no entry of their own.
WITH own (oid, name) AS (
    SELECT oid, nspname FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'dunlin', 'dunlin_kept', 'tap')
), member AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e')
SELECT concat_ws(' ', 'schema', name, pg_get_userbyid(nspowner), coalesce(nspacl, acldefault('n', nspowner))::text) FROM own JOIN pg_namespace USING (oid)
UNION ALL
SELECT concat_ws(' ', 'extension', extname, extversion) FROM pg_extension
UNION ALL
SELECT concat_ws(' ', 'relation', c.oid::regclass, relkind, pg_get_userbyid(relowner), coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))::text, relrowsecurity, relforcerowsecurity,
                 relpersistence, relreplident, reloptions::text, pg_get_partkeydef(c.oid), pg_get_expr(relpartbound, c.oid),
                 CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) WHEN relkind IN ('i', 'I') THEN pg_get_indexdef(c.oid) END,
                 obj_description(c.oid, 'pg_class'))
FROM pg_class AS c JOIN own ON own.oid = relnamespace
WHERE relkind <> 't' AND ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM member)
UNION ALL
SELECT concat_ws(' ', 'column', c.oid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
                 pg_get_expr(adbin, adrelid), attacl::text, attstorage, col_description(c.oid, attnum))
FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid JOIN own ON own.oid = relnamespace
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'c')
  AND ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM member)
UNION ALL
SELECT concat_ws(' ', 'constraint', conrelid::regclass, contypid::regtype, conname, pg_get_constraintdef(pg_constraint.oid), convalidated)
FROM pg_constraint JOIN own ON own.oid = connamespace
UNION ALL
SELECT concat_ws(' ', 'trigger', tgrelid::regclass, pg_get_triggerdef(t.oid), tgenabled)
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = tgrelid JOIN own ON own.oid = relnamespace
WHERE NOT tgisinternal
UNION ALL
SELECT concat_ws(' ', 'policy', polrelid::regclass, polname, polcmd, polpermissive, (SELECT array_agg(r::regrole::text ORDER BY 1) FROM unnest(polroles) AS r)::text,
                 pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
FROM pg_policy
UNION ALL
SELECT concat_ws(' ', 'function', p.oid::regprocedure, prokind, pg_get_userbyid(proowner), coalesce(proacl, acldefault('f', proowner))::text, CASE WHEN prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
                 obj_description(p.oid, 'pg_proc'))
FROM pg_proc AS p JOIN own ON own.oid = pronamespace
WHERE ('pg_proc'::regclass, p.oid) NOT IN (SELECT classid, objid FROM member)
UNION ALL
SELECT concat_ws(' ', 'type', t.oid::regtype, typtype, pg_get_userbyid(typowner), coalesce(typacl, acldefault('T', typowner))::text, typnotnull, typdefault, format_type(typbasetype, typtypmod),
                 (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
FROM pg_type AS t JOIN own ON own.oid = typnamespace
WHERE typtype IN ('e', 'd', 'r') AND ('pg_type'::regclass, t.oid) NOT IN (SELECT classid, objid FROM member)
UNION ALL
SELECT concat_ws(' ', 'default privileges', pg_get_userbyid(defaclrole), nullif(defaclnamespace, 0)::regnamespace, defaclobjtype, defaclacl::text) FROM pg_default_acl
UNION ALL
SELECT concat_ws(' ', 'sequence', seqrelid::regclass, format_type(seqtypid, NULL), seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle)
FROM pg_sequence JOIN pg_class AS c ON c.oid = seqrelid JOIN own ON own.oid = relnamespace
ORDER BY 1;
