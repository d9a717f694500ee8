-- Migration: 006_pack_encryption
-- Description: pack encryption 1.2: column and document encryption with envelope keys (AES-256, MAC, blind index)
-- Date: 2026-11-21
-- Pack: add encryption 1.2
-- Pack-Parameters: {"operators":[],"pgcrypto_schema":"public","phone_tables":[],"readers":[],"rotate_every":"365 days","schema":"public","writers":[]}

-- Encryption of columns and documents. A data key (DEK) encrypts values; the key-encryption key (KEK) wraps data keys
-- and never is in the database: whoever calls brings it into his transaction, as a bind parameter:
--   SELECT set_config('dunlin.kek', $1, true)
-- What this protects from, and what it doesn't: README.md of the pack.

CREATE SCHEMA IF NOT EXISTS dunlin_pack;
COMMENT ON SCHEMA dunlin_pack IS 'machinery of dunlin''s packs';

-- ---------------------------------------------------------------------------------------------------------------------
-- Tables: keys, the registry of encrypted columns, documents
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE dunlin_pack.dek (
  kid integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  purpose text NOT NULL CONSTRAINT dek_purpose CHECK (purpose ~ '^[a-z][a-z0-9_:-]{0,79}$'),
  wrapped bytea CONSTRAINT dek_wrapped CHECK (octet_length(wrapped) = 96),
  kek_id text NOT NULL,
  state text NOT NULL DEFAULT 'active',
  rotate_every interval NOT NULL DEFAULT '365 days',
  created_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz,
  CONSTRAINT dek_state CHECK (state IN ('active', 'decrypt_only', 'retired', 'destroyed')),
  CONSTRAINT dek_destroyed CHECK ((state = 'destroyed') = (wrapped IS NULL))
);
CREATE UNIQUE INDEX dek_one_active ON dunlin_pack.dek (purpose) WHERE state = 'active';
COMMENT ON TABLE dunlin_pack.dek IS 'data keys, wrapped by the key-encryption key; never in the clear';

-- A number is never given twice: values elsewhere may be under keys that a rollback has kept in dunlin_kept.
DO $$
DECLARE
  kept regclass;
  highest integer;
  most integer := 0;
BEGIN
  FOR kept IN
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'dunlin_kept' AND c.relkind = 'r' AND starts_with(c.relname, 'dunlin_pack__dek__')
  LOOP
    EXECUTE format('SELECT max(kid) FROM %s', kept) INTO highest;
    most := greatest(most, highest);
  END LOOP;
  IF most > 0 THEN
    PERFORM setval(pg_get_serial_sequence('dunlin_pack.dek', 'kid'), most);
  END IF;
END
$$;

CREATE TABLE dunlin_pack.encrypted_column (
  relation regclass NOT NULL,
  encrypted_column text NOT NULL,
  plain_column text,
  salt_column text,
  index_column text,
  key_columns text[] NOT NULL,
  purpose text NOT NULL,
  index_purpose text,
  normaliser text NOT NULL DEFAULT 'exact',
  index_bits integer NOT NULL DEFAULT 256,
  format text NOT NULL DEFAULT 'v1',
  context text NOT NULL DEFAULT '',
  registered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (relation, encrypted_column),
  CONSTRAINT encrypted_column_purpose CHECK (purpose ~ '^[a-z][a-z0-9_:-]{0,79}$'),
  CONSTRAINT encrypted_column_index CHECK ((index_column IS NULL) = (index_purpose IS NULL) AND index_purpose <> purpose),
  CONSTRAINT encrypted_column_normaliser CHECK (normaliser IN ('exact', 'phone', 'email')),
  CONSTRAINT encrypted_column_bits CHECK (index_bits BETWEEN 8 AND 256 AND index_bits % 8 = 0),
  CONSTRAINT encrypted_column_format CHECK (format IN ('v1', 'v2'))
);
COMMENT ON TABLE dunlin_pack.encrypted_column IS 'which columns hold encrypted values, and how';
COMMENT ON COLUMN dunlin_pack.encrypted_column.format IS
  'v1: AES-256-CBC with HMAC, by SQL and by dunlin; v2: AES-256-GCM, by dunlin and clients only';
