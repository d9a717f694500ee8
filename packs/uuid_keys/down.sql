-- pack:for table in tables
-- dunlin:unit
ALTER TABLE {{table}} ALTER COLUMN {{key}} DROP DEFAULT;
-- pack:end
-- dunlin:unit
DROP FUNCTION dunlin_pack.uuid_keys_check(regclass, name) RESTRICT;
DROP FUNCTION {{schema}}.uuid_v7_time(uuid) RESTRICT;
DROP FUNCTION {{schema}}.uuid_v7(timestamptz) RESTRICT;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
