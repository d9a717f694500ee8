-- From 1.2 back to 1.1.

-- How many rows break a rule, and the first of them, by their keys.
CREATE OR REPLACE FUNCTION dunlin_pack.validation_broken(relation regclass, column_name name, rule text, OUT broken bigint, OUT examples text)
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    key text := (
        SELECT pg_catalog.string_agg(pg_catalog.format('%s=', attname) || '%s', ' ' ORDER BY ordinality)
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

CREATE OR REPLACE FUNCTION {{schema}}.verify_data_integrity() RETURNS TABLE (check_name text, status text, detail text, count bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    schemas CONSTANT text[] := {{checked_schemas|array}};
    item record;
    orphans bigint;
    before_created bigint;
    last_number bigint;
    largest bigint;
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
        SELECT broken, examples INTO count, detail FROM dunlin_pack.validation_broken(item.relation, item.column_name, item.rule);
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
        EXECUTE pg_catalog.format('SELECT count(*) FROM %s AS child WHERE %s AND NOT EXISTS (SELECT FROM %s AS parent WHERE %s)',
                                  item.conrelid::regclass, item.given, item.confrelid::regclass, item.same) INTO orphans;
        check_name := pg_catalog.format('references of %s by %s', item.conrelid::regclass, item.conname);
        status := CASE WHEN orphans = 0 THEN 'ok' ELSE 'failed' END;
        detail := CASE WHEN orphans = 0 THEN 'every row has its row in ' ELSE 'rows without their row in ' END || item.confrelid::regclass;
        count := orphans;
        RETURN NEXT;
    END LOOP;

    -- Times.
    FOR item IN
        SELECT c.oid FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY (schemas)
          AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a
               WHERE a.attrelid = c.oid AND a.attname IN ('created_at', 'updated_at') AND NOT a.attisdropped) = 2
        ORDER BY c.oid::regclass::text
    LOOP
        EXECUTE pg_catalog.format('SELECT count(*) FROM %s WHERE updated_at < created_at', item.oid::regclass) INTO before_created;
        check_name := pg_catalog.format('times of %s', item.oid::regclass);
        status := CASE WHEN before_created = 0 THEN 'ok' ELSE 'failed' END;
        detail := CASE WHEN before_created = 0 THEN 'no row was updated before it was created' ELSE 'rows that were updated before they were created' END;
        count := before_created;
        RETURN NEXT;
    END LOOP;

    -- Sequences that are behind their column: the next INSERT fails.
    FOR item IN
        SELECT d.refobjid AS relation, a.attname, d.objid AS sequence
        FROM pg_catalog.pg_depend AS d
        JOIN pg_catalog.pg_class AS s ON s.oid = d.objid AND s.relkind = 'S'
        JOIN pg_catalog.pg_class AS c ON c.oid = d.refobjid
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
          AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0 AND n.nspname = ANY (schemas)
        ORDER BY d.refobjid::regclass::text
    LOOP
        EXECUTE pg_catalog.format('SELECT max(%I) FROM %s', item.attname, item.relation::regclass) INTO largest;
        last_number := pg_catalog.pg_sequence_last_value(item.sequence::regclass);
        check_name := pg_catalog.format('sequence of %s.%I', item.relation::regclass, item.attname);
        count := CASE WHEN largest IS NULL OR last_number >= largest THEN 0 ELSE 1 END;
        status := CASE WHEN count = 0 THEN 'ok' ELSE 'failed' END;
        detail := CASE WHEN count = 0 THEN 'is ahead of the rows'
                       ELSE pg_catalog.format('is at %s, and there is a row %s', coalesce(last_number::text, 'its start'), largest) END;
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
