-- From 1.1 back to 1.0. Indexes stay.

-- Unique among live rows.
CREATE OR REPLACE FUNCTION dunlin_pack.soft_delete_unique(qualified_column text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    parts text[] := pg_catalog.parse_ident(qualified_column);
    relation regclass;
    wanted name;
    other name;
BEGIN
    IF pg_catalog.cardinality(parts) <> 3 THEN
        RAISE EXCEPTION '% is not schema.table.column', qualified_column;
    END IF;
    relation := pg_catalog.format('%I.%I', parts[1], parts[2])::regclass;
    wanted := pg_catalog.left(parts[2] || '_' || parts[3], 54) || '_live_key';
    SELECT indexrelid::regclass::text INTO other
    FROM pg_catalog.pg_index
    JOIN pg_catalog.pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
    WHERE indrelid = relation AND indisunique AND indnkeyatts = 1 AND indpred IS NULL AND attname = parts[3];
    IF other IS NOT NULL THEN
        RAISE EXCEPTION '%.% is unique over all rows, deleted ones too, by %', relation, parts[3], other
            USING HINT = 'Drop it in a migration of its own first, or leave the column out of unique_live.';
    END IF;
    IF pg_catalog.to_regclass(pg_catalog.format('%I.%I', parts[1], wanted)) IS NOT NULL THEN
        RETURN;  -- built beforehand, concurrently
    END IF;
    IF pg_catalog.pg_relation_size(relation) > 80 * 1024 * 1024 THEN
        RAISE EXCEPTION '% is % large: building its index here would stop writes', relation,
                pg_catalog.pg_size_pretty(pg_catalog.pg_relation_size(relation))
            USING HINT = pg_catalog.format('In a migration before this one: CREATE UNIQUE INDEX CONCURRENTLY %I ON %s (%I) '
                                           'WHERE deleted_at IS NULL', wanted, relation, parts[3]);
    END IF;
    EXECUTE pg_catalog.format('CREATE UNIQUE INDEX %I ON %s (%I) WHERE deleted_at IS NULL', wanted, relation, parts[3]);
    INSERT INTO dunlin_pack.soft_delete_made VALUES ('index', pg_catalog.format('%I.%I', parts[1], wanted));
END
$$;
