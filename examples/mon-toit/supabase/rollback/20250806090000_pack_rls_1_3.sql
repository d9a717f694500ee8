-- From 1.3 back to 1.2.

-- A policy's column without an index reads the whole table for every request.
CREATE OR REPLACE FUNCTION dunlin_pack.rls_index(relation regclass, key name) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    place record;
BEGIN
    IF EXISTS (
        SELECT FROM pg_catalog.pg_index JOIN pg_catalog.pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = relation AND attname = key AND indisvalid AND indpred IS NULL
    ) THEN
        RETURN;
    END IF;
    SELECT nspname AS schema, pg_catalog.left(relname || '_' || key, 59) || '_rls' AS name INTO place
    FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = relation;
    IF pg_catalog.pg_relation_size(relation) > 80 * 1024 * 1024 THEN
        RAISE EXCEPTION '% (%) has no index that begins with %: building it here would stop writes', relation,
                pg_catalog.pg_size_pretty(pg_catalog.pg_relation_size(relation)), pg_catalog.quote_ident(key)
            USING HINT = pg_catalog.format('In a migration before this one: CREATE INDEX CONCURRENTLY %I ON %s (%I)', place.name, relation, key);
    END IF;
    EXECUTE pg_catalog.format('CREATE INDEX %I ON %s (%I)', place.name, relation, key);
    INSERT INTO dunlin_pack.rls_made VALUES ('index', pg_catalog.format('%I.%I', place.schema, place.name));
END
$$;
