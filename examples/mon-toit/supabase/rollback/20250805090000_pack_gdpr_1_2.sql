-- From 1.2 back to 1.1: one person who can't be erased ends erase_expired_people().

DROP FUNCTION "public".people_not_erased() RESTRICT;
DROP FUNCTION "public".erase_expired_people(integer) RESTRICT;
DROP FUNCTION dunlin_pack.gdpr_check_deferred() RESTRICT;

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

-- People whose data_retention_until has passed, at most that many; those under legal hold stay. Call it daily.
CREATE FUNCTION "public".erase_expired_people(at_most integer DEFAULT 100) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    person record := dunlin_pack.gdpr_key();
    expired text;
    done bigint := 0;
BEGIN
    FOR expired IN EXECUTE pg_catalog.format(
        'SELECT p.%2$I::text FROM %1$s AS p WHERE p.data_retention_until < now()
           AND NOT EXISTS (SELECT FROM dunlin_pack.gdpr_hold AS h WHERE h.subject = p.%2$I::text AND h.released_at IS NULL)
         ORDER BY p.data_retention_until LIMIT %3$s FOR UPDATE SKIP LOCKED', person.relation, person.key, at_most)
    LOOP
        PERFORM "public".erase_personal_data(expired, false);
        -- A row that stays, anonymised, isn't due again.
        EXECUTE pg_catalog.format('UPDATE %s SET data_retention_until = NULL WHERE %I = $1::%s', person.relation, person.key, person.key_type)
        USING expired;
        done := done + 1;
    END LOOP;
    RETURN done;
END
$$;
REVOKE ALL ON FUNCTION "public".erase_expired_people(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "public".erase_expired_people(integer) TO "service_role";

DROP TABLE dunlin_pack.gdpr_not_erased RESTRICT;