COMMENT ON COLUMN dunlin_pack.encrypted_column.context IS
  'what a value is bound to beside its purpose: '''' nothing; else this text and the row''s key';

-- How far `dunlin encrypt` has come: committed with each batch, so that a killed run goes on where it was.
CREATE TABLE dunlin_pack.encryption_checkpoint (
  relation regclass NOT NULL,
  encrypted_column text NOT NULL,
  operation text NOT NULL,
  last_key text[],
  rows_done bigint NOT NULL DEFAULT 0,
  batches bigint NOT NULL DEFAULT 0,
  finished boolean NOT NULL DEFAULT false,
  started_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (relation, encrypted_column, operation)
);

CREATE TABLE dunlin_pack.encrypted_document (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kid integer NOT NULL REFERENCES dunlin_pack.dek (kid),
  salt text NOT NULL,
  bytes bigint NOT NULL,
  chunks integer NOT NULL,
  content_type text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX encrypted_document_kid ON dunlin_pack.encrypted_document (kid);

CREATE TABLE dunlin_pack.encrypted_document_chunk (
  document uuid NOT NULL REFERENCES dunlin_pack.encrypted_document (id) ON DELETE CASCADE,
  chunk integer NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (document, chunk)
);
-- Encrypted bytes don't compress: storing them as they are saves the attempt.
ALTER TABLE dunlin_pack.encrypted_document_chunk ALTER COLUMN body SET STORAGE EXTERNAL;

-- ---------------------------------------------------------------------------------------------------------------------
-- Cryptography. A box is iv (16 bytes), AES-256-CBC of the value, HMAC-SHA256 tag (32): encrypt, then authenticate.
-- Both keys are derived from the data key and the row's salt. The tag covers the iv, the ciphertext, what the value is
-- bound to (aad) and the length of that, so that no byte can move from one to the other.
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION dunlin_pack.seal(key bytea, plain bytea, aad text, salt text) RETURNS bytea
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
  salt_bytes bytea := convert_to(salt, 'UTF8');
  aad_bytes bytea := convert_to(aad, 'UTF8');
  encryption_key bytea := "public".hmac('enc|'::bytea || salt_bytes, key, 'sha256');
  mac_key bytea := "public".hmac('mac|'::bytea || salt_bytes, key, 'sha256');
  iv bytea := "public".gen_random_bytes(16);
  box bytea := iv || "public".encrypt_iv(plain, encryption_key, iv, 'aes-cbc/pad:pkcs');
BEGIN
  -- pgcrypto pads a short key with zeros and says nothing.
  IF octet_length(key) <> 32 THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'a key must have 32 bytes';
  END IF;
  RETURN box || "public".hmac(box || aad_bytes || int8send(octet_length(aad_bytes)::bigint), mac_key, 'sha256');
END
$$;

-- NULL for what wasn't sealed with this key, aad and salt. Nothing is decrypted before its tag was found right.
CREATE FUNCTION dunlin_pack.open(key bytea, box bytea, aad text, salt text) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
  salt_bytes bytea := convert_to(salt, 'UTF8');
  aad_bytes bytea := convert_to(aad, 'UTF8');
  size integer := octet_length(box);
  mac_key bytea;
  tag bytea;
BEGIN
  IF size < 64 OR size % 16 <> 0 THEN
    RETURN NULL;
  END IF;
  mac_key := "public".hmac('mac|'::bytea || salt_bytes, key, 'sha256');
  tag := "public".hmac(
    substr(box, 1, size - 32) || aad_bytes || int8send(octet_length(aad_bytes)::bigint), mac_key, 'sha256');
  -- Digests are compared, so that the time it takes says nothing about the tag.
  IF "public".digest(tag, 'sha256') <> "public".digest(substr(box, size - 31), 'sha256') THEN
    RETURN NULL;
  END IF;
  RETURN "public".decrypt_iv(
    substr(box, 17, size - 48), "public".hmac('enc|'::bytea || salt_bytes, key, 'sha256'),
    substr(box, 1, 16), 'aes-cbc/pad:pkcs');
END
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Keys
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION dunlin_pack.current_kek() RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
  digits text := nullif(current_setting('dunlin.kek', true), '');
BEGIN
  IF digits IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '28000', MESSAGE = 'no key-encryption key in this transaction',
      HINT = 'SELECT set_config(''dunlin.kek'', $1, true) in the same transaction, with the key as a bind parameter';
  END IF;
  IF digits !~ '^[0-9a-fA-F]{64}$' THEN
    RAISE EXCEPTION USING ERRCODE = '28000', MESSAGE = 'the key-encryption key must be 64 hexadecimal digits (32 bytes)';
  END IF;
  RETURN decode(digits, 'hex');
END
$$;

-- Names a key-encryption key without giving it away: the first 8 bytes of an HMAC under it.
CREATE FUNCTION dunlin_pack.kek_id(kek bytea) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT encode(substr("public".hmac('dunlin kek id'::bytea, kek, 'sha256'), 1, 8), 'hex')
$$;

-- The data key in the clear, for functions of this pack only. NULL when there is none of that number and purpose, or
-- it was destroyed; raises when the key-encryption key is missing or isn't the one it was wrapped with.
CREATE FUNCTION dunlin_pack.data_key(wanted integer, wanted_purpose text) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
  kek bytea := dunlin_pack.current_kek();
  row_wrapped bytea;
  row_kek_id text;
  key bytea;
BEGIN
  SELECT wrapped, kek_id INTO row_wrapped, row_kek_id
  FROM dunlin_pack.dek WHERE kid = wanted AND purpose = wanted_purpose;
  IF row_wrapped IS NULL THEN
    RETURN NULL;
  END IF;
  key := dunlin_pack.open(kek, row_wrapped, 'dek|' || wanted_purpose, 'dek');
  IF key IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '28000',
      MESSAGE = format('key %s cannot be unwrapped with the key-encryption key of this transaction', wanted),
      DETAIL = format('It was wrapped by %s; this transaction has %s.', row_kek_id, dunlin_pack.kek_id(kek));
  END IF;
  RETURN key;
END
$$;

CREATE FUNCTION dunlin_pack.active_kid(wanted_purpose text) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
  found_kid integer;
BEGIN
  SELECT kid INTO found_kid FROM dunlin_pack.dek WHERE purpose = wanted_purpose AND state = 'active';
  IF found_kid IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '55000', MESSAGE = format('there is no active data key for purpose %s', wanted_purpose),
      HINT = format('dunlin encrypt keys init --purpose %s, or SELECT dunlin_pack.new_data_key(%L)', wanted_purpose, wanted_purpose);
  END IF;
  RETURN found_kid;
END
$$;

-- Makes the purpose's active key; the one before decrypts only.
CREATE FUNCTION dunlin_pack.new_data_key(new_purpose text) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
  kek bytea := dunlin_pack.current_kek();
  new_kid integer;
BEGIN
  UPDATE dunlin_pack.dek SET state = 'decrypt_only' WHERE purpose = new_purpose AND state = 'active';
  INSERT INTO dunlin_pack.dek (purpose, wrapped, kek_id)
  VALUES (
    new_purpose,
    dunlin_pack.seal(kek, "public".gen_random_bytes(32), 'dek|' || new_purpose, 'dek'),
    dunlin_pack.kek_id(kek))
  RETURNING kid INTO new_kid;
  RETURN new_kid;
END
$$;

-- Crypto-shredding: what was encrypted for this purpose (subject:<uuid>) can't be read any more, in backups and
-- replicas of the data neither. Returns the evidence. Backups of this table hold the wrapped key until they expire.
CREATE FUNCTION dunlin_pack.destroy_keys(wanted_purpose text) RETURNS json
LANGUAGE sql VOLATILE SET search_path = '' AS $$
  WITH gone AS (
    UPDATE dunlin_pack.dek SET state = 'destroyed', wrapped = NULL, retired_at = now()
    WHERE purpose = wanted_purpose AND state <> 'destroyed' RETURNING kid
  )
  SELECT json_build_object('purpose', wanted_purpose, 'destroyed_at', now(), 'by', session_user,
                           'keys', coalesce(json_agg(kid ORDER BY kid), '[]'::json))
  FROM gone
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Values: v1.<key number>.<base64 of the box>
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION dunlin_pack.bound_to(purpose text, context text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT CASE WHEN context = '' THEN purpose ELSE purpose || '|' || context END
$$;

-- The context of a value that is bound to its row: a name for the column and the row's key.
CREATE FUNCTION dunlin_pack.row_context(column_context text, VARIADIC key text[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT column_context || string_agg('|' || replace(replace(part, '\', '\\'), '|', '\|'), '' ORDER BY place)
  FROM unnest(key) WITH ORDINALITY AS parts (part, place)
$$;

CREATE FUNCTION dunlin_pack.encrypt(value text, purpose text, context text DEFAULT '', salt text DEFAULT '') RETURNS text
LANGUAGE plpgsql VOLATILE STRICT SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  kid integer := dunlin_pack.active_kid(purpose);
  box bytea := dunlin_pack.seal(
    dunlin_pack.data_key(kid, purpose), convert_to(value, 'UTF8'), dunlin_pack.bound_to(purpose, context), salt);
BEGIN
  RETURN 'v1.' || kid || '.' || translate(encode(box, 'base64'), E'\n', '');
END
$$;

-- NULL for a value that was altered, moved to another row, or never was one. A missing or wrong key-encryption key
-- raises: it isn't the row's fault, and must not look as if it were.
CREATE FUNCTION dunlin_pack.decrypt(value text, purpose text, context text DEFAULT '', salt text DEFAULT '') RETURNS text
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  part text[];
  key bytea;
BEGIN
  -- Checked here as well: without a key every value looks bad.
  PERFORM dunlin_pack.current_kek();
  -- Strict base64, whose bits behind the last byte are zero: one value has one text.
  part := regexp_match(value,
    '^v1\.([1-9][0-9]{0,8})\.((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?)$');
  IF part IS NULL THEN
    RETURN NULL;
  END IF;
  key := dunlin_pack.data_key(part[1]::integer, purpose);
  IF key IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN convert_from(
    dunlin_pack.open(key, decode(part[2], 'base64'), dunlin_pack.bound_to(purpose, context), salt), 'UTF8');
END
$$;

CREATE FUNCTION "public".encrypt_phone_number(phone_text text, salt text) RETURNS text
LANGUAGE plpgsql VOLATILE STRICT SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF length(salt) < 16 THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'the salt is too short to be unique to its row',
      HINT = 'give each row its own: encode(gen_random_bytes(16), ''hex'')';
  END IF;
  RETURN dunlin_pack.encrypt(phone_text, 'phone', '', salt);
END
$$;

CREATE FUNCTION "public".decrypt_phone_number(phone_encrypted text, phone_salt text) RETURNS text
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
  SELECT dunlin_pack.decrypt(phone_encrypted, 'phone', '', phone_salt)
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Blind index: finds equal values without decrypting any. Its key is its own. It shows which rows are equal, so it is
-- no good for a column of few values.
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION dunlin_pack.normalise(value text, normaliser text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT CASE normaliser
           WHEN 'phone' THEN regexp_replace(value, '[^0-9+]', '', 'g')
           WHEN 'email' THEN lower(btrim(value, E' \t\r\n') COLLATE "C")
           ELSE value
         END
$$;

-- What entries under a key begin with, so that two keys can be told apart while one takes the place of the other:
-- nothing under the purpose's first key, the key's number under later ones.
CREATE FUNCTION dunlin_pack.index_mark(wanted integer, wanted_purpose text) RETURNS bytea
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM dunlin_pack.dek WHERE purpose = wanted_purpose AND kid < wanted)
              THEN int4send(wanted) ELSE ''::bytea END
$$;

-- The entry that is written: the one under the active key.
CREATE FUNCTION dunlin_pack.blind_index(value text, purpose text, normaliser text DEFAULT 'exact', bits integer DEFAULT 256)
RETURNS bytea LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
  SELECT dunlin_pack.index_mark(dunlin_pack.active_kid(purpose), purpose) || substr(
    "public".hmac(
      convert_to(dunlin_pack.normalise(value, normaliser), 'UTF8'),
      dunlin_pack.data_key(dunlin_pack.active_kid(purpose), purpose), 'sha256'),
    1, bits / 8)
$$;

-- The entries that are looked for: while the key is rotated a row has one of two. WHERE phone_index = ANY (...) finds it
-- by its b-tree at every moment, since rows and keys are seen by the same snapshot.
CREATE FUNCTION dunlin_pack.blind_indexes(value text, wanted_purpose text, normaliser text DEFAULT 'exact', bits integer DEFAULT 256)
RETURNS bytea[] LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM dunlin_pack.active_kid(wanted_purpose);  -- none: an error, not an empty answer
  RETURN (
    SELECT array_agg(dunlin_pack.index_mark(d.kid, d.purpose) || substr(
      "public".hmac(
        convert_to(dunlin_pack.normalise(value, normaliser), 'UTF8'), dunlin_pack.data_key(d.kid, d.purpose), 'sha256'),
      1, bits / 8) ORDER BY d.kid)
    FROM dunlin_pack.dek d WHERE d.purpose = wanted_purpose AND d.state IN ('active', 'decrypt_only'));
END
$$;

CREATE FUNCTION "public".phone_blind_index(phone_text text) RETURNS bytea
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
  SELECT dunlin_pack.blind_index(phone_text, 'phone_index', 'phone', 256)
$$;

CREATE FUNCTION "public".email_blind_index(email_text text) RETURNS bytea
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
  SELECT dunlin_pack.blind_index(email_text, 'email_index', 'email', 256)
$$;

CREATE FUNCTION "public".phone_blind_indexes(phone_text text) RETURNS bytea[]
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
  SELECT dunlin_pack.blind_indexes(phone_text, 'phone_index', 'phone', 256)
$$;

CREATE FUNCTION "public".email_blind_indexes(email_text text) RETURNS bytea[]
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
  SELECT dunlin_pack.blind_indexes(email_text, 'email_index', 'email', 256)
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- The registry, and the trigger that keeps encrypted columns in step while the plain column still is there
-- ---------------------------------------------------------------------------------------------------------------------

-- With a key in the transaction the value is encrypted at once. Without one the old ciphertext is taken away, and
-- `dunlin encrypt backfill` finds the row again: it never says something else than the plain column.
CREATE FUNCTION dunlin_pack.encrypt_on_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  c dunlin_pack.encrypted_column;
  after jsonb := to_jsonb(NEW);
  before jsonb;
  plain text;
  salt text;
  context text := '';
  written jsonb;
BEGIN
  SELECT * INTO STRICT c FROM dunlin_pack.encrypted_column
  WHERE relation IN (TG_RELID, pg_partition_root(TG_RELID)) AND encrypted_column = TG_ARGV[0];
  plain := after ->> c.plain_column;
  IF TG_OP = 'UPDATE' THEN
    before := to_jsonb(OLD);
    -- Unchanged, or the application wrote the encrypted value itself.
    IF plain IS NOT DISTINCT FROM before ->> c.plain_column
       OR after ->> c.encrypted_column IS DISTINCT FROM before ->> c.encrypted_column THEN
      RETURN NEW;
    END IF;
  ELSIF after ->> c.encrypted_column IS NOT NULL THEN
    RETURN NEW;
  END IF;
  written := jsonb_build_object(c.encrypted_column, NULL);
  IF c.salt_column IS NOT NULL THEN
    written := written || jsonb_build_object(c.salt_column, NULL);
  END IF;
  IF c.index_column IS NOT NULL THEN
    written := written || jsonb_build_object(c.index_column, NULL);
  END IF;
  IF plain IS NOT NULL AND c.format = 'v1' AND nullif(current_setting('dunlin.kek', true), '') IS NOT NULL THEN
    IF c.salt_column IS NOT NULL THEN
      salt := encode("public".gen_random_bytes(16), 'hex');
      written := written || jsonb_build_object(c.salt_column, salt);
    END IF;
    IF c.context <> '' THEN
      context := dunlin_pack.row_context(
        c.context, VARIADIC ARRAY(SELECT after ->> k FROM unnest(c.key_columns) WITH ORDINALITY AS keys (k, n) ORDER BY n));
    END IF;
    written := written
      || jsonb_build_object(c.encrypted_column, dunlin_pack.encrypt(plain, c.purpose, context, coalesce(salt, '')));
    IF c.index_column IS NOT NULL THEN
      written := written || jsonb_build_object(
        c.index_column, dunlin_pack.blind_index(plain, c.index_purpose, c.normaliser, c.index_bits));
    END IF;
  END IF;
  RETURN jsonb_populate_record(NEW, written);
END
$$;

-- Called by migrations, by the owner of the table: SELECT dunlin_pack.register_encrypted_column('public.users',
-- 'email_encrypted', 'email', purpose => 'email', ...). `bound` ties each value to its column and row.
CREATE FUNCTION dunlin_pack.register_encrypted_column(
  relation regclass, encrypted_column text, plain_column text, purpose text, salt_column text DEFAULT NULL,
  index_column text DEFAULT NULL, normaliser text DEFAULT 'exact', index_bits integer DEFAULT 256,
  format text DEFAULT 'v1', bound boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
  keys text[];
  wrong text;
BEGIN
  SELECT array_agg(a.attname ORDER BY k.place) INTO keys
  FROM pg_catalog.pg_index i
  CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, place)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
  WHERE i.indrelid = relation AND i.indisprimary;
  IF keys IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '55000', MESSAGE = format('%s has no primary key: its rows cannot be named', relation);
  END IF;
  SELECT string_agg(format('%I must be a column of type %s', w.name, w.type), ', ') INTO wrong
  FROM (VALUES (encrypted_column, 'text'), (plain_column, 'text or varchar'), (salt_column, 'text'), (index_column, 'bytea'))
    AS w (name, type)
  WHERE w.name IS NOT NULL AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = relation AND a.attname = w.name AND NOT a.attisdropped
      AND CASE w.type WHEN 'bytea' THEN a.atttypid = 'bytea'::regtype
                      WHEN 'text' THEN a.atttypid = 'text'::regtype
                      ELSE a.atttypid IN ('text'::regtype, 'varchar'::regtype) END);
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = '42703', MESSAGE = format('%s: %s', relation, wrong);
  END IF;
  INSERT INTO dunlin_pack.encrypted_column
    (relation, encrypted_column, plain_column, salt_column, index_column, key_columns, purpose, index_purpose,
     normaliser, index_bits, format, context)
  SELECT relation, encrypted_column, plain_column, salt_column, index_column, keys, purpose,
         CASE WHEN index_column IS NOT NULL THEN purpose || '_index' END, normaliser, index_bits, format,
         CASE WHEN bound THEN n.nspname || '.' || t.relname || '.' || encrypted_column ELSE '' END
  FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace WHERE t.oid = relation;
  IF plain_column IS NOT NULL THEN
    EXECUTE format(
      'CREATE TRIGGER %I BEFORE INSERT OR UPDATE OF %I ON %s FOR EACH ROW EXECUTE FUNCTION dunlin_pack.encrypt_on_write(%L)',
      'dunlin_encrypt_' || encrypted_column, plain_column, relation, encrypted_column);
  END IF;
END
$$;

-- The step before the plain column is dropped: nothing follows it any more.
CREATE FUNCTION dunlin_pack.forget_plain_column(wanted regclass, wanted_column text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
BEGIN
  EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', 'dunlin_encrypt_' || wanted_column, wanted);
  UPDATE dunlin_pack.encrypted_column SET plain_column = NULL WHERE relation = wanted AND encrypted_column = wanted_column;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = '42704', MESSAGE = format('%s.%s is not registered', wanted, wanted_column);
  END IF;
END
$$;

CREATE FUNCTION dunlin_pack.unregister_encrypted_column(wanted regclass, wanted_column text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
BEGIN
  EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', 'dunlin_encrypt_' || wanted_column, wanted);
  DELETE FROM dunlin_pack.encryption_checkpoint WHERE relation = wanted AND encrypted_column = wanted_column;
  DELETE FROM dunlin_pack.encrypted_column WHERE relation = wanted AND encrypted_column = wanted_column;
END
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Status and integrity
-- ---------------------------------------------------------------------------------------------------------------------

-- Needs no key: counts what is there.
CREATE FUNCTION "public".encryption_status() RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  c dunlin_pack.encrypted_column;
  one json;
  columns json[] := '{}';
  keys json;
BEGIN
  FOR c IN SELECT * FROM dunlin_pack.encrypted_column ORDER BY relation::text, encrypted_column LOOP
    EXECUTE format(
      'SELECT json_build_object(''table'', %L, ''column'', %L, ''purpose'', %L, ''format'', %L, ''rows'', sum(n),
                ''encrypted'', sum(n) FILTER (WHERE sealed), ''plaintext_left'', sum(open),
                ''coverage'', round(100.0 * sum(n) FILTER (WHERE sealed)
                                    / nullif(sum(n) FILTER (WHERE sealed) + sum(open), 0), 2),
                ''without_index'', sum(unindexed),
                ''keys'', json_object_agg(kid, n) FILTER (WHERE sealed))
       FROM (SELECT %I IS NOT NULL AS sealed, coalesce(substring(%I FROM ''^v[12]\.([0-9]+)\.''), ''none'') AS kid, count(*) AS n,
                    count(*) FILTER (WHERE %s AND %I IS NULL) AS open,
                    count(*) FILTER (WHERE %I IS NOT NULL AND %s) AS unindexed
             FROM %s GROUP BY 1, 2) AS groups',
      c.relation, c.encrypted_column, c.purpose, c.format, c.encrypted_column, c.encrypted_column,
      CASE WHEN c.plain_column IS NULL THEN 'false' ELSE format('%I IS NOT NULL', c.plain_column) END, c.encrypted_column,
      c.encrypted_column,
      CASE WHEN c.index_column IS NULL THEN 'false' ELSE format('%I IS NULL', c.index_column) END, c.relation)
    INTO one;
    columns := columns || one;
  END LOOP;
  SELECT json_agg(json_build_object(
           'kid', kid, 'purpose', purpose, 'state', state, 'kek', kek_id, 'created_at', created_at,
           'age_days', extract(epoch FROM now() - created_at)::bigint / 86400,
           'rotate_every_days', extract(epoch FROM rotate_every)::bigint / 86400,
           'rotation', CASE WHEN state <> 'active' THEN NULL
                            WHEN now() - created_at >= rotate_every THEN 'overdue'
                            WHEN now() - created_at >= rotate_every * 0.9 THEN 'due' ELSE 'ok' END) ORDER BY kid)
  INTO keys FROM dunlin_pack.dek;
  RETURN json_build_object('columns', array_to_json(columns), 'keys', coalesce(keys, '[]'::json),
                           'documents', (SELECT count(*) FROM dunlin_pack.encrypted_document),
                           'document_keys', (SELECT coalesce(json_object_agg(g.kid, g.n), '{}'::json) FROM (
                             SELECT kid, count(*) AS n FROM dunlin_pack.encrypted_document GROUP BY kid) AS g));
END
$$;

-- Decrypts every value of the registered columns (or of `sample` rows each) and says what is wrong, with the keys of
-- the first rows; a value that isn't encrypted at all is wrong too. Needs the key-encryption key. Columns in format v2
-- are decrypted by `dunlin encrypt verify` only.
CREATE FUNCTION "public".verify_encryption_integrity(sample integer DEFAULT NULL)
RETURNS TABLE (check_name text, status text, detail text, count bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  c dunlin_pack.encrypted_column;
  r record;
  plain text;
  bad text[];
  differs text[];
  unindexed text[];
  put_back text[];
  retired integer[];
  row_key text;
  doubles bigint;
  total bigint;
BEGIN
  PERFORM dunlin_pack.current_kek();
  SELECT coalesce(array_agg(kid), '{}') INTO retired FROM dunlin_pack.dek WHERE state = 'retired';
  FOR c IN SELECT * FROM dunlin_pack.encrypted_column ORDER BY relation::text, encrypted_column LOOP
    check_name := format('%s.%s', c.relation, c.encrypted_column);
    SELECT 'ARRAY[' || string_agg(format('to_jsonb(%I) #>> ''{}''', k), ', ' ORDER BY n) || ']' INTO row_key
    FROM unnest(c.key_columns) WITH ORDINALITY AS keys (k, n);
    IF c.plain_column IS NOT NULL THEN
      EXECUTE format(
        'SELECT (SELECT count(*) FROM %1$s WHERE %2$s), ARRAY(SELECT array_to_string(%3$s, '','') FROM %1$s WHERE %2$s LIMIT 20)',
        c.relation, format('%I IS NOT NULL AND %I IS NULL', c.plain_column, c.encrypted_column), row_key) INTO total, bad;
      status := CASE WHEN total = 0 THEN 'ok' ELSE 'failed' END;
      detail := 'not encrypted' || coalesce(': ' || nullif(array_to_string(bad, '; '), ''), '');
      count := total;
      RETURN NEXT;
    END IF;
    IF c.format <> 'v1' THEN
      status := 'skipped';
      detail := 'format ' || c.format || ' is read by dunlin encrypt verify';
      count := NULL;
      RETURN NEXT;
      CONTINUE;
    END IF;
    bad := '{}';
    differs := '{}';
    unindexed := '{}';
    put_back := '{}';
    total := 0;
    FOR r IN EXECUTE format(
      'SELECT %s AS key, %I AS value, %s AS salt, %s AS plain, %s AS bidx FROM %s WHERE %I IS NOT NULL %s',
      row_key, c.encrypted_column, coalesce(quote_ident(c.salt_column), ''''''), coalesce(quote_ident(c.plain_column), 'NULL::text'),
      coalesce(quote_ident(c.index_column), 'NULL::bytea'), c.relation, c.encrypted_column,
      CASE WHEN sample IS NOT NULL THEN format('ORDER BY random() LIMIT %s', sample) ELSE '' END)
    LOOP
      total := total + 1;
      plain := dunlin_pack.decrypt(
        r.value, c.purpose, CASE WHEN c.context = '' THEN '' ELSE dunlin_pack.row_context(c.context, VARIADIC r.key) END,
        coalesce(r.salt, ''));
      IF plain IS NULL THEN
        bad := bad || array_to_string(r.key, ',');
      ELSE
        IF r.plain IS NOT NULL AND r.plain <> plain THEN
          differs := differs || array_to_string(r.key, ',');
        END IF;
        IF c.index_column IS NOT NULL
           AND (r.bidx = ANY (dunlin_pack.blind_indexes(plain, c.index_purpose, c.normaliser, c.index_bits))) IS NOT TRUE THEN
          unindexed := unindexed || array_to_string(r.key, ',');
        END IF;
        IF split_part(r.value, '.', 2)::integer = ANY (retired) THEN
          put_back := put_back || array_to_string(r.key, ',');
        END IF;
      END IF;
    END LOOP;
    status := CASE WHEN bad = '{}' THEN 'ok' ELSE 'failed' END;
    detail := CASE WHEN bad = '{}' THEN format('%s values decrypt', total)
                   ELSE 'cannot be decrypted: ' || array_to_string(bad[1:20], '; ') END;
    count := cardinality(bad);
    RETURN NEXT;
    IF c.plain_column IS NOT NULL THEN
      status := CASE WHEN differs = '{}' THEN 'ok' ELSE 'failed' END;
      detail := 'differs from the plain column' || coalesce(': ' || nullif(array_to_string(differs[1:20], '; '), ''), '');
      count := cardinality(differs);
      RETURN NEXT;
    END IF;
    IF c.index_column IS NOT NULL THEN
      status := CASE WHEN unindexed = '{}' THEN 'ok' ELSE 'failed' END;
      detail := 'has another blind index' || coalesce(': ' || nullif(array_to_string(unindexed[1:20], '; '), ''), '');
      count := cardinality(unindexed);
      RETURN NEXT;
    END IF;
    -- Nothing was under a key when it retired.
    IF put_back <> '{}' THEN
      status := 'failed';
      detail := 'put back from before a rotation: ' || array_to_string(put_back[1:20], '; ');
      count := cardinality(put_back);
      RETURN NEXT;
    END IF;
    IF c.salt_column IS NOT NULL THEN
      EXECUTE format('SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM %s WHERE %I IS NOT NULL GROUP BY %I HAVING count(*) > 1) AS same',
                     c.relation, c.salt_column, c.salt_column) INTO doubles;
      status := CASE WHEN doubles = 0 THEN 'ok' ELSE 'failed' END;
      detail := 'rows that share a salt';
      count := doubles;
      RETURN NEXT;
    END IF;
  END LOOP;
  check_name := 'documents';
  SELECT count(*), coalesce(array_agg(checked.id::text ORDER BY checked.id) FILTER (WHERE NOT checked.whole), '{}')
  INTO total, bad
  FROM (SELECT e.id, "public".decrypt_document(e.id) IS NOT NULL AND e.kid <> ALL (retired) AS whole
        FROM (SELECT x.id, x.kid FROM dunlin_pack.encrypted_document x
              ORDER BY CASE WHEN sample IS NOT NULL THEN random() END LIMIT sample) AS e) AS checked;
  status := CASE WHEN bad = '{}' THEN 'ok' ELSE 'failed' END;
  detail := CASE WHEN bad = '{}' THEN format('%s documents decrypt', total)
                 ELSE 'not whole: ' || array_to_string(bad[1:20], '; ') END;
  count := cardinality(bad);
  RETURN NEXT;
