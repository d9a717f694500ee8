-- People's rights over their data. A person is a row of {{subject_table}}; what belongs to the person is found over foreign keys.

CREATE SCHEMA IF NOT EXISTS dunlin_pack;

-- What was made, so that the rollback removes it and nothing else.
CREATE TABLE dunlin_pack.gdpr_settings (
    only_row      boolean  PRIMARY KEY DEFAULT true CHECK (only_row),
    subject_table regclass NOT NULL,
    made_columns  name[]   NOT NULL
);
INSERT INTO dunlin_pack.gdpr_settings (subject_table, made_columns)
SELECT {{subject_table|literal}}, ARRAY(
    SELECT name FROM unnest(ARRAY['data_consent_given', 'data_retention_until']) AS name
    WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = {{subject_table|literal}}::regclass AND attname = name AND NOT attisdropped));

-- ---------------------------------------------------------------------------------------------------------------------
-- Consent: a history that is only added to. The column of the person is its current state.
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE dunlin_pack.gdpr_consent (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject        text NOT NULL,
    purpose        text NOT NULL,
    given          boolean NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    recorded_by    text NOT NULL DEFAULT session_user,
    policy_version text,
    evidence       jsonb
);
CREATE INDEX ON dunlin_pack.gdpr_consent (subject, purpose, id DESC);

CREATE FUNCTION dunlin_pack.gdpr_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    RAISE EXCEPTION '% of %: the history is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.gdpr_append_only() FROM PUBLIC;
CREATE TRIGGER gdpr_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dunlin_pack.gdpr_consent
    FOR EACH STATEMENT EXECUTE FUNCTION dunlin_pack.gdpr_append_only();
ALTER TABLE dunlin_pack.gdpr_consent ENABLE ALWAYS TRIGGER gdpr_append_only;

CREATE TABLE dunlin_pack.gdpr_hold (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject     text NOT NULL,
    reason      text NOT NULL,
    placed_at   timestamptz NOT NULL DEFAULT now(),
    placed_by   text NOT NULL DEFAULT session_user,
    released_at timestamptz,
    released_by text
);
CREATE INDEX ON dunlin_pack.gdpr_hold (subject) WHERE released_at IS NULL;

-- Proof of exports and erasures. The person is named by a hash: whoever asks about a known key finds it.
CREATE TABLE dunlin_pack.gdpr_proof (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('export', 'erasure')),
    subject_hash bytea NOT NULL,
    done_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    done_by      text NOT NULL DEFAULT session_user,
    result       jsonb NOT NULL
);
CREATE INDEX ON dunlin_pack.gdpr_proof (subject_hash);
CREATE TRIGGER gdpr_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dunlin_pack.gdpr_proof
    FOR EACH STATEMENT EXECUTE FUNCTION dunlin_pack.gdpr_append_only();
ALTER TABLE dunlin_pack.gdpr_proof ENABLE ALWAYS TRIGGER gdpr_append_only;

-- What erasing does with a table, and with a column of rows that stay.
CREATE TABLE dunlin_pack.gdpr_table (
    relation regclass PRIMARY KEY,
    method   text NOT NULL CHECK (method IN ('delete', 'anonymise', 'keep')),
    reason   text,
    CHECK (method <> 'keep' OR reason <> '')
);
CREATE TABLE dunlin_pack.gdpr_column (
    relation    regclass NOT NULL,
    column_name name NOT NULL,
    method      text NOT NULL CHECK (method IN ('null', 'random', 'fixed', 'shred', 'not exported')),
    replacement text,
    PRIMARY KEY (relation, column_name, method)
);
REVOKE ALL ON dunlin_pack.gdpr_settings, dunlin_pack.gdpr_consent, dunlin_pack.gdpr_hold, dunlin_pack.gdpr_proof, dunlin_pack.gdpr_table,
    dunlin_pack.gdpr_column FROM PUBLIC;

