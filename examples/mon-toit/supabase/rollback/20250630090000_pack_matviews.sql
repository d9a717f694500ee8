SELECT dunlin_pack.matview_forget(relation) FROM dunlin_pack.matview;
DROP FUNCTION "public".view_freshness() RESTRICT;
DROP PROCEDURE "public".refresh_optimized_views_one_by_one(boolean) RESTRICT;
DROP FUNCTION "public".refresh_optimized_views(boolean) RESTRICT;
DROP FUNCTION "public".views_to_refresh() RESTRICT;
DROP FUNCTION "public".refresh_optimized_view(regclass, boolean) RESTRICT;
DROP FUNCTION dunlin_pack.matview_record(text, timestamptz, numeric, text, text, numeric, bigint, text) RESTRICT;
DROP FUNCTION dunlin_pack.matview_order() RESTRICT;
DROP FUNCTION dunlin_pack.matview_choose(regclass) RESTRICT;
DROP FUNCTION dunlin_pack.matview_register(regclass) RESTRICT;
DROP FUNCTION dunlin_pack.matview_forget(regclass) RESTRICT;
DROP FUNCTION dunlin_pack.matview_changes(regclass) RESTRICT;
DROP FUNCTION dunlin_pack.matview_reads(regclass) RESTRICT;
DROP FUNCTION dunlin_pack.matview_source_changed() RESTRICT;
DROP FUNCTION dunlin_pack.matview_mark_stale(oid) RESTRICT;
DROP TABLE dunlin_pack.matview_refresh RESTRICT;
DROP TABLE dunlin_pack.matview_mark RESTRICT;
DROP TABLE dunlin_pack.matview_source RESTRICT;
DROP TABLE dunlin_pack.matview RESTRICT;

-- Other packs may have let the same role in: the schema closes to it with the last thing in there that it may use.
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM (SELECT relacl AS acl FROM pg_class WHERE relnamespace = 'dunlin_pack'::regnamespace
                     UNION ALL SELECT proacl FROM pg_proc WHERE pronamespace = 'dunlin_pack'::regnamespace) AS objects,
                    aclexplode(acl) AS a
        WHERE pg_get_userbyid(a.grantee) = 'service_role')
    THEN
        REVOKE USAGE ON SCHEMA dunlin_pack FROM "service_role";
    END IF;
END
$$;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