END
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Documents: pieces of 64 KB, each bound to its document, its number and how many there are, so that none can be
-- exchanged, left out or put into another document
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION dunlin_pack.chunk_context(document uuid, chunk integer, chunks integer, bytes bigint) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT 'document|' || document || '|' || chunk || '/' || chunks || '|' || bytes
$$;

CREATE FUNCTION "public".encrypt_document(content bytea, content_type text DEFAULT NULL) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  piece constant integer := 65536;
  active integer := dunlin_pack.active_kid('document');
  key bytea := dunlin_pack.data_key(active, 'document');
  new_id uuid := gen_random_uuid();
  salt text := encode("public".gen_random_bytes(16), 'hex');
  size bigint := octet_length(content);
  pieces integer := greatest(1, (octet_length(content) + piece - 1) / piece);
BEGIN
  IF content IS NULL THEN
    RETURN NULL;
  END IF;
  INSERT INTO dunlin_pack.encrypted_document (id, kid, salt, bytes, chunks, content_type)
  VALUES (new_id, active, salt, size, pieces, content_type);
  INSERT INTO dunlin_pack.encrypted_document_chunk (document, chunk, body)
  SELECT new_id, n, dunlin_pack.seal(key, substr(content, (n - 1) * piece + 1, piece),
                                     dunlin_pack.chunk_context(new_id, n, pieces, size), salt)
  FROM generate_series(1, pieces) AS n;
  RETURN new_id;
