-- Migration: 20250805090000_pack_gdpr_1_2
-- Description: pack gdpr from 1.1 to 1.2
-- Author: Mon Toit
-- Date: 2026-11-22
-- Priority: HIGH
-- Dependencies: 20250802090000
-- Tags: pack_updates
-- Pack: update gdpr 1.2
-- Pack-Parameters: {"anonymise":["public.profiles.full_name=fixed:erased","public.profiles.email=random","public.profiles.phone=null","public.profiles.phone_encrypted=null","public.profiles.phone_salt=null","public.profiles.phone_index=null"],"erase":["public.messages=delete","public.applications=delete","public.verification_documents=delete","public.properties=keep:the listing has contracts"],"not_exported":["public.profiles.phone_salt","public.profiles.phone_index"],"officers":"service_role","schema":"public","subject_table":"public.profiles","writers":"service_role"}

-- From 1.1 to 1.2: one person who can't be erased doesn't keep erase_expired_people() from the others: it goes on, and says who and why.

DROP FUNCTION "public".erase_expired_people(integer) RESTRICT;

-- People whom erase_expired_people() couldn't erase, and why; a row goes when the person is erased.
CREATE TABLE dunlin_pack.gdpr_not_erased (
    subject   text PRIMARY KEY,
    reason    text NOT NULL,
    failed_at timestamptz NOT NULL,
    attempts  integer NOT NULL DEFAULT 1
);
REVOKE ALL ON dunlin_pack.gdpr_not_erased FROM PUBLIC;

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
    DELETE FROM dunlin_pack.gdpr_not_erased AS f WHERE f.subject = erase_personal_data.subject;
END
$$;

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
-- each call, after those who haven't.
CREATE FUNCTION "public".erase_expired_people(at_most integer DEFAULT 100, OUT erased bigint, OUT not_erased bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
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
    FOR expired IN EXECUTE pg_catalog.format(
        'SELECT p.%2$I::text FROM %1$s AS p WHERE p.data_retention_until < now()
           AND NOT EXISTS (SELECT FROM dunlin_pack.gdpr_hold AS h WHERE h.subject = p.%2$I::text AND h.released_at IS NULL)
         ORDER BY (SELECT f.failed_at FROM dunlin_pack.gdpr_not_erased AS f WHERE f.subject = p.%2$I::text) NULLS FIRST, p.data_retention_until
         LIMIT %3$s FOR UPDATE SKIP LOCKED', person.relation, person.key, at_most)
    LOOP
        BEGIN
            PERFORM "public".erase_personal_data(expired, false);
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
REVOKE ALL ON FUNCTION "public".erase_expired_people(integer) FROM PUBLIC;

-- Who is past data_retention_until and couldn't be erased, and why.
CREATE FUNCTION "public".people_not_erased() RETURNS TABLE (subject text, reason text, failed_at timestamptz, attempts integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    person record := dunlin_pack.gdpr_key();
BEGIN
    RETURN QUERY EXECUTE pg_catalog.format(
        'SELECT f.subject, f.reason, f.failed_at, f.attempts FROM dunlin_pack.gdpr_not_erased AS f
         JOIN %s AS p ON p.%I::text = f.subject AND p.data_retention_until < now() ORDER BY f.failed_at, f.subject', person.relation, person.key);
END
$$;
REVOKE ALL ON FUNCTION "public".people_not_erased() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "public".erase_expired_people(integer) TO "service_role";
GRANT EXECUTE ON FUNCTION "public".people_not_erased() TO "service_role";
