-- Migration: 009_pack_timestamps
-- Description: pack timestamps 1.0: created_at and updated_at, kept by one trigger function
-- Author: dunlin pack add
-- Date: 2026-11-21
-- Pack: add timestamps 1.0
-- Pack-Parameters: {"schema":"public","tables":["public.users","public.projects","public.documents","public.agents","public.templates"]}

-- One function for all tables. now() is the transaction's time: all rows that a transaction changes agree.
CREATE FUNCTION "public".update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION "public".update_updated_at_column() IS 'Sets updated_at; for triggers before UPDATE.';
-- Whoever changes a row needs no right to the function of its trigger.
REVOKE ALL ON FUNCTION "public".update_updated_at_column() FROM PUBLIC;

-- Columns that were missing are remembered, so that the rollback drops these and no others.
CREATE SCHEMA IF NOT EXISTS dunlin_pack;
CREATE TABLE dunlin_pack.timestamps_columns (
    relation    regclass NOT NULL,
    column_name name NOT NULL,
    PRIMARY KEY (relation, column_name)
);
REVOKE ALL ON dunlin_pack.timestamps_columns FROM PUBLIC;
INSERT INTO dunlin_pack.timestamps_columns (relation, column_name)
SELECT relation, column_name
FROM unnest(ARRAY['public.users', 'public.projects', 'public.documents', 'public.agents', 'public.templates']::text[]::regclass[]) AS relation, unnest(ARRAY['created_at', 'updated_at']) AS column_name
WHERE NOT EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = relation AND attname = column_name AND NOT attisdropped
);

-- A default that is the same for all rows is kept beside the table: no row is rewritten (PostgreSQL 11 and later).
-- A table a transaction: none is locked while the next is waited for.
-- dunlin:unit
ALTER TABLE "public"."users" ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE "public"."users" ADD COLUMN IF NOT EXISTS updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON "public"."users"
    FOR EACH ROW EXECUTE FUNCTION "public".update_updated_at_column();
-- dunlin:unit
ALTER TABLE "public"."projects" ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE "public"."projects" ADD COLUMN IF NOT EXISTS updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON "public"."projects"
    FOR EACH ROW EXECUTE FUNCTION "public".update_updated_at_column();
-- dunlin:unit
ALTER TABLE "public"."documents" ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE "public"."documents" ADD COLUMN IF NOT EXISTS updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON "public"."documents"
    FOR EACH ROW EXECUTE FUNCTION "public".update_updated_at_column();
-- dunlin:unit
ALTER TABLE "public"."agents" ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE "public"."agents" ADD COLUMN IF NOT EXISTS updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON "public"."agents"
    FOR EACH ROW EXECUTE FUNCTION "public".update_updated_at_column();
-- dunlin:unit
ALTER TABLE "public"."templates" ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE "public"."templates" ADD COLUMN IF NOT EXISTS updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON "public"."templates"
    FOR EACH ROW EXECUTE FUNCTION "public".update_updated_at_column();
