-- title: A partitioned table and its partitions are protected alike
-- reference: CIS 4.7
-- Through the parent only the parent's policies hold, through a partition only the partition's own.
SELECT 'critical', format('%I.%I', cn.nspname, child.relname),
       CASE WHEN parent.relrowsecurity
            THEN format('a partition without row-level security of %I, which has it: %s may go to the partition', parent.relname, r.rolname)
            ELSE format('a partition with row-level security of %I, which has none: %s sees all rows through the parent', parent.relname, r.rolname) END,
       CASE WHEN parent.relrowsecurity
            THEN format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY; or REVOKE ALL ON it', cn.nspname, child.relname)
            ELSE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY; and its policies', pn.nspname, parent.relname) END
FROM pg_inherits i
JOIN pg_class child ON child.oid = i.inhrelid
JOIN pg_namespace cn ON cn.oid = child.relnamespace
JOIN pg_class parent ON parent.oid = i.inhparent
JOIN pg_namespace pn ON pn.oid = parent.relnamespace
JOIN pg_roles r ON r.rolname = ANY ($1::text[])
WHERE child.relkind IN ('r', 'p') AND child.relrowsecurity <> parent.relrowsecurity
  AND has_schema_privilege(r.oid, CASE WHEN parent.relrowsecurity THEN cn.oid ELSE pn.oid END, 'USAGE')
  AND has_any_column_privilege(r.oid, CASE WHEN parent.relrowsecurity THEN child.oid ELSE parent.oid END, 'SELECT')
ORDER BY 2, 3;
