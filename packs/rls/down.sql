DROP FUNCTION {{schema}}.check_rls_effectiveness() RESTRICT;
DROP FUNCTION {{schema}}.last_rls_matrix() RESTRICT;
DROP FUNCTION {{schema}}.record_rls_matrix(jsonb) RESTRICT;
DROP FUNCTION dunlin_pack.rls_policies_hash(regclass) RESTRICT;
DROP TABLE dunlin_pack.rls_matrix RESTRICT;

-- Grants first: between the policies and the grants, nobody sees more than before.
DO $$
DECLARE
    made record;
BEGIN
    FOR made IN SELECT object FROM dunlin_pack.rls_made WHERE kind = 'privilege' ORDER BY 1 LOOP
        EXECUTE 'REVOKE ' || made.object;
    END LOOP;
END
$$;

-- pack:for table in admin_tables
-- dunlin:unit
DROP POLICY "Admins can view all" ON {{table}};
DROP POLICY "Admins can insert all" ON {{table}};
DROP POLICY "Admins can update all" ON {{table}};
DROP POLICY "Admins can delete all" ON {{table}};
-- pack:end
-- pack:for table in published_tables
-- dunlin:unit
DROP POLICY "Published rows are publicly viewable" ON {{table}};
-- pack:end
-- pack:for table in organization_tables
-- dunlin:unit
DROP POLICY "Members can view data of their organization" ON {{table}};
DROP POLICY "Members can insert data of their organization" ON {{table}};
DROP POLICY "Members can update data of their organization" ON {{table}};
DROP POLICY "Admins can delete data of their organization" ON {{table}};
-- pack:end
-- pack:for table in own_tables
-- dunlin:unit
DROP POLICY "Users can view own data" ON {{table}};
DROP POLICY "Users can insert own data" ON {{table}};
DROP POLICY "Users can update own data" ON {{table}};
DROP POLICY "Users can delete own data" ON {{table}};
-- pack:end

-- dunlin:unit
DO $$
DECLARE
    made record;
BEGIN
    FOR made IN
        SELECT CASE kind WHEN 'index' THEN format('DROP INDEX %s RESTRICT', object)
                         ELSE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', object) END AS statement
        FROM dunlin_pack.rls_made WHERE kind IN ('index', 'enabled') ORDER BY kind, object
    LOOP
        EXECUTE made.statement;
    END LOOP;
END
$$;

-- dunlin:unit
DROP FUNCTION dunlin_pack.rls_index(regclass, name) RESTRICT;
DROP FUNCTION dunlin_pack.rls_grant(regclass, name, text[]) RESTRICT;
DROP TABLE dunlin_pack.rls_made;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
