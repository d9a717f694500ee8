DROP FUNCTION {{schema}}.retention_overdue() RESTRICT;
DROP FUNCTION {{schema}}.apply_retention(integer) RESTRICT;
DROP FUNCTION dunlin_pack.retention_check_deferred() RESTRICT;
DROP FUNCTION dunlin_pack.retention_drop_partitions(dunlin_pack.retention_policy) RESTRICT;
DROP FUNCTION dunlin_pack.retention_condition(dunlin_pack.retention_policy) RESTRICT;
DROP FUNCTION dunlin_pack.retention_register(regclass, name, interval, name) RESTRICT;
DROP TABLE dunlin_pack.retention_policy RESTRICT;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
