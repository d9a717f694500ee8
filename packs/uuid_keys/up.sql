-- Version 7 of RFC 9562: 48 bits of milliseconds, 12 bits of the millisecond's fraction (section 6.2, method 3), and 62
-- random bits. Keys that are made one after the other lie beside each other in the index.
CREATE FUNCTION {{schema}}.uuid_v7(moment timestamptz DEFAULT clock_timestamp()) RETURNS uuid
LANGUAGE sql VOLATILE PARALLEL SAFE SET search_path = '' AS $$
    WITH clock AS (
        SELECT (extract(epoch FROM moment) * 1000000)::bigint AS micros
    ), parts AS (
        SELECT lpad(to_hex(micros / 1000), 12, '0') AS millis,
               lpad(to_hex((micros % 1000) * 4096 / 1000), 3, '0') AS fraction
        FROM clock
    )
    -- The random half is that of a version 4, whose variant bits are the same.
    SELECT (millis || '7' || fraction || right(replace(gen_random_uuid()::text, '-', ''), 16))::uuid FROM parts
$$;
COMMENT ON FUNCTION {{schema}}.uuid_v7(timestamptz) IS 'A uuid that begins with the time (version 7).';

-- The time that such a uuid begins with; NULL for other versions.
CREATE FUNCTION {{schema}}.uuid_v7_time(id uuid) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = '' AS $$
    SELECT CASE WHEN substr(id::text, 15, 1) = '7' THEN
        to_timestamp(('x' || lpad(left(replace(id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 1000.0)
    END
$$;
COMMENT ON FUNCTION {{schema}}.uuid_v7_time(uuid) IS 'The time in a uuid of version 7; NULL for others.';

-- Both are needed wherever a row is inserted: they stay with PUBLIC, and tell nothing about the data.

-- A default that is there already isn't replaced: what depends on it is unknown, and the rollback couldn't bring it back.
CREATE SCHEMA IF NOT EXISTS dunlin_pack;
CREATE FUNCTION dunlin_pack.uuid_keys_check(relation regclass, key name) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    type oid;
    has_default boolean;
BEGIN
    SELECT atttypid, atthasdef OR attidentity <> '' INTO type, has_default
    FROM pg_catalog.pg_attribute WHERE attrelid = relation AND attname = key AND NOT attisdropped;
    IF type IS DISTINCT FROM 'pg_catalog.uuid'::regtype THEN
        RAISE EXCEPTION '% has no column % of type uuid', relation, quote_ident(key)
            USING HINT = 'Leave the table out of parameter tables, or name its key column in parameter key.';
    ELSIF has_default THEN
        RAISE EXCEPTION 'column % of % has a default already', quote_ident(key), relation
            USING HINT = 'Leave the table out of parameter tables, or drop the default in a migration of its own.';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.uuid_keys_check(regclass, name) FROM PUBLIC;

-- pack:for table in tables
SELECT dunlin_pack.uuid_keys_check({{table|literal}}, {{key|literal}});
-- pack:end

-- A table a transaction: none is locked while the next is waited for.
-- pack:for table in tables
-- dunlin:unit
-- pack:if kind = random
ALTER TABLE {{table}} ALTER COLUMN {{key}} SET DEFAULT gen_random_uuid();
-- pack:else
ALTER TABLE {{table}} ALTER COLUMN {{key}} SET DEFAULT {{schema}}.uuid_v7();
-- pack:end
-- pack:end
