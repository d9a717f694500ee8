-- Migration: 011_pack_soft_delete
-- Description: pack soft_delete 1.0: rows that are marked as deleted, can be restored, and are purged later
-- Author: dunlin pack add
-- Date: 2026-11-21
-- Pack: add soft_delete 1.0
-- Pack-Parameters: {"hide":"view","live_schema":"live","purge_roles":"app_service","roles":["authenticated","app_service"],"schema":"public","tables":["public.projects","public.documents"],"unique_live":[]}

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
FROM unnest(ARRAY['public.projects', 'public.documents']::text[]::regclass[]) AS relation
WHERE NOT EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = relation AND attname = 'deleted_at' AND NOT attisdropped
);

-- The column. NULL without a default: no row is rewritten. A table a transaction: none is locked while the next is waited for.
-- dunlin:unit
ALTER TABLE "public"."projects" ADD COLUMN IF NOT EXISTS deleted_at timestamptz;
-- dunlin:unit
ALTER TABLE "public"."documents" ADD COLUMN IF NOT EXISTS deleted_at timestamptz;

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

SELECT dunlin_pack.soft_delete_key('public.projects');
SELECT dunlin_pack.soft_delete_key('public.documents');

-- The functions run with the rights of their caller: UPDATE on the table, and its row level security.
-- With hide = policy a row that is being deleted would vanish from its own UPDATE; the setting lets it through, and
-- is put back at the end (an error puts it back with everything else).
CREATE FUNCTION "public".soft_delete(relation regclass, key_value text) RETURNS boolean
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
COMMENT ON FUNCTION "public".soft_delete(regclass, text) IS 'Marks the row as deleted; false when there is no such live row.';

CREATE FUNCTION "public".restore_deleted(relation regclass, key_value text) RETURNS boolean
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
COMMENT ON FUNCTION "public".restore_deleted(regclass, text) IS 'Takes the mark away; false when there is no such deleted row.';

-- In portions, for a job that runs until it returns 0.
CREATE FUNCTION "public".purge_deleted(relation regclass, older_than interval, at_most integer DEFAULT 10000) RETURNS bigint
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
COMMENT ON FUNCTION "public".purge_deleted(regclass, interval, integer) IS
    'Deletes rows that were marked longer ago, and returns how many.';

REVOKE ALL ON FUNCTION "public".soft_delete(regclass, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION "public".restore_deleted(regclass, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION "public".purge_deleted(regclass, interval, integer) FROM PUBLIC;
GRANT USAGE ON SCHEMA dunlin_pack TO "authenticated";
GRANT EXECUTE ON FUNCTION dunlin_pack.soft_delete_key(regclass) TO "authenticated";
GRANT EXECUTE ON FUNCTION "public".soft_delete(regclass, text) TO "authenticated";
GRANT EXECUTE ON FUNCTION "public".restore_deleted(regclass, text) TO "authenticated";
GRANT USAGE ON SCHEMA dunlin_pack TO "app_service";
GRANT EXECUTE ON FUNCTION dunlin_pack.soft_delete_key(regclass) TO "app_service";
GRANT EXECUTE ON FUNCTION "public".soft_delete(regclass, text) TO "app_service";
GRANT EXECUTE ON FUNCTION "public".restore_deleted(regclass, text) TO "app_service";
GRANT USAGE ON SCHEMA dunlin_pack TO "app_service";
GRANT EXECUTE ON FUNCTION dunlin_pack.soft_delete_key(regclass) TO "app_service";
GRANT EXECUTE ON FUNCTION "public".purge_deleted(regclass, interval, integer) TO "app_service";

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
REVOKE ALL ON FUNCTION dunlin_pack.soft_delete_unique(text) FROM PUBLIC;

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
    EXECUTE pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I', live_schema, 'authenticated');
    EXECUTE pg_catalog.format('GRANT SELECT ON %s TO %I', name, 'authenticated');
    EXECUTE pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I', live_schema, 'app_service');
    EXECUTE pg_catalog.format('GRANT SELECT ON %s TO %I', name, 'app_service');
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.soft_delete_view(regclass, name) FROM PUBLIC;
SELECT dunlin_pack.soft_delete_view('public.projects', 'live');
SELECT dunlin_pack.soft_delete_view('public.documents', 'live');
