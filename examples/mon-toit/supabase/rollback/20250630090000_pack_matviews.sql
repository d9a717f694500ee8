SELECT dunlin_pack.matview_forget(relation) FROM dunlin_pack.matview;
DROP FUNCTION "public".view_freshness() RESTRICT;
DROP FUNCTION "public".refresh_optimized_views(boolean) RESTRICT;
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

REVOKE USAGE ON SCHEMA dunlin_pack FROM "service_role";

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
