-- Takes the pack away. A function that a trigger still needs isn't dropped: a column that is registered by hand has to
-- be unregistered first. Keys and documents are data: `dunlin rollback` keeps tables with rows in dunlin_kept.

-- pack:for table in phone_tables
-- dunlin:unit
SELECT dunlin_pack.unregister_encrypted_column({{table|literal}}::regclass, 'phone_encrypted');
ALTER TABLE {{table}}
  DROP COLUMN phone_encrypted,
  DROP COLUMN phone_salt,
  DROP COLUMN phone_index;
-- pack:end

-- dunlin:unit
DROP FUNCTION {{schema}}.delete_document(uuid);
DROP FUNCTION {{schema}}.decrypt_document(uuid);
DROP FUNCTION {{schema}}.encrypt_document(bytea, text);
DROP FUNCTION dunlin_pack.chunk_context(uuid, integer, integer, bigint);
DROP FUNCTION {{schema}}.verify_encryption_integrity(integer);
DROP FUNCTION {{schema}}.encryption_status();
DROP FUNCTION dunlin_pack.unregister_encrypted_column(regclass, text);
DROP FUNCTION dunlin_pack.forget_plain_column(regclass, text);
DROP FUNCTION dunlin_pack.register_encrypted_column(regclass, text, text, text, text, text, text, integer, text, boolean);
DROP FUNCTION dunlin_pack.encrypt_on_write();
DROP FUNCTION dunlin_pack.missing_columns(dunlin_pack.encrypted_column);
DROP FUNCTION {{schema}}.email_blind_indexes(text);
DROP FUNCTION {{schema}}.phone_blind_indexes(text);
DROP FUNCTION {{schema}}.email_blind_index(text);
DROP FUNCTION {{schema}}.phone_blind_index(text);
DROP FUNCTION dunlin_pack.blind_indexes(text, text, text, integer);
DROP FUNCTION dunlin_pack.blind_index(text, text, text, integer);
DROP FUNCTION dunlin_pack.index_mark(integer, text);
DROP FUNCTION dunlin_pack.normalise(text, text);
DROP FUNCTION {{schema}}.decrypt_phone_number(text, text);
DROP FUNCTION {{schema}}.encrypt_phone_number(text, text);
DROP FUNCTION dunlin_pack.decrypt(text, text, text, text);
DROP FUNCTION dunlin_pack.encrypt(text, text, text, text);
DROP FUNCTION dunlin_pack.row_context(text, text[]);
DROP FUNCTION dunlin_pack.bound_to(text, text);
DROP FUNCTION dunlin_pack.destroy_keys(text);
DROP FUNCTION dunlin_pack.new_data_key(text);
DROP FUNCTION dunlin_pack.active_kid(text);
DROP FUNCTION dunlin_pack.data_key(integer, text);
DROP FUNCTION dunlin_pack.kek_id(bytea);
DROP FUNCTION dunlin_pack.current_kek();
DROP FUNCTION dunlin_pack.open(bytea, bytea, text, text);
DROP FUNCTION dunlin_pack.seal(bytea, bytea, text, text);
DROP TABLE dunlin_pack.encrypted_document_chunk;
DROP TABLE dunlin_pack.encrypted_document;
DROP TABLE dunlin_pack.encryption_checkpoint;
DROP TABLE dunlin_pack.encrypted_column;
DROP TABLE dunlin_pack.dek;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