-- People whom erase_expired_people() couldn't erase, and why; a row goes when the person is erased.
CREATE TABLE dunlin_pack.gdpr_not_erased (
    subject   text PRIMARY KEY,
    reason    text NOT NULL,
    failed_at timestamptz NOT NULL,
    attempts  integer NOT NULL DEFAULT 1
);
REVOKE ALL ON dunlin_pack.gdpr_not_erased FROM PUBLIC;

-- The key of the person: its column and type.
CREATE FUNCTION dunlin_pack.gdpr_key(OUT relation regclass, OUT key name, OUT key_type text)
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
BEGIN
    SELECT s.subject_table, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) INTO relation, key, key_type
    FROM dunlin_pack.gdpr_settings AS s
    LEFT JOIN pg_catalog.pg_index AS i ON i.indrelid = s.subject_table AND i.indisprimary AND i.indnatts = 1
    LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0];
    IF key IS NULL THEN
        RAISE EXCEPTION '% has no primary key of one column', relation USING ERRCODE = '55000';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.gdpr_key() FROM PUBLIC;

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
SELECT relation, key FROM dunlin_pack.gdpr_key();

CREATE FUNCTION {{schema}}.record_consent(subject text, purpose text, given boolean, policy_version text DEFAULT NULL, evidence jsonb DEFAULT NULL)
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
REVOKE ALL ON FUNCTION {{schema}}.record_consent(text, text, boolean, text, jsonb) FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- What belongs to a person
-- ---------------------------------------------------------------------------------------------------------------------

-- Tables with rows of a person ($1), and the condition of these rows, along foreign keys. A table comes after all that it refers
-- to, and has a greater distance: its rows belong to the person by any of these ways. Where tables refer to each other in a circle,
-- one of them is taken by the ways that are known then. A table that refers to people itself is taken by that only: a letter
-- belongs to its writer and its reader, not to the owner of the house it is about.
CREATE FUNCTION dunlin_pack.gdpr_graph() RETURNS TABLE (relation regclass, distance integer, condition text)
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
REVOKE ALL ON FUNCTION dunlin_pack.gdpr_graph() FROM PUBLIC;

