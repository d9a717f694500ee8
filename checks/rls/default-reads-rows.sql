-- title: Defaults of columns don't run functions with others' rights
-- reference: CIS 4.5
-- Who inserts a row is shown what the default computed, from whatever rows the function may read.
SELECT 'warn', format('%s.%I', c.oid::regclass, a.attname), 'its default calls ' || f.oid::regprocedure || ', which runs as ' || f.proowner::regrole,
       'a sequence, a uuid, or a trigger that sets the value without reading rows of others'
FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid AND c.relrowsecurity JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum
JOIN pg_depend p ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid AND p.refclassid = 'pg_proc'::regclass
JOIN pg_proc f ON f.oid = p.refobjid AND f.prosecdef
ORDER BY 2;
