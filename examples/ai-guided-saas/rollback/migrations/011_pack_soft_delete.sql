-- Without the column, rows that are marked would be live again: refused.
DO $$
DECLARE
    relation regclass;
    marked bigint;
BEGIN
    FOR relation IN SELECT object::regclass FROM dunlin_pack.soft_delete_made WHERE kind = 'column' ORDER BY 1 LOOP
        EXECUTE format('SELECT count(*) FROM %s WHERE deleted_at IS NOT NULL', relation) INTO marked;
        IF marked > 0 THEN
            RAISE EXCEPTION '% rows of % are marked as deleted, and would be live again', marked, relation
                USING HINT = 'Restore them or delete them first: purge_deleted(relation, interval ''0'').';
        END IF;
    END LOOP;
END
$$;


-- Views first, then indexes, columns, and the views' schema; RESTRICT: what you have built on them refuses.
DO $$
DECLARE
    made record;
BEGIN
    FOR made IN
        SELECT CASE kind WHEN 'view' THEN format('DROP VIEW %s RESTRICT', object)
                         WHEN 'index' THEN format('DROP INDEX %s RESTRICT', object)
                         WHEN 'column' THEN format('ALTER TABLE %s DROP COLUMN deleted_at RESTRICT', object)
                         ELSE format('DROP SCHEMA %s RESTRICT', object) END AS statement
        FROM dunlin_pack.soft_delete_made
        ORDER BY array_position(ARRAY['view', 'index', 'column', 'schema'], kind), object
    LOOP
        EXECUTE made.statement;
    END LOOP;
END
$$;

DROP FUNCTION dunlin_pack.soft_delete_view(regclass, name) RESTRICT;
DROP FUNCTION dunlin_pack.soft_delete_unique(text) RESTRICT;
DROP FUNCTION "public".purge_deleted(regclass, interval, integer) RESTRICT;
DROP FUNCTION "public".restore_deleted(regclass, text) RESTRICT;
DROP FUNCTION "public".soft_delete(regclass, text) RESTRICT;
DROP FUNCTION dunlin_pack.soft_delete_key(regclass) RESTRICT;
DROP TABLE dunlin_pack.soft_delete_made;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
