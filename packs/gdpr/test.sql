SELECT no_plan();

SELECT has_column('public', 'gdpr_people', 'data_consent_given', 'data_consent_given');
SELECT col_type_is('public', 'gdpr_people', 'data_retention_until', 'timestamp with time zone', 'data_retention_until is a timestamptz');

-- Consent.
SET LOCAL ROLE gdpr_writer;
SELECT {{schema}}.record_consent('00000000-0000-0000-0000-00000000000a', 'newsletter', true, 'v3', '{"form": "sign-up"}');
SELECT {{schema}}.record_consent('00000000-0000-0000-0000-00000000000a', 'analytics', true);
SELECT throws_ok($$SELECT {{schema}}.record_consent('00000000-0000-0000-0000-0000000000ff', 'newsletter', true)$$, 'P0002', NULL, 'consent of nobody is refused');
RESET ROLE;
SELECT isnt((SELECT data_consent_given FROM public.gdpr_people WHERE name = 'Ada'), NULL, 'consent shows at the person');
SELECT {{schema}}.record_consent('00000000-0000-0000-0000-00000000000a', 'newsletter', false);
SELECT isnt((SELECT data_consent_given FROM public.gdpr_people WHERE name = 'Ada'), NULL, 'there still is another purpose');
SELECT {{schema}}.record_consent('00000000-0000-0000-0000-00000000000a', 'analytics', false);
SELECT is((SELECT data_consent_given FROM public.gdpr_people WHERE name = 'Ada'), NULL, 'withdrawn altogether');
SELECT is((SELECT count(*) FROM dunlin_pack.gdpr_consent), 4::bigint, 'the history has all of it');
SELECT throws_ok($$UPDATE dunlin_pack.gdpr_consent SET given = true$$, '42501', NULL, 'and cannot be changed');
SELECT throws_ok($$DELETE FROM dunlin_pack.gdpr_consent$$, '42501', NULL, 'or deleted');

-- Export.
SET LOCAL ROLE gdpr_officer;
CREATE TEMP TABLE exported AS SELECT {{schema}}.export_personal_data('00000000-0000-0000-0000-00000000000a') AS j;
RESET ROLE;
SELECT is((SELECT jsonb_object_agg(key, jsonb_array_length(value)) FROM exported, jsonb_each(j -> 'data')),
    '{"public.gdpr_people": 1, "public.gdpr_letters": 2, "public.gdpr_attachments": 3, "public.gdpr_invoices": 1, "public.gdpr_houses": 0, "public.gdpr_remarks": 2, "public.gdpr_pictures": 2}'::jsonb, 'what belongs to the person, over foreign keys');
