DROP FUNCTION "public".check_rls_effectiveness() RESTRICT;

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

DROP POLICY "Admins can view all" ON "public"."verification_documents";
DROP POLICY "Admins can insert all" ON "public"."verification_documents";
DROP POLICY "Admins can update all" ON "public"."verification_documents";
DROP POLICY "Admins can delete all" ON "public"."verification_documents";

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
