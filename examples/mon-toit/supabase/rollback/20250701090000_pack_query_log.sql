DROP FUNCTION "public".get_database_stats() RESTRICT;
DROP FUNCTION "public".capture_query_performance(numeric) RESTRICT;
DROP FUNCTION dunlin_pack.query_counters_now() RESTRICT;
DROP TABLE dunlin_pack.query_counter RESTRICT;
DROP TABLE "public".query_performance_log RESTRICT;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
