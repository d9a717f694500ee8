DROP FUNCTION dunlin_pack.gdpr_register(text) RESTRICT;
DROP FUNCTION {{schema}}.people_not_erased() RESTRICT;
DROP FUNCTION {{schema}}.erase_expired_people(integer) RESTRICT;
DROP FUNCTION dunlin_pack.gdpr_check_deferred() RESTRICT;
DROP FUNCTION {{schema}}.erase_personal_data(text, boolean) RESTRICT;
DROP FUNCTION dunlin_pack.gdpr_assignments(regclass) RESTRICT;
DROP FUNCTION {{schema}}.release_legal_hold(bigint) RESTRICT;
DROP FUNCTION {{schema}}.place_legal_hold(text, text) RESTRICT;
DROP FUNCTION {{schema}}.export_personal_data(text) RESTRICT;
DROP FUNCTION dunlin_pack.gdpr_leave_proof(text, text, jsonb) RESTRICT;
DROP FUNCTION dunlin_pack.gdpr_graph() RESTRICT;
DROP FUNCTION {{schema}}.record_consent(text, text, boolean, text, jsonb) RESTRICT;
DROP FUNCTION dunlin_pack.gdpr_subject(text) RESTRICT;
DROP FUNCTION dunlin_pack.gdpr_key() RESTRICT;

-- Columns that were there before stay.
DO $$
DECLARE
    relation regclass := (SELECT subject_table FROM dunlin_pack.gdpr_settings);
    name name;
BEGIN
    FOREACH name IN ARRAY (SELECT made_columns FROM dunlin_pack.gdpr_settings) LOOP
        EXECUTE format('ALTER TABLE %s DROP COLUMN %I RESTRICT', relation, name);
    END LOOP;
END
$$;

DROP TABLE dunlin_pack.gdpr_not_erased RESTRICT;
DROP TABLE dunlin_pack.gdpr_column RESTRICT;
DROP TABLE dunlin_pack.gdpr_table RESTRICT;
DROP TABLE dunlin_pack.gdpr_proof RESTRICT;
DROP TABLE dunlin_pack.gdpr_hold RESTRICT;
DROP TABLE dunlin_pack.gdpr_consent RESTRICT;
DROP TABLE dunlin_pack.gdpr_settings RESTRICT;
DROP FUNCTION dunlin_pack.gdpr_append_only() RESTRICT;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
