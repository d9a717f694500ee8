DO $$
DECLARE
    added record;
BEGIN
    -- What went with its column or its table is passed over.
    FOR added IN
        SELECT * FROM dunlin_pack.validation_columns AS v
        WHERE EXISTS (SELECT FROM pg_trigger WHERE tgrelid = v.relation AND tgname = v.constraint_name AND v.rule = 'fixed')
           OR EXISTS (SELECT FROM pg_constraint WHERE conrelid = v.relation AND conname = v.constraint_name AND v.rule <> 'fixed')
        ORDER BY relation, constraint_name
    LOOP
        IF added.rule = 'fixed' THEN
            EXECUTE format('DROP TRIGGER %I ON %s', added.constraint_name, added.relation);
        ELSE
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I RESTRICT', added.relation, added.constraint_name);
        END IF;
    END LOOP;
END
$$;

-- RESTRICT: constraints of yours that use these refuse.
DROP FUNCTION {{schema}}.verify_data_integrity() RESTRICT;
DROP FUNCTION dunlin_pack.validation_fix(text) RESTRICT;
DROP FUNCTION {{schema}}.keep_fixed_columns() RESTRICT;
DROP FUNCTION dunlin_pack.validation_add(text, text) RESTRICT;
DROP FUNCTION dunlin_pack.validation_look(text, text) RESTRICT;
DROP FUNCTION dunlin_pack.validation_broken(regclass, name, text) RESTRICT;
DROP FUNCTION dunlin_pack.validation_split(text) RESTRICT;
DROP TABLE dunlin_pack.validation_columns;
DROP FUNCTION {{schema}}.validate_quantity(numeric) RESTRICT;
DROP FUNCTION {{schema}}.validate_price(numeric) RESTRICT;
DROP FUNCTION {{schema}}.validate_slug(text) RESTRICT;
DROP FUNCTION {{schema}}.validate_sku(text) RESTRICT;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
