-- pack:if unique_live
-- Values that live rows share would stop a unique index when half of this is done: they are shown before anything is written.
-- pack:for column in unique_live
DO $$
DECLARE
    parts text[] := parse_ident({{column|literal}});
    live text := 'true';
    shared bigint;
    examples text;
BEGIN
    IF cardinality(parts) <> 3 THEN
        RAISE EXCEPTION '% is not schema.table.column', {{column|literal}} USING ERRCODE = '22023';
    END IF;
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(format('%I.%I', parts[1], parts[2])) AND attname = 'deleted_at' AND NOT attisdropped) THEN
        live := 'deleted_at IS NULL';
    END IF;
    EXECUTE format('SELECT count(*), string_agg(format(''%%s (%%s rows)'', value, times), ''; '' ORDER BY place) FILTER (WHERE place <= 20) FROM '
                   '(SELECT %1$I AS value, count(*) AS times, row_number() OVER (ORDER BY count(*) DESC, %1$I) AS place '
                   'FROM %2$I.%3$I WHERE %1$I IS NOT NULL AND %4$s GROUP BY %1$I HAVING count(*) > 1) AS doubles', parts[3], parts[1], parts[2], live)
    INTO shared, examples;
    IF shared > 0 THEN
        RAISE EXCEPTION '%.%.%: % of its values stand in more than one live row', parts[1], parts[2], parts[3], shared
            USING ERRCODE = '23505', DETAIL = examples, HINT = 'Correct these rows in a migration before this one; nothing was changed.';
    END IF;
END
$$;
-- pack:end
-- pack:end

-- What was made, so that the rollback removes it and nothing else.
CREATE SCHEMA IF NOT EXISTS dunlin_pack;
CREATE TABLE dunlin_pack.soft_delete_made (
    kind   text NOT NULL CHECK (kind IN ('column', 'index', 'view', 'schema')),
    object text NOT NULL,
    PRIMARY KEY (kind, object)
);
REVOKE ALL ON dunlin_pack.soft_delete_made FROM PUBLIC;
INSERT INTO dunlin_pack.soft_delete_made (kind, object)
SELECT 'column', relation::text
FROM unnest({{tables|array}}::regclass[]) AS relation
WHERE NOT EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = relation AND attname = 'deleted_at' AND NOT attisdropped
);

-- The column. NULL without a default: no row is rewritten. A table a transaction: none is locked while the next is waited for.
-- pack:for table in tables
-- dunlin:unit
ALTER TABLE {{table}} ADD COLUMN IF NOT EXISTS deleted_at timestamptz;
-- pack:end

-- How a row is named: the single column of the primary key, and its type.
CREATE FUNCTION dunlin_pack.soft_delete_key(relation regclass, OUT key name, OUT key_type text)
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
BEGIN
    SELECT attname, pg_catalog.format_type(atttypid, atttypmod) INTO key, key_type
    FROM pg_catalog.pg_index
    JOIN pg_catalog.pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
    WHERE indrelid = relation AND indisprimary AND indnatts = 1;
    IF key IS NULL THEN
        RAISE EXCEPTION '% has no primary key of one column', relation USING ERRCODE = '55000';
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_attribute
        WHERE attrelid = relation AND attname = 'deleted_at' AND NOT attisdropped
    ) THEN
        RAISE EXCEPTION '% has no column deleted_at', relation USING ERRCODE = '55000';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.soft_delete_key(regclass) FROM PUBLIC;

-- pack:for table in tables
SELECT dunlin_pack.soft_delete_key({{table|literal}});
-- pack:end

