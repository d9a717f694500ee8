-- Migration: 20250802090000_pack_gdpr_1_1
-- Description: pack gdpr from 1.0 to 1.1
-- Author: Mon Toit
-- Date: 2026-11-21
-- Priority: HIGH
-- Dependencies: 20250617090000
-- Tags: pack_updates
-- Pack: update gdpr 1.1
-- Pack-Parameters: {"anonymise":["public.profiles.full_name=fixed:erased","public.profiles.email=random","public.profiles.phone=null","public.profiles.phone_encrypted=null","public.profiles.phone_salt=null","public.profiles.phone_index=null"],"erase":["public.messages=delete","public.applications=delete","public.verification_documents=delete","public.properties=keep:the listing has contracts"],"not_exported":["public.profiles.phone_salt","public.profiles.phone_index"],"officers":"service_role","schema":"public","subject_table":"public.profiles","writers":"service_role"}

-- From 1.0 to 1.1: a person is the same in every spelling of the key (legal holds, consents, keys that are destroyed); erasing goes
-- from children to parents, so that rows that lose their way to the person with a row that goes are changed before; and what
-- belongs to a person is found over every way along foreign keys.

-- The key as the person's row has it: 6F1C... and 6f1c... are one uuid, and one person for holds, consents and keys.
CREATE FUNCTION dunlin_pack.gdpr_subject(subject text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    person record := dunlin_pack.gdpr_key();
    written text;
BEGIN
    EXECUTE pg_catalog.format('SELECT %1$I::text FROM %2$s WHERE %1$I = $1::%3$s', person.key, person.relation, person.key_type)
    INTO written USING subject;
    IF written IS NULL THEN
        RAISE EXCEPTION 'there is no such person in %', person.relation USING ERRCODE = 'P0002';
    END IF;
    RETURN written;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.gdpr_subject(text) FROM PUBLIC;

CREATE OR REPLACE FUNCTION "public".record_consent(subject text, purpose text, given boolean, policy_version text DEFAULT NULL, evidence jsonb DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    person record := dunlin_pack.gdpr_key();
    consent_id bigint;
BEGIN
    subject := dunlin_pack.gdpr_subject(subject);
    INSERT INTO dunlin_pack.gdpr_consent (subject, purpose, given, policy_version, evidence)
    VALUES (subject, purpose, given, policy_version, evidence) RETURNING id INTO consent_id;
    -- The column: since when there is consent to anything; NULL when all of it was withdrawn.
    EXECUTE pg_catalog.format(
        'UPDATE %s SET data_consent_given = (
             SELECT min(c.recorded_at) FROM (SELECT DISTINCT ON (purpose) * FROM dunlin_pack.gdpr_consent WHERE subject = $1 ORDER BY purpose, id DESC) AS c
             WHERE c.given) WHERE %I = $1::%s', person.relation, person.key, person.key_type) USING subject;
    RETURN consent_id;
END
$$;

-- Tables with rows of a person ($1), and the condition of these rows, along foreign keys. A table comes after all that it refers
-- to, and has a greater distance: its rows belong to the person by any of these ways. Where tables refer to each other in a circle,
-- one of them is taken by the ways that are known then. A table that refers to people itself is taken by that only: a letter
-- belongs to its writer and its reader, not to the owner of the house it is about.
CREATE OR REPLACE FUNCTION dunlin_pack.gdpr_graph() RETURNS TABLE (relation regclass, distance integer, condition text)
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    person record := dunlin_pack.gdpr_key();
    reached oid[] := ARRAY[person.relation::oid];
    found jsonb := jsonb_build_object(person.relation::oid::text, pg_catalog.format('%I = $1::%s', person.key, person.key_type));
    further oid[];
    ready oid[];
    next jsonb;
BEGIN
    LOOP
        SELECT pg_catalog.array_agg(DISTINCT con.conrelid) INTO further FROM pg_catalog.pg_constraint AS con
        WHERE con.contype = 'f' AND con.conparentid = 0 AND con.confrelid = ANY (reached) AND con.conrelid <> ALL (reached);
        EXIT WHEN further IS NULL;
        reached := reached || further;
    END LOOP;
    relation := person.relation;
    distance := 0;
    condition := found ->> person.relation::oid::text;
    RETURN NEXT;
    LOOP
        distance := distance + 1;
        SELECT pg_catalog.array_agg(con.conrelid) FILTER (WHERE con.parents_are_found), pg_catalog.array_agg(con.conrelid) INTO ready, further
        FROM (
            SELECT c.conrelid, pg_catalog.bool_and(found ? c.confrelid::oid::text OR c.confrelid = c.conrelid) AS parents_are_found
            FROM pg_catalog.pg_constraint AS c
            WHERE c.contype = 'f' AND c.conparentid = 0 AND c.confrelid = ANY (reached) AND NOT found ? c.conrelid::oid::text
            GROUP BY c.conrelid HAVING pg_catalog.bool_or(found ? c.confrelid::oid::text)
        ) AS con;
        EXIT WHEN further IS NULL;
        ready := coalesce(ready, further);
        SELECT jsonb_object_agg(child, c) INTO next
        FROM (
            SELECT con.conrelid::oid::text AS child, pg_catalog.string_agg(
                       pg_catalog.format('(%s) IN (SELECT %s FROM %s WHERE %s)', own, referenced, con.confrelid::regclass, found ->> con.confrelid::oid::text),
                       ' OR ' ORDER BY con.conname) AS c
            FROM pg_catalog.pg_constraint AS con
            CROSS JOIN LATERAL (
                SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY k.n) AS own,
                       pg_catalog.string_agg(pg_catalog.quote_ident(b.attname), ', ' ORDER BY k.n) AS referenced
                FROM ROWS FROM (pg_catalog.unnest(con.conkey), pg_catalog.unnest(con.confkey)) WITH ORDINALITY AS k (child_column, parent_column, n)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = con.conrelid AND a.attnum = k.child_column
                JOIN pg_catalog.pg_attribute AS b ON b.attrelid = con.confrelid AND b.attnum = k.parent_column
            ) AS columns_of_key
            WHERE con.contype = 'f' AND con.conparentid = 0 AND con.conrelid = ANY (ready) AND found ? con.confrelid::oid::text
              AND (con.confrelid = person.relation OR NOT EXISTS (
                  SELECT FROM pg_catalog.pg_constraint AS direct
                  WHERE direct.contype = 'f' AND direct.conparentid = 0 AND direct.conrelid = con.conrelid AND direct.confrelid = person.relation))
            GROUP BY con.conrelid
        ) AS step;
        RETURN QUERY SELECT key::oid::regclass, distance, value FROM jsonb_each_text(next);
        found := found || next;
    END LOOP;
END
$$;

-- All rows that belong to a person, as JSON: {"subject": ..., "exported_at": ..., "data": {"schema.table": [...]}, "consents": [...]}
CREATE OR REPLACE FUNCTION "public".export_personal_data(subject text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    part record;
    rows_of_table jsonb;
    data jsonb := '{}';
    counts jsonb := '{}';
BEGIN
    subject := dunlin_pack.gdpr_subject(subject);
    FOR part IN
        SELECT g.*, ARRAY(SELECT c.column_name::text FROM dunlin_pack.gdpr_column AS c
                          WHERE c.relation = g.relation AND c.method = 'not exported') AS without
        FROM dunlin_pack.gdpr_graph() AS g ORDER BY g.distance, g.relation::text
    LOOP
        EXECUTE pg_catalog.format('SELECT coalesce(jsonb_agg(to_jsonb(gdpr_row) - $2 ORDER BY gdpr_row.ctid), ''[]'') FROM %s AS gdpr_row WHERE %s',
                                  part.relation, part.condition)
        INTO rows_of_table USING subject, part.without;
        data := data || jsonb_build_object(part.relation::text, rows_of_table);
        counts := counts || jsonb_build_object(part.relation::text, jsonb_array_length(rows_of_table));
    END LOOP;
    PERFORM dunlin_pack.gdpr_leave_proof('export', subject, counts);
    RETURN jsonb_build_object('subject', subject, 'exported_at', now(), 'data', data, 'consents', (
        SELECT coalesce(jsonb_agg(to_jsonb(c) - 'subject' ORDER BY c.id), '[]') FROM dunlin_pack.gdpr_consent AS c
        WHERE c.subject = export_personal_data.subject));
END
$$;

CREATE OR REPLACE FUNCTION "public".place_legal_hold(subject text, reason text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    INSERT INTO dunlin_pack.gdpr_hold (subject, reason) VALUES (dunlin_pack.gdpr_subject(subject), reason) RETURNING id
$$;

-- What erasing a person does, table by table, with counts; with dry_run => false it is done, in one transaction, and leaves a
-- proof. Refused under legal hold, and while a table with rows of people isn't registered. `shred` columns stay as they are, and
-- the keys of the person (purpose subject:<key>) are destroyed.
CREATE OR REPLACE FUNCTION "public".erase_personal_data(subject text, dry_run boolean DEFAULT true)
RETURNS TABLE (relation text, method text, row_count bigint, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    part record;
    hold record;
    assignments text;
    shreds boolean;
    counts jsonb := '{}';
    present bigint;
    changed bigint;
    keys json;
BEGIN
    subject := dunlin_pack.gdpr_subject(subject);
    SELECT h.id, h.reason INTO hold FROM dunlin_pack.gdpr_hold AS h
    WHERE h.subject = erase_personal_data.subject AND h.released_at IS NULL ORDER BY h.id LIMIT 1;
    IF hold.id IS NOT NULL AND NOT dry_run THEN
        RAISE EXCEPTION 'legal hold %: %', hold.id, hold.reason USING ERRCODE = '55006', HINT = 'release_legal_hold() when it has ended';
    END IF;
    FOR part IN
        SELECT g.*, t.method, t.reason FROM dunlin_pack.gdpr_graph() AS g LEFT JOIN dunlin_pack.gdpr_table AS t USING (relation)
        ORDER BY g.distance DESC, g.relation::text
    LOOP
        relation := part.relation::text;
        method := coalesce(part.method, 'not registered');
        reason := part.reason;
        EXECUTE pg_catalog.format('SELECT count(*) FROM %s WHERE %s', part.relation, part.condition) INTO row_count USING subject;
        CONTINUE WHEN row_count = 0 AND part.method IS NULL;
        IF part.method IS NULL AND NOT dry_run THEN
            RAISE EXCEPTION '% rows of % belong to this person, and nothing says what becomes of them', row_count, relation
                USING ERRCODE = '55000', HINT = 'dunlin_pack.gdpr_register(''schema.table=delete'', or =keep:reason), or columns to anonymise';
        END IF;
        counts := counts || jsonb_build_object(relation, jsonb_build_object('method', method, 'rows', row_count));
        RETURN NEXT;
    END LOOP;
    IF dry_run THEN
        RETURN;
    END IF;
    -- Children before their parents, whatever is done with them: what is found over a row is found before that row goes.
    FOR part IN
        SELECT g.*, t.method FROM dunlin_pack.gdpr_graph() AS g JOIN dunlin_pack.gdpr_table AS t USING (relation)
        ORDER BY g.distance DESC, g.relation::text
    LOOP
        assignments := dunlin_pack.gdpr_assignments(part.relation);
        EXECUTE pg_catalog.format('SELECT count(*) FROM %s WHERE %s', part.relation, part.condition) INTO present USING subject;
        IF part.method = 'delete' THEN
            EXECUTE pg_catalog.format('DELETE FROM %s WHERE %s', part.relation, part.condition) USING subject;
        ELSIF part.method = 'anonymise' AND assignments IS NOT NULL THEN
            EXECUTE pg_catalog.format('UPDATE %s SET %s WHERE %s', part.relation, assignments, part.condition) USING subject;
        ELSE
            CONTINUE;
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        IF changed < present THEN
            RAISE EXCEPTION 'only % of % rows of % can be erased', changed, present, part.relation
                USING ERRCODE = '55000', DETAIL = 'A trigger, a rule or row level security keeps the others. Nothing was erased.';
        END IF;
    END LOOP;
    SELECT EXISTS (SELECT FROM dunlin_pack.gdpr_column AS c WHERE c.method = 'shred') INTO shreds;
    IF pg_catalog.to_regprocedure('dunlin_pack.destroy_keys(text)') IS NOT NULL THEN
        EXECUTE 'SELECT dunlin_pack.destroy_keys($1)' INTO keys USING 'subject:' || subject;
    ELSIF shreds THEN
        RAISE EXCEPTION 'columns are to be shredded, and there are no keys to destroy' USING ERRCODE = '55000', HINT = 'dunlin pack add encryption';
    END IF;
    PERFORM dunlin_pack.gdpr_leave_proof('erasure', subject, jsonb_build_object('tables', counts, 'keys', keys::jsonb -> 'keys'));
END
$$;

-- 'schema.table=delete', 'schema.table=keep:reason', 'schema.table.column=null|random|shred|fixed:text|not exported'
CREATE OR REPLACE FUNCTION dunlin_pack.gdpr_register(rule text) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    name text[] := pg_catalog.parse_ident(pg_catalog.split_part(rule, '=', 1));
    what text := substr(rule, pg_catalog.strpos(rule, '=') + 1);
    target regclass;
BEGIN
    IF pg_catalog.cardinality(name) NOT IN (2, 3) THEN
        RAISE EXCEPTION '% is neither schema.table=... nor schema.table.column=...', rule USING ERRCODE = '22023';
    END IF;
    target := pg_catalog.format('%I.%I', name[1], name[2])::regclass;
    IF pg_catalog.cardinality(name) = 2 THEN
        INSERT INTO dunlin_pack.gdpr_table VALUES (target, pg_catalog.split_part(what, ':', 1), nullif(substr(what, pg_catalog.strpos(what || ':', ':') + 1), ''))
        ON CONFLICT (relation) DO UPDATE SET method = excluded.method, reason = excluded.reason;
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = target AND attname = name[3] AND attnum > 0 AND NOT attisdropped) THEN
        RAISE EXCEPTION '% has no column %', target, name[3] USING ERRCODE = '42703';
    END IF;
    INSERT INTO dunlin_pack.gdpr_column
    VALUES (target, name[3], pg_catalog.split_part(what, ':', 1), substr(what, pg_catalog.strpos(what || ':', ':') + 1))
    ON CONFLICT (relation, column_name, method) DO UPDATE SET replacement = excluded.replacement;
    IF what <> 'not exported' THEN
        INSERT INTO dunlin_pack.gdpr_table VALUES (target, 'anonymise') ON CONFLICT (relation) DO NOTHING;
    END IF;
END
$$;

-- Holds in force that were placed in another spelling than the row's bound nobody. One that names nobody is told, and stays.
-- dunlin:allow unbatched-backfill: holds that are in force are few
DO $$
DECLARE
    hold record;
BEGIN
    FOR hold IN SELECT id, subject FROM dunlin_pack.gdpr_hold WHERE released_at IS NULL ORDER BY id LOOP
        BEGIN
            UPDATE dunlin_pack.gdpr_hold SET subject = dunlin_pack.gdpr_subject(hold.subject) WHERE id = hold.id;
        EXCEPTION WHEN no_data_found OR data_exception THEN
            RAISE NOTICE 'legal hold % names nobody: %', hold.id, hold.subject;
        END;
    END LOOP;
END
$$;