END
$$;

-- NULL when there is no such document, or a piece of it is missing or was altered.
CREATE FUNCTION "public".decrypt_document(document_id uuid) RETURNS bytea
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  d dunlin_pack.encrypted_document;
  key bytea;
  content bytea;
  whole boolean;
BEGIN
  PERFORM dunlin_pack.current_kek();
  SELECT * INTO d FROM dunlin_pack.encrypted_document WHERE id = document_id;
  key := dunlin_pack.data_key(d.kid, 'document');
  IF key IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT string_agg(opened.piece, ''::bytea ORDER BY opened.chunk), bool_and(opened.piece IS NOT NULL) AND count(*) = d.chunks
  INTO content, whole
  FROM (
    SELECT k.chunk, dunlin_pack.open(key, k.body, dunlin_pack.chunk_context(d.id, k.chunk, d.chunks, d.bytes), d.salt) AS piece
    FROM dunlin_pack.encrypted_document_chunk k WHERE k.document = d.id
  ) AS opened;
  RETURN CASE WHEN whole THEN content END;
END
$$;

CREATE FUNCTION "public".delete_document(document_id uuid) RETURNS boolean
LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path = '' AS $$
  WITH gone AS (DELETE FROM dunlin_pack.encrypted_document WHERE id = document_id RETURNING 1) SELECT EXISTS (SELECT FROM gone)
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Grants: nothing is open to everybody
-- ---------------------------------------------------------------------------------------------------------------------

