-- 1. The rules, as functions. NULL passes, as it does in a CHECK: whether a value is needed is NOT NULL's business.
CREATE FUNCTION {{schema}}.validate_sku(sku text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = '' AS $$
    SELECT sku ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$' AND length(sku) BETWEEN 3 AND 40
$$;
COMMENT ON FUNCTION {{schema}}.validate_sku(text) IS 'Capital letters and digits in groups with hyphens between, 3 to 40 characters.';

CREATE FUNCTION {{schema}}.validate_slug(slug text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = '' AS $$
    SELECT slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) BETWEEN 2 AND 63
$$;
COMMENT ON FUNCTION {{schema}}.validate_slug(text) IS 'Small letters and digits in groups with hyphens between, 2 to 63 characters.';

CREATE FUNCTION {{schema}}.validate_price(price numeric) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = '' AS $$
    SELECT price >= 0 AND price < 1e12 AND price = round(price, 2)
$$;
COMMENT ON FUNCTION {{schema}}.validate_price(numeric) IS 'From 0 to below a million millions, at most two decimals; not NaN.';

CREATE FUNCTION {{schema}}.validate_quantity(quantity numeric) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = '' AS $$
    SELECT quantity >= 0 AND quantity < 1e12 AND quantity = trunc(quantity)
$$;
COMMENT ON FUNCTION {{schema}}.validate_quantity(numeric) IS 'A whole number from 0 to below a million millions.';

-- They say nothing about the data, and whoever writes a row has to be able to run its constraints: PUBLIC keeps EXECUTE.

-- 2. Which columns have which rule.
CREATE SCHEMA IF NOT EXISTS dunlin_pack;
CREATE TABLE dunlin_pack.validation_columns (
    relation        regclass NOT NULL,
    column_name     name NOT NULL,
    rule            text NOT NULL CHECK (rule IN ('sku', 'slug', 'price', 'quantity', 'fixed')),
    constraint_name name NOT NULL,
    PRIMARY KEY (relation, column_name, rule)
);
REVOKE ALL ON dunlin_pack.validation_columns FROM PUBLIC;

CREATE FUNCTION dunlin_pack.validation_split(qualified_column text, OUT relation regclass, OUT column_name name)
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    parts text[] := pg_catalog.parse_ident(qualified_column);
BEGIN
    IF pg_catalog.cardinality(parts) <> 3 THEN
        RAISE EXCEPTION '% is not schema.table.column', qualified_column;
    END IF;
    relation := pg_catalog.format('%I.%I', parts[1], parts[2])::regclass;
    column_name := parts[3];
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = relation AND attname = column_name AND attnum > 0 AND NOT attisdropped) THEN
        RAISE EXCEPTION '% has no column %', relation, pg_catalog.quote_ident(column_name) USING ERRCODE = '42703';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.validation_split(text) FROM PUBLIC;

-- How many rows break a rule, and the first of them, by their keys.
CREATE FUNCTION dunlin_pack.validation_broken(relation regclass, column_name name, rule text, OUT broken bigint, OUT examples text)
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    key text := (
        SELECT pg_catalog.string_agg(pg_catalog.replace(attname, '%', '%%') || '=%s', ' ' ORDER BY ordinality)
        FROM pg_catalog.pg_index, pg_catalog.unnest(indkey) WITH ORDINALITY AS part (number, ordinality)
        JOIN pg_catalog.pg_attribute ON attnum = number
        WHERE indrelid = relation AND attrelid = relation AND indisprimary);
    key_columns text := (
        SELECT pg_catalog.string_agg(pg_catalog.quote_ident(attname), ', ' ORDER BY ordinality)
        FROM pg_catalog.pg_index, pg_catalog.unnest(indkey) WITH ORDINALITY AS part (number, ordinality)
        JOIN pg_catalog.pg_attribute ON attnum = number
        WHERE indrelid = relation AND attrelid = relation AND indisprimary);
BEGIN
    EXECUTE pg_catalog.format(
        'WITH wrong AS (SELECT *, ctid FROM %1$s WHERE NOT %6$I.%2$I(%3$I)) '
        'SELECT (SELECT count(*) FROM wrong), (SELECT string_agg(shown, ''; '') FROM '
        '(SELECT pg_catalog.format(%4$L || '' (%%s)'', %5$s, %3$I) AS shown FROM wrong ORDER BY ctid LIMIT 20) AS listed)',
        relation, 'validate_' || rule, column_name, coalesce(key, 'ctid=%s'), coalesce(key_columns, 'ctid'), {{schema|literal}})
    INTO broken, examples;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.validation_broken(regclass, name, text) FROM PUBLIC;

