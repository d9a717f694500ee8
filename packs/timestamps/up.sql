-- A column of that name that holds no time would make every UPDATE of its table an error.
DO $$
DECLARE
    other record;
BEGIN
    SELECT relation, format_type(atttypid, atttypmod) AS type INTO other
    FROM unnest({{tables|array}}::regclass[]) AS relation
    JOIN pg_attribute ON attrelid = relation AND attname = 'updated_at' AND NOT attisdropped
    WHERE atttypid NOT IN ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype) OR attgenerated <> '' LIMIT 1;
    IF other.relation IS NOT NULL THEN
        RAISE EXCEPTION '% has a column updated_at that can''t take a time: %', other.relation, other.type
            USING ERRCODE = '42804', HINT = 'Rename it, or change its type, in a migration before this one; nothing was changed.';
    END IF;
END
$$;

-- One function for all tables. now() is the transaction's time: all rows that a transaction changes agree.
CREATE FUNCTION {{schema}}.update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION {{schema}}.update_updated_at_column() IS 'Sets updated_at; for triggers before UPDATE.';
-- Whoever changes a row needs no right to the function of its trigger.
REVOKE ALL ON FUNCTION {{schema}}.update_updated_at_column() FROM PUBLIC;

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
FROM unnest({{tables|array}}::regclass[]) AS relation, unnest(ARRAY['created_at', 'updated_at']) AS column_name
WHERE NOT EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = relation AND attname = column_name AND NOT attisdropped
);

-- A default that is the same for all rows is kept beside the table: no row is rewritten (PostgreSQL 11 and later).
-- A table a transaction: none is locked while the next is waited for.
-- pack:for table in tables
-- dunlin:unit
ALTER TABLE {{table}} ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE {{table}} ADD COLUMN IF NOT EXISTS updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON {{table}}
    FOR EACH ROW EXECUTE FUNCTION {{schema}}.update_updated_at_column();
-- pack:end