REVOKE ALL ON TABLE dunlin_pack.dek, dunlin_pack.encrypted_column, dunlin_pack.encryption_checkpoint,
  dunlin_pack.encrypted_document, dunlin_pack.encrypted_document_chunk FROM PUBLIC;
REVOKE ALL ON FUNCTION
  dunlin_pack.seal(bytea, bytea, text, text), dunlin_pack.open(bytea, bytea, text, text), dunlin_pack.current_kek(),
  dunlin_pack.kek_id(bytea), dunlin_pack.data_key(integer, text), dunlin_pack.active_kid(text),
  dunlin_pack.new_data_key(text), dunlin_pack.destroy_keys(text), dunlin_pack.bound_to(text, text),
  dunlin_pack.row_context(text, text[]), dunlin_pack.encrypt(text, text, text, text),
  dunlin_pack.decrypt(text, text, text, text), dunlin_pack.normalise(text, text),
  dunlin_pack.blind_index(text, text, text, integer), dunlin_pack.blind_indexes(text, text, text, integer),
  dunlin_pack.index_mark(integer, text), dunlin_pack.encrypt_on_write(),
  dunlin_pack.register_encrypted_column(regclass, text, text, text, text, text, text, integer, text, boolean),
  dunlin_pack.forget_plain_column(regclass, text), dunlin_pack.unregister_encrypted_column(regclass, text),
  dunlin_pack.chunk_context(uuid, integer, integer, bigint),
  "public".encrypt_phone_number(text, text), "public".decrypt_phone_number(text, text),
  "public".phone_blind_index(text), "public".email_blind_index(text),
  "public".phone_blind_indexes(text), "public".email_blind_indexes(text), "public".encryption_status(),
  "public".verify_encryption_integrity(integer), "public".encrypt_document(bytea, text),
  "public".decrypt_document(uuid), "public".delete_document(uuid)
