-- From 1.3 back to 1.2.

-- With a key in the transaction the value is encrypted at once. Without one the old ciphertext is taken away, and
-- `dunlin encrypt backfill` finds the row again: it never says something else than the plain column.
CREATE OR REPLACE FUNCTION dunlin_pack.encrypt_on_write() RETURNS trigger
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

-- Needs no key: counts what is there.
CREATE OR REPLACE FUNCTION "public".encryption_status() RETURNS json
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
CREATE OR REPLACE FUNCTION "public".verify_encryption_integrity(sample integer DEFAULT NULL)
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

DROP FUNCTION dunlin_pack.missing_columns(dunlin_pack.encrypted_column);
-- From 1.2 back to 1.1. Numbers of keys go on where they are.

-- Decrypts every value of the registered columns (or of `sample` rows each) and says what is wrong, with the keys of
-- the first rows. Needs the key-encryption key. Columns in format v2 are `dunlin encrypt verify`'s.
CREATE OR REPLACE FUNCTION "public".verify_encryption_integrity(sample integer DEFAULT NULL)
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
  doubles bigint;
  total bigint;
BEGIN
  PERFORM dunlin_pack.current_kek();
  SELECT coalesce(array_agg(kid), '{}') INTO retired FROM dunlin_pack.dek WHERE state = 'retired';
  FOR c IN SELECT * FROM dunlin_pack.encrypted_column ORDER BY relation::text, encrypted_column LOOP
    check_name := format('%s.%s', c.relation, c.encrypted_column);
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
      'SELECT ARRAY[%s] AS key, %I AS value, %s AS salt, %s AS plain, %s AS bidx FROM %s WHERE %I IS NOT NULL %s',
      (SELECT string_agg(format('to_jsonb(%I) #>> ''{}''', k), ', ' ORDER BY n) FROM unnest(c.key_columns) WITH ORDINALITY AS keys (k, n)),
      c.encrypted_column, coalesce(quote_ident(c.salt_column), ''''''), coalesce(quote_ident(c.plain_column), 'NULL::text'),
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
-- From 1.1 back to 1.0. Refused while the key of a blind index has been rotated: 1.0 doesn't know its entries.

DO $$
BEGIN
  IF EXISTS (
    SELECT FROM dunlin_pack.dek d JOIN dunlin_pack.encrypted_column c ON c.index_purpose = d.purpose
    GROUP BY d.purpose HAVING count(DISTINCT d.kid) > 1) THEN
    RAISE EXCEPTION USING ERRCODE = '55000', MESSAGE = 'the key of a blind index was rotated: version 1.0 would not find its entries';
  END IF;
END
$$;

-- Decrypts every value of the registered columns (or of `sample` rows each) and says what is wrong, with the keys of
-- the first rows. Needs the key-encryption key. Columns in format v2 are `dunlin encrypt verify`'s.
CREATE OR REPLACE FUNCTION "public".verify_encryption_integrity(sample integer DEFAULT NULL)
RETURNS TABLE (check_name text, status text, detail text, count bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  c dunlin_pack.encrypted_column;
  r record;
  plain text;
  bad text[];
  differs text[];
  unindexed text[];
  doubles bigint;
  total bigint;
BEGIN
  PERFORM dunlin_pack.current_kek();
  FOR c IN SELECT * FROM dunlin_pack.encrypted_column ORDER BY relation::text, encrypted_column LOOP
    check_name := format('%s.%s', c.relation, c.encrypted_column);
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
    total := 0;
    FOR r IN EXECUTE format(
      'SELECT ARRAY[%s] AS key, %I AS value, %s AS salt, %s AS plain, %s AS bidx FROM %s WHERE %I IS NOT NULL %s',
      (SELECT string_agg(format('to_jsonb(%I) #>> ''{}''', k), ', ' ORDER BY n) FROM unnest(c.key_columns) WITH ORDINALITY AS keys (k, n)),
      c.encrypted_column, coalesce(quote_ident(c.salt_column), ''''''), coalesce(quote_ident(c.plain_column), 'NULL::text'),
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
           AND r.bidx IS DISTINCT FROM dunlin_pack.blind_index(plain, c.index_purpose, c.normaliser, c.index_bits) THEN
          unindexed := unindexed || array_to_string(r.key, ',');
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
    IF c.salt_column IS NOT NULL THEN
      EXECUTE format('SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM %s WHERE %I IS NOT NULL GROUP BY %I HAVING count(*) > 1) AS same',
                     c.relation, c.salt_column, c.salt_column) INTO doubles;
      status := CASE WHEN doubles = 0 THEN 'ok' ELSE 'failed' END;
      detail := 'rows that share a salt';
      count := doubles;
      RETURN NEXT;
    END IF;
  END LOOP;
END
$$;

-- Needs no key: counts what is there.
CREATE OR REPLACE FUNCTION "public".encryption_status() RETURNS json
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
                           'documents', (SELECT count(*) FROM dunlin_pack.encrypted_document));
END
$$;

-- NULL for a value that was altered, moved to another row, or never was one. A missing or wrong key-encryption key
-- raises: it isn't the row's fault, and must not look as if it were.
CREATE OR REPLACE FUNCTION dunlin_pack.decrypt(value text, purpose text, context text DEFAULT '', salt text DEFAULT '') RETURNS text
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  part text[];
  key bytea;
BEGIN
  -- Checked here as well: without a key every value looks bad.
  PERFORM dunlin_pack.current_kek();
  part := regexp_match(value, '^v1\.([1-9][0-9]{0,8})\.((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$');
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

DROP FUNCTION "public".email_blind_indexes(text);
DROP FUNCTION "public".phone_blind_indexes(text);
DROP FUNCTION dunlin_pack.blind_indexes(text, text, text, integer);

CREATE OR REPLACE FUNCTION dunlin_pack.blind_index(value text, purpose text, normaliser text DEFAULT 'exact', bits integer DEFAULT 256)
RETURNS bytea LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
  SELECT substr(
    "public".hmac(
      convert_to(dunlin_pack.normalise(value, normaliser), 'UTF8'),
      dunlin_pack.data_key(dunlin_pack.active_kid(purpose), purpose), 'sha256'),
    1, bits / 8)
$$;

DROP FUNCTION dunlin_pack.index_mark(integer, text);
