-- title: The columns that decide whose a row is are never NULL
-- reference: OWASP
SELECT 'warn', format('%s.%I', c.oid::regclass, a.attname), 'policy ' || string_agg(quote_ident(p.polname), ', ' ORDER BY p.polname) || ' compares it, and it may be NULL: such a row is nobody''s, or a shared one by accident',
       format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL;', c.oid::regclass, a.attname)
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid > 0
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
WHERE NOT a.attnotnull AND a.attname ~ '(owner|user|tenant|org|organization|organisation|team|account|author|created_by|member|profile|customer)(_id)?$'
GROUP BY c.oid, a.attname ORDER BY 2;