FROM PUBLIC;


-- ---------------------------------------------------------------------------------------------------------------------
-- Phone columns. New columns are empty, so this rewrites nothing; `dunlin encrypt backfill` fills them.
-- ---------------------------------------------------------------------------------------------------------------------



-- dunlin:down

-- Takes the pack away. A function that a trigger still needs isn't dropped: a column that is registered by hand has to
-- be unregistered first. Keys and documents are data: `dunlin rollback` keeps tables with rows in dunlin_kept.


DROP FUNCTION "public".delete_document(uuid);
DROP FUNCTION "public".decrypt_document(uuid);
DROP FUNCTION "public".encrypt_document(bytea, text);
DROP FUNCTION dunlin_pack.chunk_context(uuid, integer, integer, bigint);
DROP FUNCTION "public".verify_encryption_integrity(integer);
DROP FUNCTION "public".encryption_status();
DROP FUNCTION dunlin_pack.unregister_encrypted_column(regclass, text);
DROP FUNCTION dunlin_pack.forget_plain_column(regclass, text);
DROP FUNCTION dunlin_pack.register_encrypted_column(regclass, text, text, text, text, text, text, integer, text, boolean);
DROP FUNCTION dunlin_pack.encrypt_on_write();
DROP FUNCTION "public".email_blind_indexes(text);
DROP FUNCTION "public".phone_blind_indexes(text);
DROP FUNCTION "public".email_blind_index(text);
DROP FUNCTION "public".phone_blind_index(text);
DROP FUNCTION dunlin_pack.blind_indexes(text, text, text, integer);
DROP FUNCTION dunlin_pack.blind_index(text, text, text, integer);
DROP FUNCTION dunlin_pack.index_mark(integer, text);
DROP FUNCTION dunlin_pack.normalise(text, text);
DROP FUNCTION "public".decrypt_phone_number(text, text);
DROP FUNCTION "public".encrypt_phone_number(text, text);
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
