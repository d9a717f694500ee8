-- From 1.2 back to 1.1. Numbers of keys go on where they are.

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