SELECT is((SELECT j #> '{data,public.gdpr_people,0}' ? 'salt' FROM exported), false, 'without what is left out');
SELECT is((SELECT jsonb_array_length(j -> 'consents') FROM exported), 4, 'with consents');
SELECT is((SELECT count(*) FROM dunlin_pack.gdpr_proof WHERE kind = 'export' AND subject_hash = sha256('00000000-0000-0000-0000-00000000000a')), 1::bigint, 'on the record');
-- A letter about Ada's house between two others isn't hers.
INSERT INTO public.gdpr_houses VALUES (1, '00000000-0000-0000-0000-00000000000a');
INSERT INTO public.gdpr_letters VALUES (3, '00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-00000000000c', 1, 'about her house');
SELECT is(jsonb_array_length({{schema}}.export_personal_data('00000000-0000-0000-0000-00000000000a') #> '{data,public.gdpr_letters}'), 2, 'others'' letters about her house are not hers');
SELECT throws_ok($$SELECT {{schema}}.export_personal_data('00000000-0000-0000-0000-0000000000ff')$$, 'P0002', NULL, 'nobody has no data');

-- Erasing: a dry run says what would be, a table that nobody thought of refuses.
SELECT results_eq($$SELECT relation, method, row_count FROM {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000a') ORDER BY relation$$,
    $$VALUES ('public.gdpr_attachments', 'delete', 3::bigint), ('public.gdpr_houses', 'not registered', 1), ('public.gdpr_invoices', 'keep', 1),
             ('public.gdpr_letters', 'delete', 2), ('public.gdpr_people', 'anonymise', 1), ('public.gdpr_pictures', 'delete', 2),
             ('public.gdpr_remarks', 'anonymise', 2)$$, 'a dry run counts');
SELECT is((SELECT count(*) FROM public.gdpr_letters), 3::bigint, 'and does nothing');
SELECT throws_ok($$SELECT {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000a', false)$$, '55000', NULL, 'a table that is not registered refuses');
SELECT dunlin_pack.gdpr_register('public.gdpr_houses=keep:the land register');

-- Legal hold.
SELECT {{schema}}.place_legal_hold('00000000-0000-0000-0000-00000000000A', 'case 7');
SELECT throws_ok($$SELECT {{schema}}.place_legal_hold('00000000-0000-0000-0000-0000000000ff', 'case 8')$$, 'P0002', NULL, 'nobody can be held who is not there');
SELECT throws_ok($$SELECT {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000a', false)$$, '55006', NULL, 'legal hold refuses, however the key is spelled');
UPDATE public.gdpr_people SET data_retention_until = now() - interval '1 day' WHERE name IN ('Ada', 'Cy');
DELETE FROM public.gdpr_letters WHERE id = 3;
SELECT results_eq($$SELECT * FROM {{schema}}.erase_expired_people()$$, 'VALUES (1::bigint, 0::bigint)', 'a job erases who is due, and passes over who is held');
SELECT is((SELECT count(*) FROM public.gdpr_people WHERE name = 'erased'), 1::bigint, 'Cy is gone');
SELECT results_eq($$SELECT * FROM {{schema}}.erase_expired_people()$$, 'VALUES (0::bigint, 0::bigint)', 'and not due again');
SELECT ok({{schema}}.release_legal_hold((SELECT min(id) FROM dunlin_pack.gdpr_hold)), 'the hold ends');

SET LOCAL ROLE gdpr_officer;
SELECT lives_ok($$SELECT {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000a', false)$$, 'erased');
RESET ROLE;
SELECT results_eq($$SELECT name, phone, email LIKE 'erased-%', salt FROM public.gdpr_people WHERE id = '00000000-0000-0000-0000-00000000000a'$$,
    $$VALUES ('erased', NULL::text, true, 's1')$$, 'the person is anonymous, columns as they were told');
SELECT is((SELECT count(*) FROM public.gdpr_letters) + (SELECT count(*) FROM public.gdpr_attachments), 0::bigint, 'letters are gone, with what belongs to them');
SELECT is((SELECT count(*) FROM public.gdpr_invoices), 2::bigint, 'invoices are kept');
SELECT results_eq($$SELECT id, letter, body FROM public.gdpr_remarks ORDER BY id$$,
    $$VALUES (1, NULL::integer, 'erased'), (2, NULL, 'erased'), (3, NULL, 'on Bob''s invoice')$$, 'what hung on a letter that is gone was changed before');
SELECT is((SELECT array_agg(id) FROM public.gdpr_pictures), '{3}', 'what hangs on a person by several ways is found by each');
SELECT is((SELECT result #>> '{tables,public.gdpr_invoices,method}' FROM dunlin_pack.gdpr_proof WHERE kind = 'erasure' ORDER BY id DESC LIMIT 1), 'keep', 'the proof says what was kept');
SELECT is((SELECT count(*) FROM dunlin_pack.gdpr_proof WHERE result::text LIKE '%ada@%' OR result::text LIKE '%00000000000a%'), 0::bigint, 'and does not name the person');
SELECT throws_ok($$DELETE FROM dunlin_pack.gdpr_proof$$, '42501', NULL, 'a proof cannot be deleted');

-- Crypto-shredding: refused without keys to destroy, and done where pack encryption is.
SELECT dunlin_pack.gdpr_register('public.gdpr_people.salt=shred');
SELECT throws_ok($$SELECT {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000b', false)$$, '55000', 'columns are to be shredded, and there are no keys to destroy', 'no shredding without keys')
WHERE to_regprocedure('dunlin_pack.destroy_keys(text)') IS NULL;
CREATE OR REPLACE FUNCTION dunlin_pack.destroy_keys(wanted_purpose text) RETURNS json LANGUAGE sql AS $$
    SELECT json_build_object('purpose', wanted_purpose, 'keys', CASE wanted_purpose WHEN 'subject:00000000-0000-0000-0000-00000000000b' THEN '[1]'::json END)
$$;
SELECT lives_ok($$SELECT {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000B', false)$$, 'with keys');

-- A trigger that keeps a row: nothing is erased, and no proof says so.
INSERT INTO public.gdpr_people (id, name) VALUES ('00000000-0000-0000-0000-00000000000d', 'Dee');
CREATE FUNCTION pg_temp.keep() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;
CREATE TRIGGER keep BEFORE UPDATE ON public.gdpr_people FOR EACH ROW EXECUTE FUNCTION pg_temp.keep();
SELECT throws_ok($$SELECT {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000d', false)$$, '55000',
    'only 0 of 1 rows of public.gdpr_people can be erased', 'a trigger that keeps a row is told');
DROP TRIGGER keep ON public.gdpr_people;
SELECT is((SELECT result -> 'keys' FROM dunlin_pack.gdpr_proof ORDER BY id DESC LIMIT 1), '[1]'::jsonb, 'the keys of the person are destroyed, and the proof says so');

-- One person who can't be erased keeps nobody else, nor does one whose constraint waits for the commit.
SET LOCAL client_min_messages = error;
DELETE FROM dunlin_pack.gdpr_column WHERE method = 'shred';
UPDATE public.gdpr_people SET data_retention_until = NULL;
CREATE TABLE public.gdpr_cards (person uuid CONSTRAINT of_person REFERENCES public.gdpr_people (id), number text);
CREATE TABLE public.gdpr_aliases (email text PRIMARY KEY);
GRANT SELECT ON public.gdpr_cards, public.gdpr_aliases TO PUBLIC;
INSERT INTO public.gdpr_people (id, name, email, data_retention_until)
SELECT ('00000000-0000-0000-0000-0000000000e' || n)::uuid, 'E' || n, 'e' || n || '@example.org', now() - n * interval '1 day' FROM generate_series(1, 4) AS n;
INSERT INTO public.gdpr_cards VALUES ('00000000-0000-0000-0000-0000000000e3', '4711');
INSERT INTO public.gdpr_aliases SELECT email FROM public.gdpr_people WHERE name = 'E4';
CREATE FUNCTION pg_temp.alias_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM public.gdpr_aliases WHERE email = OLD.email) THEN
        RAISE 'the alias of this address is in use';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER alias_stays AFTER UPDATE ON public.gdpr_people DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pg_temp.alias_stays();
SET LOCAL ROLE gdpr_officer;
SELECT results_eq($$SELECT * FROM {{schema}}.erase_expired_people()$$, 'VALUES (2::bigint, 2::bigint)', 'who cannot be erased is counted, and keeps nobody else');
SELECT results_eq($$SELECT right(subject, 2), reason, attempts FROM {{schema}}.people_not_erased()$$,
    $$VALUES ('e3', '1 rows of public.gdpr_cards belong to this person, and nothing says what becomes of them', 1),
             ('e4', 'the alias of this address is in use', 1)$$, 'it is on the record who, and why');
RESET ROLE;
SELECT is((SELECT array_agg(name ORDER BY id) FROM public.gdpr_people WHERE id::text LIKE '%-0000000000e_'), '{erased,erased,E3,E4}', 'they stay as they were, and the others are erased');
INSERT INTO public.gdpr_people (id, name, data_retention_until) VALUES ('00000000-0000-0000-0000-0000000000e5', 'E5', now() - interval '1 hour');
SELECT results_eq($$SELECT * FROM {{schema}}.erase_expired_people(1)$$, 'VALUES (1::bigint, 0::bigint)', 'who failed comes after who has not been tried');
SELECT results_eq($$SELECT * FROM {{schema}}.erase_expired_people()$$, 'VALUES (0::bigint, 2::bigint)', 'and is tried again');
SELECT is((SELECT min(attempts) FROM {{schema}}.people_not_erased()), 2, 'each attempt is counted');
DELETE FROM public.gdpr_cards;
DELETE FROM public.gdpr_aliases;
SELECT results_eq($$SELECT * FROM {{schema}}.erase_expired_people()$$, 'VALUES (2::bigint, 0::bigint)', 'until it can be done');
SELECT is_empty('SELECT FROM dunlin_pack.gdpr_not_erased', 'and the record of it goes');
INSERT INTO dunlin_pack.gdpr_not_erased VALUES ('00000000-0000-0000-0000-0000000000ff', 'who left another way', now());
SELECT {{schema}}.erase_expired_people();
SELECT is_empty('SELECT FROM dunlin_pack.gdpr_not_erased', 'also that of who left another way');

SELECT * FROM finish();
