-- The log goes with its rows: dunlin keeps them (dunlin purge lists what is kept); by psql they are gone.
SELECT dunlin_pack.audit_disable(relation) FROM dunlin_pack.audit_table;

DROP FUNCTION dunlin_pack.audit_purge(timestamptz, text) RESTRICT;
DROP FUNCTION dunlin_pack.audit_leaf_ids(bytea) RESTRICT;
DROP FUNCTION dunlin_pack.audit_new_generation() RESTRICT;
DROP FUNCTION dunlin_pack.audit_seal() RESTRICT;
DROP FUNCTION dunlin_pack.audit_leaves(integer, xid8, xid8) RESTRICT;
DROP FUNCTION dunlin_pack.audit_event(text, jsonb, text, text) RESTRICT;
DROP FUNCTION {{schema}}.log_event(text, jsonb, text, text) RESTRICT;
DROP FUNCTION dunlin_pack.audit_coverage() RESTRICT;
DROP FUNCTION dunlin_pack.audit_enable(regclass, text, text[], text[]) RESTRICT;
DROP FUNCTION dunlin_pack.audit_disable(regclass) RESTRICT;
DROP FUNCTION dunlin_pack.audit_columns_of(regclass, text[]) RESTRICT;
DROP FUNCTION dunlin_pack.audit_truncate() RESTRICT;
DROP FUNCTION dunlin_pack.audit_statement_function(text, text, text, text) RESTRICT;
DROP FUNCTION dunlin_pack.audit_row_function(text, text, text, text) RESTRICT;
DROP FUNCTION dunlin_pack.audit_trigger_function(text, text, text, text) RESTRICT;
DROP FUNCTION dunlin_pack.audit_mask(jsonb, text[], text[], boolean) RESTRICT;
DROP FUNCTION dunlin_pack.audit_ensure_partitions(integer) RESTRICT;
DROP FUNCTION dunlin_pack.audit_make_partition(text, text) RESTRICT;

DROP TABLE {{schema}}.{{log}} RESTRICT;
DROP TABLE dunlin_pack.audit_purged RESTRICT;
DROP TABLE dunlin_pack.audit_anchored RESTRICT;
DROP TABLE dunlin_pack.audit_seal RESTRICT;
DROP TABLE dunlin_pack.audit_table RESTRICT;
DROP TABLE dunlin_pack.audit_settings RESTRICT;
DROP FUNCTION dunlin_pack.audit_lock_down(regclass) RESTRICT;
DROP FUNCTION dunlin_pack.audit_append_only() RESTRICT;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