CREATE FUNCTION dunlin_pack.gdpr_leave_proof(kind text, subject text, result jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO dunlin_pack.gdpr_proof (kind, subject_hash, result) VALUES (kind, sha256(convert_to(subject, 'UTF8')), result);
    IF pg_catalog.to_regprocedure('dunlin_pack.audit_event(text, jsonb, text, text)') IS NOT NULL THEN
        EXECUTE 'SELECT dunlin_pack.audit_event($1, $2, $3, $4)'
        USING CASE kind WHEN 'export' THEN 'PERSONAL_DATA_EXPORTED' ELSE 'PERSONAL_DATA_ERASED' END, result,
              (SELECT subject_table::text FROM dunlin_pack.gdpr_settings), encode(sha256(convert_to(subject, 'UTF8')), 'hex');
    END IF;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.gdpr_leave_proof(text, text, jsonb) FROM PUBLIC;

-- All rows that belong to a person, as JSON: {"subject": ..., "exported_at": ..., "data": {"schema.table": [...]}, "consents": [...]}
CREATE FUNCTION {{schema}}.export_personal_data(subject text) RETURNS jsonb
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
REVOKE ALL ON FUNCTION {{schema}}.export_personal_data(text) FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- Erasing
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION {{schema}}.place_legal_hold(subject text, reason text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    INSERT INTO dunlin_pack.gdpr_hold (subject, reason) VALUES (dunlin_pack.gdpr_subject(subject), reason) RETURNING id
$$;
CREATE FUNCTION {{schema}}.release_legal_hold(hold_id bigint) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    WITH released AS (
        UPDATE dunlin_pack.gdpr_hold SET released_at = now(), released_by = session_user WHERE id = hold_id AND released_at IS NULL RETURNING 1)
    SELECT EXISTS (SELECT FROM released)
$$;
REVOKE ALL ON FUNCTION {{schema}}.place_legal_hold(text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION {{schema}}.release_legal_hold(bigint) FROM PUBLIC;

-- The new values of columns, as SQL. random is different for each row, so that unique columns stay unique.
CREATE FUNCTION dunlin_pack.gdpr_assignments(wanted regclass) RETURNS text
LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT string_agg(format('%I = %s', column_name, CASE method
               WHEN 'fixed' THEN quote_literal(replacement)
               WHEN 'random' THEN $sql$'erased-' || pg_catalog.replace(pg_catalog.gen_random_uuid()::text, '-', '')$sql$
               ELSE 'NULL' END), ', ' ORDER BY column_name)
    FROM dunlin_pack.gdpr_column WHERE relation = wanted AND method IN ('null', 'fixed', 'random')
$$;
REVOKE ALL ON FUNCTION dunlin_pack.gdpr_assignments(regclass) FROM PUBLIC;

-- What erasing a person does, table by table, with counts; with dry_run => false it is done, in one transaction, and leaves a
-- proof. Refused under legal hold, and while a table with rows of people isn't registered. `shred` columns stay as they are, and
-- the keys of the person (purpose subject:<key>) are destroyed.
CREATE FUNCTION {{schema}}.erase_personal_data(subject text, dry_run boolean DEFAULT true)
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
    DELETE FROM dunlin_pack.gdpr_not_erased AS f WHERE f.subject = erase_personal_data.subject;
END
$$;
REVOKE ALL ON FUNCTION {{schema}}.erase_personal_data(text, boolean) FROM PUBLIC;

-- Constraints that wait for the commit are asked now: there, a violated one would bring back everybody. Those that are
-- declared so wait again afterwards.
CREATE FUNCTION dunlin_pack.gdpr_check_deferred() RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    deferred text := (
        SELECT pg_catalog.string_agg(DISTINCT pg_catalog.format('%I.%I', n.nspname, c.conname), ', ')
        FROM pg_catalog.pg_constraint AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
        WHERE c.condeferred AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
          -- A name is unique in its table only: where another table's can't be deferred, PostgreSQL refuses the name.
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS other
                          WHERE other.connamespace = c.connamespace AND other.conname = c.conname AND NOT other.condeferrable));
BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;
    IF deferred IS NOT NULL THEN
        EXECUTE 'SET CONSTRAINTS ' || deferred || ' DEFERRED';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.gdpr_check_deferred() FROM PUBLIC;

-- People whose data_retention_until has passed, at most that many; those under legal hold stay. Call it daily. Who can't be erased
-- stays as they were and is listed, with the reason, by people_not_erased(); the others are erased, and who failed is tried again by
-- each call, after those who haven't. A row that somebody holds locked keeps its person for that call, and the call for 5 s at most.
CREATE FUNCTION {{schema}}.erase_expired_people(at_most integer DEFAULT 100, OUT erased bigint, OUT not_erased bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '5s' AS $$
DECLARE
    person record := dunlin_pack.gdpr_key();
    expired text;
    message text;
    detail text;
BEGIN
    erased := 0;
    not_erased := 0;
    -- What the transaction has left violated before is no person's fault.
    PERFORM dunlin_pack.gdpr_check_deferred();
    -- Who went another way isn't named any longer.
    EXECUTE pg_catalog.format('DELETE FROM dunlin_pack.gdpr_not_erased AS f WHERE NOT EXISTS (SELECT FROM %s AS p WHERE p.%I::text = f.subject)',
                              person.relation, person.key);
    FOR expired IN EXECUTE pg_catalog.format(
        'SELECT p.%2$I::text FROM %1$s AS p WHERE p.data_retention_until < now()
           AND NOT EXISTS (SELECT FROM dunlin_pack.gdpr_hold AS h WHERE h.subject = p.%2$I::text AND h.released_at IS NULL)
         ORDER BY (SELECT f.failed_at FROM dunlin_pack.gdpr_not_erased AS f WHERE f.subject = p.%2$I::text) NULLS FIRST, p.data_retention_until
         LIMIT %3$s FOR UPDATE SKIP LOCKED', person.relation, person.key, at_most)
    LOOP
        BEGIN
            PERFORM {{schema}}.erase_personal_data(expired, false);
            -- A row that stays, anonymised, isn't due again.
            EXECUTE pg_catalog.format('UPDATE %s SET data_retention_until = NULL WHERE %I = $1::%s', person.relation, person.key, person.key_type)
            USING expired;
            PERFORM dunlin_pack.gdpr_check_deferred();
            erased := erased + 1;
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
            INSERT INTO dunlin_pack.gdpr_not_erased AS f (subject, reason, failed_at)
            VALUES (expired, message || coalesce(' (' || nullif(detail, '') || ')', ''), now())
            ON CONFLICT (subject) DO UPDATE SET reason = excluded.reason, failed_at = excluded.failed_at, attempts = f.attempts + 1;
            not_erased := not_erased + 1;
        END;
    END LOOP;
    IF not_erased > 0 THEN
        -- Without keys and reasons, which name people: warnings go into the server's log.
        RAISE WARNING '% of % people past their data_retention_until could not be erased', not_erased, erased + not_erased
            USING HINT = 'Who and why: SELECT * FROM people_not_erased(). The next call tries it again.';
        IF pg_catalog.to_regprocedure('dunlin_pack.audit_event(text, jsonb, text, text)') IS NOT NULL THEN
            EXECUTE 'SELECT dunlin_pack.audit_event(''PERSONAL_DATA_NOT_ERASED'', $1, $2, NULL)'
            USING jsonb_build_object('erased', erased, 'not_erased', not_erased), person.relation::text;
        END IF;
    END IF;
END
$$;
REVOKE ALL ON FUNCTION {{schema}}.erase_expired_people(integer) FROM PUBLIC;

-- Who is past data_retention_until and couldn't be erased, and why.
CREATE FUNCTION {{schema}}.people_not_erased() RETURNS TABLE (subject text, reason text, failed_at timestamptz, attempts integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    person record := dunlin_pack.gdpr_key();
BEGIN
    RETURN QUERY EXECUTE pg_catalog.format(
        'SELECT f.subject, f.reason, f.failed_at, f.attempts FROM dunlin_pack.gdpr_not_erased AS f
         JOIN %s AS p ON p.%I::text = f.subject AND p.data_retention_until < now() ORDER BY f.failed_at, f.subject', person.relation, person.key);
END
$$;
REVOKE ALL ON FUNCTION {{schema}}.people_not_erased() FROM PUBLIC;

-- 'schema.table=delete', 'schema.table=keep:reason', 'schema.table.column=null|random|shred|fixed:text|not exported'
CREATE FUNCTION dunlin_pack.gdpr_register(rule text) RETURNS void
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
REVOKE ALL ON FUNCTION dunlin_pack.gdpr_register(text) FROM PUBLIC;

SELECT dunlin_pack.gdpr_register(rule) FROM unnest({{erase|array}} || {{anonymise|array}}) AS rule;
SELECT dunlin_pack.gdpr_register(name || '=not exported') FROM unnest({{not_exported|array}}) AS name;

-- pack:if officers
GRANT EXECUTE ON FUNCTION {{schema}}.export_personal_data(text) TO {{officers}};
GRANT EXECUTE ON FUNCTION {{schema}}.erase_personal_data(text, boolean) TO {{officers}};
GRANT EXECUTE ON FUNCTION {{schema}}.erase_expired_people(integer) TO {{officers}};
GRANT EXECUTE ON FUNCTION {{schema}}.people_not_erased() TO {{officers}};
GRANT EXECUTE ON FUNCTION {{schema}}.place_legal_hold(text, text) TO {{officers}};
GRANT EXECUTE ON FUNCTION {{schema}}.release_legal_hold(bigint) TO {{officers}};
-- pack:end
-- pack:if writers
GRANT EXECUTE ON FUNCTION {{schema}}.record_consent(text, text, boolean, text, jsonb) TO {{writers}};
-- pack:end

-- Last, because it locks the table. Nullable, without a default: no row is rewritten.
ALTER TABLE {{subject_table}} ADD COLUMN IF NOT EXISTS data_consent_given timestamptz;
ALTER TABLE {{subject_table}} ADD COLUMN IF NOT EXISTS data_retention_until timestamptz;
