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

DROP POLICY "Admins can view all" ON "public"."organizations";
DROP POLICY "Admins can insert all" ON "public"."organizations";
DROP POLICY "Admins can update all" ON "public"."organizations";
DROP POLICY "Admins can delete all" ON "public"."organizations";
DROP POLICY "Admins can view all" ON "public"."profiles";
DROP POLICY "Admins can insert all" ON "public"."profiles";
DROP POLICY "Admins can update all" ON "public"."profiles";
DROP POLICY "Admins can delete all" ON "public"."profiles";
DROP POLICY "Admins can view all" ON "public"."organization_members";
DROP POLICY "Admins can insert all" ON "public"."organization_members";
DROP POLICY "Admins can update all" ON "public"."organization_members";
DROP POLICY "Admins can delete all" ON "public"."organization_members";
DROP POLICY "Admins can view all" ON "public"."categories";
DROP POLICY "Admins can insert all" ON "public"."categories";
DROP POLICY "Admins can update all" ON "public"."categories";
DROP POLICY "Admins can delete all" ON "public"."categories";
DROP POLICY "Admins can view all" ON "public"."products";
DROP POLICY "Admins can insert all" ON "public"."products";
DROP POLICY "Admins can update all" ON "public"."products";
DROP POLICY "Admins can delete all" ON "public"."products";
DROP POLICY "Admins can view all" ON "public"."suppliers";
DROP POLICY "Admins can insert all" ON "public"."suppliers";
DROP POLICY "Admins can update all" ON "public"."suppliers";
DROP POLICY "Admins can delete all" ON "public"."suppliers";
DROP POLICY "Admins can view all" ON "public"."purchase_orders";
DROP POLICY "Admins can insert all" ON "public"."purchase_orders";
DROP POLICY "Admins can update all" ON "public"."purchase_orders";
DROP POLICY "Admins can delete all" ON "public"."purchase_orders";
DROP POLICY "Admins can view all" ON "public"."shipments";
DROP POLICY "Admins can insert all" ON "public"."shipments";
DROP POLICY "Admins can update all" ON "public"."shipments";
DROP POLICY "Admins can delete all" ON "public"."shipments";
DROP POLICY "Admins can view all" ON "public"."trace_events";
DROP POLICY "Admins can insert all" ON "public"."trace_events";
DROP POLICY "Admins can update all" ON "public"."trace_events";
DROP POLICY "Admins can delete all" ON "public"."trace_events";
DROP POLICY "Admins can view all" ON "public"."audit_logs";
DROP POLICY "Admins can insert all" ON "public"."audit_logs";
DROP POLICY "Admins can update all" ON "public"."audit_logs";
DROP POLICY "Admins can delete all" ON "public"."audit_logs";
DROP POLICY "Admins can view all" ON "public"."api_keys";
DROP POLICY "Admins can insert all" ON "public"."api_keys";
DROP POLICY "Admins can update all" ON "public"."api_keys";
DROP POLICY "Admins can delete all" ON "public"."api_keys";

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
