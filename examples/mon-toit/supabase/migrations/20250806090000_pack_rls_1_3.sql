-- Migration: 20250806090000_pack_rls_1_3
-- Description: pack rls from 1.2 to 1.3
-- Author: Mon Toit
-- Date: 2026-11-22
-- Priority: HIGH
-- Dependencies: 20250804090000
-- Tags: pack_updates
-- Pack: update rls 1.3
-- Pack-Parameters: {"admin_role":"admin_role","admin_tables":"public.verification_documents","check_roles":["admin_role","developer_role"],"client_role":"authenticated","organization_column":"organization_id","organization_tables":[],"organizations_schema":"public","own_column":"user_id","own_tables":[],"published_column":"status","published_roles":"authenticated","published_tables":[],"published_value":"published","schema":"public"}

-- From 1.2 to 1.3: a partitioned table is as large as its partitions, where an index is to be built.

-- A policy's column without an index reads the whole table for every request.
CREATE OR REPLACE FUNCTION dunlin_pack.rls_index(relation regclass, key name) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    place record;
    bytes bigint := (  -- a partitioned table has none of its own
        SELECT pg_catalog.sum(pg_catalog.pg_relation_size(part))
        FROM (SELECT relation AS part UNION SELECT relid FROM pg_catalog.pg_partition_tree(relation)) AS parts);
BEGIN
    IF EXISTS (
        SELECT FROM pg_catalog.pg_index JOIN pg_catalog.pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = relation AND attname = key AND indisvalid AND indpred IS NULL
    ) THEN
        RETURN;
    END IF;
    SELECT nspname AS schema, pg_catalog.left(relname || '_' || key, 59) || '_rls' AS name, relkind = 'p' AS partitioned INTO place
    FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = relation;
    IF bytes > 80 * 1024 * 1024 THEN
        RAISE EXCEPTION '% (%) has no index that begins with %: building it here would stop writes', relation,
                pg_catalog.pg_size_pretty(bytes), pg_catalog.quote_ident(key)
            USING HINT = pg_catalog.format('In a migration before this one: CREATE INDEX '
                                           || CASE WHEN place.partitioned THEN '%I ON ONLY %s (%I), then CREATE INDEX CONCURRENTLY on each '
                                                                               'partition, and ALTER INDEX %1$I ATTACH PARTITION with each of these'
                                              ELSE 'CONCURRENTLY %I ON %s (%I)' END, place.name, relation, key);
    END IF;
    EXECUTE pg_catalog.format('CREATE INDEX %I ON %s (%I)', place.name, relation, key);
    INSERT INTO dunlin_pack.rls_made VALUES ('index', pg_catalog.format('%I.%I', place.schema, place.name));
END
$$;
