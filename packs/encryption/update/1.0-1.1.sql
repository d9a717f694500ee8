-- From 1.0 to 1.1: the key of a blind index can be rotated (lookups by phone_blind_indexes()), documents are part of the
-- integrity check, and one value has one text only. What was encrypted and indexed stays as it is.

-- What entries under a key begin with, so that two keys can be told apart while one takes the place of the other:
-- nothing under the purpose's first key, the key's number under later ones.
CREATE FUNCTION dunlin_pack.index_mark(wanted integer, wanted_purpose text) RETURNS bytea
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM dunlin_pack.dek WHERE purpose = wanted_purpose AND kid < wanted)
              THEN int4send(wanted) ELSE ''::bytea END
$$;

-- The entry that is written: the one under the active key.
CREATE OR REPLACE FUNCTION dunlin_pack.blind_index(value text, purpose text, normaliser text DEFAULT 'exact', bits integer DEFAULT 256)
RETURNS bytea LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
  SELECT dunlin_pack.index_mark(dunlin_pack.active_kid(purpose), purpose) || substr(
    {{pgcrypto_schema}}.hmac(
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
      {{pgcrypto_schema}}.hmac(
        convert_to(dunlin_pack.normalise(value, normaliser), 'UTF8'), dunlin_pack.data_key(d.kid, d.purpose), 'sha256'),
      1, bits / 8) ORDER BY d.kid)
    FROM dunlin_pack.dek d WHERE d.purpose = wanted_purpose AND d.state IN ('active', 'decrypt_only'));
END
$$;

CREATE FUNCTION {{schema}}.phone_blind_indexes(phone_text text) RETURNS bytea[]
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
  SELECT dunlin_pack.blind_indexes(phone_text, 'phone_index', 'phone', 256)
$$;

CREATE FUNCTION {{schema}}.email_blind_indexes(email_text text) RETURNS bytea[]
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
  SELECT dunlin_pack.blind_indexes(email_text, 'email_index', 'email', 256)
$$;

-- Needs no key: counts what is there.
CREATE OR REPLACE FUNCTION {{schema}}.encryption_status() RETURNS json
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
-- the first rows. Needs the key-encryption key. Columns in format v2 are `dunlin encrypt verify`'s.
CREATE OR REPLACE FUNCTION {{schema}}.verify_encryption_integrity(sample integer DEFAULT NULL)
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
  FROM (SELECT e.id, {{schema}}.decrypt_document(e.id) IS NOT NULL AND e.kid <> ALL (retired) AS whole
        FROM (SELECT x.id, x.kid FROM dunlin_pack.encrypted_document x
              ORDER BY CASE WHEN sample IS NOT NULL THEN random() END LIMIT sample) AS e) AS checked;
  status := CASE WHEN bad = '{}' THEN 'ok' ELSE 'failed' END;
  detail := CASE WHEN bad = '{}' THEN format('%s documents decrypt', total)
                 ELSE 'not whole: ' || array_to_string(bad[1:20], '; ') END;
  count := cardinality(bad);
  RETURN NEXT;
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

REVOKE ALL ON FUNCTION
  dunlin_pack.index_mark(integer, text), dunlin_pack.blind_indexes(text, text, text, integer),
  {{schema}}.phone_blind_indexes(text), {{schema}}.email_blind_indexes(text)
FROM PUBLIC;

-- pack:for role in writers
GRANT EXECUTE ON FUNCTION
  dunlin_pack.blind_indexes(text, text, text, integer), {{schema}}.phone_blind_indexes(text), {{schema}}.email_blind_indexes(text)
TO {{role}};
-- pack:end
