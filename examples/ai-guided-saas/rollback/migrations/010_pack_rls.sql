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

DROP POLICY "Admins can view all" ON "public"."users";
DROP POLICY "Admins can insert all" ON "public"."users";
DROP POLICY "Admins can update all" ON "public"."users";
DROP POLICY "Admins can delete all" ON "public"."users";
DROP POLICY "Admins can view all" ON "public"."projects";
DROP POLICY "Admins can insert all" ON "public"."projects";
DROP POLICY "Admins can update all" ON "public"."projects";
DROP POLICY "Admins can delete all" ON "public"."projects";
DROP POLICY "Admins can view all" ON "public"."generations";
DROP POLICY "Admins can insert all" ON "public"."generations";
DROP POLICY "Admins can update all" ON "public"."generations";
DROP POLICY "Admins can delete all" ON "public"."generations";
DROP POLICY "Admins can view all" ON "public"."analytics_events";
DROP POLICY "Admins can insert all" ON "public"."analytics_events";
DROP POLICY "Admins can update all" ON "public"."analytics_events";
DROP POLICY "Admins can delete all" ON "public"."analytics_events";
DROP POLICY "Admins can view all" ON "public"."daily_usage";
DROP POLICY "Admins can insert all" ON "public"."daily_usage";
DROP POLICY "Admins can update all" ON "public"."daily_usage";
DROP POLICY "Admins can delete all" ON "public"."daily_usage";
DROP POLICY "Admins can view all" ON "public"."project_members";
DROP POLICY "Admins can insert all" ON "public"."project_members";
DROP POLICY "Admins can update all" ON "public"."project_members";
DROP POLICY "Admins can delete all" ON "public"."project_members";
DROP POLICY "Admins can view all" ON "public"."comments";
DROP POLICY "Admins can insert all" ON "public"."comments";
DROP POLICY "Admins can update all" ON "public"."comments";
DROP POLICY "Admins can delete all" ON "public"."comments";
DROP POLICY "Admins can view all" ON "public"."templates";
DROP POLICY "Admins can insert all" ON "public"."templates";
DROP POLICY "Admins can update all" ON "public"."templates";
DROP POLICY "Admins can delete all" ON "public"."templates";
DROP POLICY "Admins can view all" ON "public"."template_purchases";
DROP POLICY "Admins can insert all" ON "public"."template_purchases";
DROP POLICY "Admins can update all" ON "public"."template_purchases";
DROP POLICY "Admins can delete all" ON "public"."template_purchases";
DROP POLICY "Admins can view all" ON "public"."documents";
DROP POLICY "Admins can insert all" ON "public"."documents";
DROP POLICY "Admins can update all" ON "public"."documents";
DROP POLICY "Admins can delete all" ON "public"."documents";
DROP POLICY "Admins can view all" ON "public"."agents";
DROP POLICY "Admins can insert all" ON "public"."agents";
DROP POLICY "Admins can update all" ON "public"."agents";
DROP POLICY "Admins can delete all" ON "public"."agents";
DROP POLICY "Admins can view all" ON "public"."agent_runs";
DROP POLICY "Admins can insert all" ON "public"."agent_runs";
DROP POLICY "Admins can update all" ON "public"."agent_runs";
DROP POLICY "Admins can delete all" ON "public"."agent_runs";
DROP POLICY "Admins can view all" ON "public"."system_metrics";
DROP POLICY "Admins can insert all" ON "public"."system_metrics";
DROP POLICY "Admins can update all" ON "public"."system_metrics";
DROP POLICY "Admins can delete all" ON "public"."system_metrics";
DROP POLICY "Admins can view all" ON "public"."error_log";
DROP POLICY "Admins can insert all" ON "public"."error_log";
DROP POLICY "Admins can update all" ON "public"."error_log";
DROP POLICY "Admins can delete all" ON "public"."error_log";
DROP POLICY "Published rows are publicly viewable" ON "public"."templates";
DROP POLICY "Users can view own data" ON "public"."projects";
DROP POLICY "Users can insert own data" ON "public"."projects";
DROP POLICY "Users can update own data" ON "public"."projects";
DROP POLICY "Users can delete own data" ON "public"."projects";
DROP POLICY "Users can view own data" ON "public"."generations";
DROP POLICY "Users can insert own data" ON "public"."generations";
DROP POLICY "Users can update own data" ON "public"."generations";
DROP POLICY "Users can delete own data" ON "public"."generations";
DROP POLICY "Users can view own data" ON "public"."comments";
DROP POLICY "Users can insert own data" ON "public"."comments";
DROP POLICY "Users can update own data" ON "public"."comments";
DROP POLICY "Users can delete own data" ON "public"."comments";
DROP POLICY "Users can view own data" ON "public"."documents";
DROP POLICY "Users can insert own data" ON "public"."documents";
DROP POLICY "Users can update own data" ON "public"."documents";
DROP POLICY "Users can delete own data" ON "public"."documents";
DROP POLICY "Users can view own data" ON "public"."agents";
DROP POLICY "Users can insert own data" ON "public"."agents";
DROP POLICY "Users can update own data" ON "public"."agents";
DROP POLICY "Users can delete own data" ON "public"."agents";
DROP POLICY "Users can view own data" ON "public"."agent_runs";
DROP POLICY "Users can insert own data" ON "public"."agent_runs";
DROP POLICY "Users can update own data" ON "public"."agent_runs";
DROP POLICY "Users can delete own data" ON "public"."agent_runs";
DROP POLICY "Users can view own data" ON "public"."daily_usage";
DROP POLICY "Users can insert own data" ON "public"."daily_usage";
DROP POLICY "Users can update own data" ON "public"."daily_usage";
DROP POLICY "Users can delete own data" ON "public"."daily_usage";
DROP POLICY "Users can view own data" ON "public"."template_purchases";
DROP POLICY "Users can insert own data" ON "public"."template_purchases";
DROP POLICY "Users can update own data" ON "public"."template_purchases";
DROP POLICY "Users can delete own data" ON "public"."template_purchases";
DROP POLICY "Users can view own data" ON "public"."templates";
DROP POLICY "Users can insert own data" ON "public"."templates";
DROP POLICY "Users can update own data" ON "public"."templates";
DROP POLICY "Users can delete own data" ON "public"."templates";

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
