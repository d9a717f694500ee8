-- pack:for table in tables
-- dunlin:unit
DROP TRIGGER set_updated_at ON {{table}};
-- pack:end

-- dunlin:unit
-- Only columns that this pack has added; RESTRICT, so that a view or index of yours that uses one refuses the rollback.
DO $$
DECLARE
    added record;
BEGIN
    FOR added IN SELECT relation, column_name FROM dunlin_pack.timestamps_columns ORDER BY 1, 2 LOOP
        EXECUTE format('ALTER TABLE %s DROP COLUMN %I RESTRICT', added.relation, added.column_name);
    END LOOP;
END
$$;

-- dunlin:unit
DROP TABLE dunlin_pack.timestamps_columns;
DROP FUNCTION {{schema}}.update_updated_at_column() RESTRICT;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
