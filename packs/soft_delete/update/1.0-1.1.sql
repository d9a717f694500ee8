-- From 1.0 to 1.1: an index counts as built beforehand by what it is, not by its name.

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
    -- Built beforehand, concurrently. By what it is, not by its name: that may be another table's, or of a build that has failed.
    IF EXISTS (
        SELECT FROM pg_catalog.pg_index
        JOIN pg_catalog.pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = relation AND indisunique AND indisvalid AND indnkeyatts = 1 AND attname = parts[3]
          AND pg_catalog.pg_get_expr(indpred, indrelid) = '(deleted_at IS NULL)'
    ) THEN
        RETURN;
    END IF;
    IF pg_catalog.to_regclass(pg_catalog.format('%I.%I', parts[1], wanted)) IS NOT NULL THEN
        IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indrelid = relation
                   AND indexrelid = pg_catalog.to_regclass(pg_catalog.format('%I.%I', parts[1], wanted))) THEN
            RAISE EXCEPTION 'index %.% is there, and isn''t a valid unique index over % WHERE deleted_at IS NULL', parts[1], wanted, parts[3]
                USING HINT = pg_catalog.format('In a migration before this one: DROP INDEX %I.%I', parts[1], wanted);
        END IF;
        wanted := pg_catalog.left(parts[2] || '_' || parts[3], 47) || '_' || pg_catalog.left(pg_catalog.md5(qualified_column), 6) || '_live_key';
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

-- One that was left out because another table's had its name is made now.
-- pack:for column in unique_live
SELECT dunlin_pack.soft_delete_unique({{column|literal}});
-- pack:end