-- The functions run with the rights of their caller: UPDATE on the table, and its row level security.
-- With hide = policy a row that is being deleted would vanish from its own UPDATE; the setting lets it through, and
-- is put back at the end (an error puts it back with everything else).
CREATE FUNCTION {{schema}}.soft_delete(relation regclass, key_value text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    key record := dunlin_pack.soft_delete_key(relation);
    shown text := coalesce(pg_catalog.current_setting('dunlin_pack.show_deleted', true), '');
    changed bigint;
BEGIN
    PERFORM pg_catalog.set_config('dunlin_pack.show_deleted', 'on', true);
    EXECUTE pg_catalog.format('UPDATE %s SET deleted_at = pg_catalog.now() WHERE %I = %L::%s AND deleted_at IS NULL',
                              relation, key.key, key_value, key.key_type);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM pg_catalog.set_config('dunlin_pack.show_deleted', shown, true);
    RETURN changed > 0;
END
$$;
COMMENT ON FUNCTION {{schema}}.soft_delete(regclass, text) IS 'Marks the row as deleted; false when there is no such live row.';

CREATE FUNCTION {{schema}}.restore_deleted(relation regclass, key_value text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    key record := dunlin_pack.soft_delete_key(relation);
    shown text := coalesce(pg_catalog.current_setting('dunlin_pack.show_deleted', true), '');
    changed bigint;
BEGIN
    PERFORM pg_catalog.set_config('dunlin_pack.show_deleted', 'on', true);
    EXECUTE pg_catalog.format('UPDATE %s SET deleted_at = NULL WHERE %I = %L::%s AND deleted_at IS NOT NULL',
                              relation, key.key, key_value, key.key_type);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM pg_catalog.set_config('dunlin_pack.show_deleted', shown, true);
    RETURN changed > 0;
END
$$;
COMMENT ON FUNCTION {{schema}}.restore_deleted(regclass, text) IS 'Takes the mark away; false when there is no such deleted row.';

-- In portions, for a job that runs until it returns 0.
CREATE FUNCTION {{schema}}.purge_deleted(relation regclass, older_than interval, at_most integer DEFAULT 10000) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    key record := dunlin_pack.soft_delete_key(relation);
    shown text := coalesce(pg_catalog.current_setting('dunlin_pack.show_deleted', true), '');
    purged bigint;
BEGIN
    PERFORM pg_catalog.set_config('dunlin_pack.show_deleted', 'on', true);
    EXECUTE pg_catalog.format(
        'DELETE FROM %1$s WHERE %2$I IN (SELECT %2$I FROM %1$s WHERE deleted_at < pg_catalog.now() - $1 '
        'ORDER BY deleted_at LIMIT $2 FOR UPDATE SKIP LOCKED)', relation, key.key) USING older_than, at_most;
    GET DIAGNOSTICS purged = ROW_COUNT;
    PERFORM pg_catalog.set_config('dunlin_pack.show_deleted', shown, true);
    RETURN purged;
END
$$;
COMMENT ON FUNCTION {{schema}}.purge_deleted(regclass, interval, integer) IS
    'Deletes rows that were marked longer ago, and returns how many.';

REVOKE ALL ON FUNCTION {{schema}}.soft_delete(regclass, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION {{schema}}.restore_deleted(regclass, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION {{schema}}.purge_deleted(regclass, interval, integer) FROM PUBLIC;
-- pack:for role in roles
GRANT USAGE ON SCHEMA dunlin_pack TO {{role}};
GRANT EXECUTE ON FUNCTION dunlin_pack.soft_delete_key(regclass) TO {{role}};
GRANT EXECUTE ON FUNCTION {{schema}}.soft_delete(regclass, text) TO {{role}};
GRANT EXECUTE ON FUNCTION {{schema}}.restore_deleted(regclass, text) TO {{role}};
-- pack:end
-- pack:for role in purge_roles
GRANT USAGE ON SCHEMA dunlin_pack TO {{role}};
GRANT EXECUTE ON FUNCTION dunlin_pack.soft_delete_key(regclass) TO {{role}};
GRANT EXECUTE ON FUNCTION {{schema}}.purge_deleted(regclass, interval, integer) TO {{role}};
-- pack:end

-- Unique among live rows.
CREATE FUNCTION dunlin_pack.soft_delete_unique(qualified_column text) RETURNS void
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
REVOKE ALL ON FUNCTION dunlin_pack.soft_delete_unique(text) FROM PUBLIC;
-- pack:for column in unique_live
SELECT dunlin_pack.soft_delete_unique({{column|literal}});
-- pack:end

-- pack:if hide = view
-- Views of live rows. They read with the rights of who asks, which PostgreSQL can since 15; before, a view would lead
-- around the table's row level security, and isn't made.
CREATE FUNCTION dunlin_pack.soft_delete_view(relation regclass, live_schema name) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    name text := (SELECT pg_catalog.format('%I.%I', live_schema, relname) FROM pg_catalog.pg_class WHERE oid = relation);
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 150000 THEN
        RAISE NOTICE 'no view %: it needs security_invoker, which PostgreSQL has since 15', name;
        RETURN;
    END IF;
    IF pg_catalog.to_regnamespace(pg_catalog.quote_ident(live_schema)) IS NULL THEN
        EXECUTE pg_catalog.format('CREATE SCHEMA %I', live_schema);
        INSERT INTO dunlin_pack.soft_delete_made VALUES ('schema', pg_catalog.quote_ident(live_schema));
    END IF;
    EXECUTE pg_catalog.format('CREATE OR REPLACE VIEW %s WITH (security_invoker = true) AS '
                              'SELECT * FROM %s WHERE deleted_at IS NULL', name, relation);
    INSERT INTO dunlin_pack.soft_delete_made VALUES ('view', name) ON CONFLICT DO NOTHING;
    -- pack:for role in roles
    EXECUTE pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I', live_schema, {{role|literal}});
    EXECUTE pg_catalog.format('GRANT SELECT ON %s TO %I', name, {{role|literal}});
    -- pack:end
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.soft_delete_view(regclass, name) FROM PUBLIC;
-- pack:for table in tables
SELECT dunlin_pack.soft_delete_view({{table|literal}}, {{live_schema|literal}});
-- pack:end
-- pack:end
-- pack:if hide = policy
-- Restrictive: it goes on top of what other policies allow. It hides rows from sight and is no secret: who sets
-- dunlin_pack.show_deleted sees the deleted rows among those that the other policies allow.
-- pack:for table in tables
CREATE POLICY "Deleted rows are hidden" ON {{table}} AS RESTRICTIVE FOR SELECT
    USING (deleted_at IS NULL OR (SELECT current_setting('dunlin_pack.show_deleted', true)) = 'on');
-- pack:end
-- pack:end
