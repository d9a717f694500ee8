-- From 1.2 to 1.3: erase_expired_people() waits 5 s for a row that somebody holds locked, and goes on; the record of people who weren't
-- erased forgets those who are gone.

-- People whose data_retention_until has passed, at most that many; those under legal hold stay. Call it daily. Who can't be erased
-- stays as they were and is listed, with the reason, by people_not_erased(); the others are erased, and who failed is tried again by
-- each call, after those who haven't. A row that somebody holds locked keeps its person for that call, and the call for 5 s at most.
CREATE OR REPLACE FUNCTION {{schema}}.erase_expired_people(at_most integer DEFAULT 100, OUT erased bigint, OUT not_erased bigint)
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