-- All rows are looked at before anything is changed: where some break the rule they are listed, and nothing is done.
CREATE FUNCTION dunlin_pack.validation_look(qualified_column text, rule text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    place record := dunlin_pack.validation_split(qualified_column);
    found record := dunlin_pack.validation_broken(place.relation, place.column_name, rule);
BEGIN
    IF found.broken > 0 THEN
        RAISE EXCEPTION '% rows of % have a % that is none in column %', found.broken, place.relation, rule, place.column_name
            USING DETAIL = found.examples, HINT = 'Correct these rows in a migration before this one; nothing was changed.', ERRCODE = '23514';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.validation_look(text, text) FROM PUBLIC;

-- NOT VALID: the table is locked for a moment and not read. New rows have to follow the rule from then on.
CREATE FUNCTION dunlin_pack.validation_add(qualified_column text, rule text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    place record := dunlin_pack.validation_split(qualified_column);
    wanted name := pg_catalog.left(place.column_name, 45) || '_is_a_valid_' || rule;
BEGIN
    EXECUTE pg_catalog.format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (%I.%I(%I)) NOT VALID',
                              place.relation, wanted, {{schema|literal}}, 'validate_' || rule, place.column_name);
    INSERT INTO dunlin_pack.validation_columns VALUES (place.relation, place.column_name, rule, wanted);
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.validation_add(text, text) FROM PUBLIC;

-- A value that is written once: a trigger, because a CHECK doesn't see the old row.
CREATE FUNCTION {{schema}}.keep_fixed_columns() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    fixed text;
BEGIN
    FOREACH fixed IN ARRAY TG_ARGV LOOP
        IF NOT pg_catalog.to_jsonb(NEW) ? fixed THEN
            RAISE EXCEPTION '%.% is to stay as it is, and there is no such column any more', TG_TABLE_NAME, fixed
                USING ERRCODE = '42703', HINT = pg_catalog.format('Renamed? Make trigger %I anew, with the new name as its argument.', TG_NAME);
        END IF;
        IF pg_catalog.to_jsonb(NEW) -> fixed IS DISTINCT FROM pg_catalog.to_jsonb(OLD) -> fixed THEN
            RAISE EXCEPTION '%.% can''t be changed once it is written', TG_TABLE_NAME, fixed
                USING ERRCODE = '23514', DETAIL = pg_catalog.format('%s would become %s', pg_catalog.to_jsonb(OLD) -> fixed, pg_catalog.to_jsonb(NEW) -> fixed);
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION {{schema}}.keep_fixed_columns() IS 'For triggers before UPDATE: the columns named as arguments keep their values.';
REVOKE ALL ON FUNCTION {{schema}}.keep_fixed_columns() FROM PUBLIC;

CREATE FUNCTION dunlin_pack.validation_fix(qualified_column text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    place record := dunlin_pack.validation_split(qualified_column);
    wanted name := pg_catalog.left(place.column_name, 55) || '_fixed';
BEGIN
    EXECUTE pg_catalog.format('CREATE TRIGGER %I BEFORE UPDATE OF %I ON %s FOR EACH ROW EXECUTE FUNCTION %I.keep_fixed_columns(%L)',
                              wanted, place.column_name, place.relation, {{schema|literal}}, place.column_name);
    INSERT INTO dunlin_pack.validation_columns VALUES (place.relation, place.column_name, 'fixed', wanted);
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.validation_fix(text) FROM PUBLIC;

-- pack:for column in sku_columns
SELECT dunlin_pack.validation_look({{column|literal}}, 'sku');
-- pack:end
-- pack:for column in slug_columns
SELECT dunlin_pack.validation_look({{column|literal}}, 'slug');
-- pack:end
-- pack:for column in price_columns
SELECT dunlin_pack.validation_look({{column|literal}}, 'price');
-- pack:end
-- pack:for column in quantity_columns
SELECT dunlin_pack.validation_look({{column|literal}}, 'quantity');
-- pack:end
-- pack:for column in sku_columns
SELECT dunlin_pack.validation_add({{column|literal}}, 'sku');
-- pack:end
-- pack:for column in slug_columns
SELECT dunlin_pack.validation_add({{column|literal}}, 'slug');
-- pack:end
-- pack:for column in price_columns
SELECT dunlin_pack.validation_add({{column|literal}}, 'price');
-- pack:end
-- pack:for column in quantity_columns
SELECT dunlin_pack.validation_add({{column|literal}}, 'quantity');
-- pack:end
-- pack:for column in fixed_columns
SELECT dunlin_pack.validation_fix({{column|literal}});
-- pack:end

-- 3. What is there, checked.
CREATE FUNCTION {{schema}}.verify_data_integrity() RETURNS TABLE (check_name text, status text, detail text, count bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    schemas CONSTANT text[] := {{checked_schemas|array}};
    item record;
    problem text;
    last_number bigint;
    farthest bigint;
BEGIN
    -- Rules of single values.
    -- A column that was renamed is found by its constraint.
    FOR item IN
        SELECT v.relation, v.rule, v.column_name AS registered,
               coalesce((SELECT a.attname FROM pg_catalog.pg_constraint AS c
                         JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                         WHERE c.conrelid = v.relation AND c.conname = v.constraint_name AND v.rule <> 'fixed'),
                        (SELECT a.attname FROM pg_catalog.pg_attribute AS a
                         WHERE a.attrelid = v.relation AND a.attname = v.column_name AND a.attnum > 0 AND NOT a.attisdropped)) AS column_name
        FROM dunlin_pack.validation_columns AS v
        WHERE v.relation IN (SELECT oid FROM pg_catalog.pg_class)
        ORDER BY v.relation::text, v.column_name, v.rule
    LOOP
        IF item.column_name IS NULL THEN
            check_name := pg_catalog.format('%s of %s.%I', item.rule, item.relation, item.registered);
            status := 'failed';
            detail := 'there is no such column any more: its rule is in force for nothing';
            count := NULL;
            RETURN NEXT;
        END IF;
        CONTINUE WHEN item.column_name IS NULL OR item.rule = 'fixed';
        BEGIN
            SELECT broken, examples INTO count, detail FROM dunlin_pack.validation_broken(item.relation, item.column_name, item.rule);
        EXCEPTION WHEN OTHERS THEN
            count := NULL;
            detail := 'can''t be asked: ' || SQLERRM;
        END;
        check_name := pg_catalog.format('%s of %s.%I', item.rule, item.relation, item.column_name);
        status := CASE WHEN count = 0 THEN 'ok' ELSE 'failed' END;
        detail := coalesce(detail, 'every value is one');
        RETURN NEXT;
    END LOOP;

    -- References. They can be broken where triggers were off, or a key was never validated.
    FOR item IN
        SELECT c.conname, c.conrelid, c.confrelid,
               (SELECT pg_catalog.string_agg(pg_catalog.format('child.%I = parent.%I', a.attname, b.attname), ' AND ')
                FROM unnest(c.conkey, c.confkey) AS pair (child, parent)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = pair.child
                JOIN pg_catalog.pg_attribute AS b ON b.attrelid = c.confrelid AND b.attnum = pair.parent) AS same,
               (SELECT pg_catalog.string_agg(pg_catalog.format('child.%I IS NOT NULL', a.attname), ' AND ')
                FROM pg_catalog.unnest(c.conkey) AS key JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = key) AS given
        FROM pg_catalog.pg_constraint AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
        WHERE c.contype = 'f' AND c.conparentid = 0 AND n.nspname = ANY (schemas)
        ORDER BY c.conrelid::regclass::text, c.conname
    LOOP
        problem := NULL;
        BEGIN
            EXECUTE pg_catalog.format('SELECT count(*) FROM %s AS child WHERE %s AND NOT EXISTS (SELECT FROM %s AS parent WHERE %s)',
                                      item.conrelid::regclass, item.given, item.confrelid::regclass, item.same) INTO count;
        EXCEPTION WHEN OTHERS THEN
            count := NULL;
            problem := 'can''t be asked: ' || SQLERRM;
        END;
        check_name := pg_catalog.format('references of %s by %s', item.conrelid::regclass, item.conname);
        status := CASE WHEN count = 0 THEN 'ok' ELSE 'failed' END;
        detail := coalesce(problem, CASE WHEN count = 0 THEN 'every row has its row in ' ELSE 'rows without their row in ' END || item.confrelid::regclass);
        RETURN NEXT;
    END LOOP;

    -- Times, where both are some.
    FOR item IN
        SELECT c.oid FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY (schemas)
          AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a
               WHERE a.attrelid = c.oid AND a.attname IN ('created_at', 'updated_at') AND NOT a.attisdropped
                 AND a.atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)) = 2
        ORDER BY c.oid::regclass::text
    LOOP
        problem := NULL;
        BEGIN
            EXECUTE pg_catalog.format('SELECT count(*) FROM %s WHERE updated_at < created_at', item.oid::regclass) INTO count;
        EXCEPTION WHEN OTHERS THEN
            count := NULL;
            problem := 'can''t be asked: ' || SQLERRM;
        END;
        check_name := pg_catalog.format('times of %s', item.oid::regclass);
        status := CASE WHEN count = 0 THEN 'ok' ELSE 'failed' END;
        detail := coalesce(problem, CASE WHEN count = 0 THEN 'no row was updated before it was created' ELSE 'rows that were updated before they were created' END);
        RETURN NEXT;
    END LOOP;

    -- Sequences that are behind their column, upwards or downwards: the next INSERT fails.
    FOR item IN
        SELECT d.refobjid AS relation, a.attname, d.objid AS sequence, q.seqincrement > 0 AS upwards
        FROM pg_catalog.pg_depend AS d
        JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = d.objid
        JOIN pg_catalog.pg_class AS c ON c.oid = d.refobjid
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
          AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0 AND n.nspname = ANY (schemas)
          AND a.atttypid IN ('bigint'::regtype, 'integer'::regtype, 'smallint'::regtype)
        ORDER BY d.refobjid::regclass::text
    LOOP
        problem := NULL;
        BEGIN
            EXECUTE pg_catalog.format('SELECT %s(%I) FROM %s', CASE WHEN item.upwards THEN 'max' ELSE 'min' END, item.attname, item.relation::regclass)
            INTO farthest;
            last_number := pg_catalog.pg_sequence_last_value(item.sequence::regclass);
        EXCEPTION WHEN OTHERS THEN
            farthest := NULL;
            problem := 'can''t be asked: ' || SQLERRM;
        END;
        check_name := pg_catalog.format('sequence of %s.%I', item.relation::regclass, item.attname);
        count := CASE WHEN problem IS NOT NULL THEN NULL
                      WHEN farthest IS NULL OR last_number = farthest OR (last_number > farthest) = item.upwards THEN 0 ELSE 1 END;
        status := CASE WHEN count = 0 THEN 'ok' ELSE 'failed' END;
        detail := coalesce(problem, CASE WHEN count = 0 THEN 'is ahead of the rows'
                       ELSE pg_catalog.format('is at %s, and there is a row %s', coalesce(last_number::text, 'its start'), farthest) END);
        RETURN NEXT;
    END LOOP;

    -- What protects the data, and doesn't.
    RETURN QUERY
        SELECT 'constraints are validated', CASE WHEN count(*) = 0 THEN 'ok' ELSE 'warning' END,
               coalesce(string_agg(pg_catalog.format('%s on %s', c.conname, c.conrelid::regclass), ', ' ORDER BY c.conname), 'all of them'), count(*)
        FROM pg_catalog.pg_constraint AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
        WHERE NOT c.convalidated AND c.conrelid <> 0 AND n.nspname = ANY (schemas);
    RETURN QUERY
        SELECT 'indexes are valid', CASE WHEN count(*) = 0 THEN 'ok' ELSE 'failed' END,
               coalesce(string_agg(i.indexrelid::regclass::text, ', ' ORDER BY c.relname), 'all of them'), count(*)
        FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE NOT i.indisvalid AND n.nspname = ANY (schemas);
    RETURN QUERY
        SELECT 'triggers are enabled', CASE WHEN count(*) = 0 THEN 'ok' ELSE 'failed' END,
               coalesce(string_agg(pg_catalog.format('%s on %s', t.tgname, t.tgrelid::regclass), ', ' ORDER BY t.tgname), 'all of them'), count(*)
        FROM pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE t.tgenabled = 'D' AND n.nspname = ANY (schemas);
END
$$;
COMMENT ON FUNCTION {{schema}}.verify_data_integrity() IS 'Rules, references, times, sequences, constraints, indexes and triggers: a row for each.';
REVOKE ALL ON FUNCTION {{schema}}.verify_data_integrity() FROM PUBLIC;
-- pack:if roles
GRANT EXECUTE ON FUNCTION {{schema}}.verify_data_integrity() TO {{roles}};
-- pack:end

-- 4. Read the tables once more, in a transaction of its own, while they are written to.
-- dunlin:unit
-- dunlin:allow do-block-opaque: VALIDATE CONSTRAINT only, which lets reads and writes go on
DO $$
DECLARE
    added record;
BEGIN
    FOR added IN SELECT relation, constraint_name FROM dunlin_pack.validation_columns WHERE rule <> 'fixed' ORDER BY 1, 2 LOOP
        EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', added.relation, added.constraint_name);
    END LOOP;
END
$$;
