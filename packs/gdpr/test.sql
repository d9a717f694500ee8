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
    '{"public.gdpr_people": 1, "public.gdpr_letters": 2, "public.gdpr_attachments": 3, "public.gdpr_invoices": 1, "public.gdpr_houses": 0}'::jsonb, 'what belongs to the person, over foreign keys');
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
             ('public.gdpr_letters', 'delete', 2), ('public.gdpr_people', 'anonymise', 1)$$, 'a dry run counts');
SELECT is((SELECT count(*) FROM public.gdpr_letters), 3::bigint, 'and does nothing');
SELECT throws_ok($$SELECT {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000a', false)$$, '55000', NULL, 'a table that is not registered refuses');
SELECT dunlin_pack.gdpr_register('public.gdpr_houses=keep:the land register');

-- Legal hold.
SELECT {{schema}}.place_legal_hold('00000000-0000-0000-0000-00000000000a', 'case 7');
SELECT throws_ok($$SELECT {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000a', false)$$, '55006', NULL, 'legal hold refuses');
UPDATE public.gdpr_people SET data_retention_until = now() - interval '1 day' WHERE name IN ('Ada', 'Cy');
DELETE FROM public.gdpr_letters WHERE id = 3;
SELECT is({{schema}}.erase_expired_people(), 1::bigint, 'a job erases who is due, and passes over who is held');
SELECT is((SELECT count(*) FROM public.gdpr_people WHERE name = 'erased'), 1::bigint, 'Cy is gone');
SELECT is({{schema}}.erase_expired_people(), 0::bigint, 'and not due again');
SELECT ok({{schema}}.release_legal_hold((SELECT min(id) FROM dunlin_pack.gdpr_hold)), 'the hold ends');

SET LOCAL ROLE gdpr_officer;
SELECT lives_ok($$SELECT {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000a', false)$$, 'erased');
RESET ROLE;
SELECT results_eq($$SELECT name, phone, email LIKE 'erased-%', salt FROM public.gdpr_people WHERE id = '00000000-0000-0000-0000-00000000000a'$$,
    $$VALUES ('erased', NULL::text, true, 's1')$$, 'the person is anonymous, columns as they were told');
SELECT is((SELECT count(*) FROM public.gdpr_letters) + (SELECT count(*) FROM public.gdpr_attachments), 0::bigint, 'letters are gone, with what belongs to them');
SELECT is((SELECT count(*) FROM public.gdpr_invoices), 2::bigint, 'invoices are kept');
SELECT is((SELECT result #>> '{tables,public.gdpr_invoices,method}' FROM dunlin_pack.gdpr_proof WHERE kind = 'erasure' ORDER BY id DESC LIMIT 1), 'keep', 'the proof says what was kept');
SELECT is((SELECT count(*) FROM dunlin_pack.gdpr_proof WHERE result::text LIKE '%ada@%' OR result::text LIKE '%00000000000a%'), 0::bigint, 'and does not name the person');
SELECT throws_ok($$DELETE FROM dunlin_pack.gdpr_proof$$, '42501', NULL, 'a proof cannot be deleted');

-- Crypto-shredding: refused without keys to destroy, and done where pack encryption is.
SELECT dunlin_pack.gdpr_register('public.gdpr_people.salt=shred');
SELECT throws_ok($$SELECT {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000b', false)$$, '55000', 'columns are to be shredded, and there are no keys to destroy', 'no shredding without keys')
WHERE to_regprocedure('dunlin_pack.destroy_keys(text)') IS NULL;
CREATE OR REPLACE FUNCTION dunlin_pack.destroy_keys(wanted_purpose text) RETURNS json LANGUAGE sql AS $$SELECT json_build_object('purpose', wanted_purpose, 'keys', '[1]'::json)$$;
SELECT lives_ok($$SELECT {{schema}}.erase_personal_data('00000000-0000-0000-0000-00000000000b', false)$$, 'with keys');
SELECT is((SELECT result -> 'keys' FROM dunlin_pack.gdpr_proof ORDER BY id DESC LIMIT 1), '[1]'::jsonb, 'the keys of the person are destroyed, and the proof says so');

SELECT * FROM finish();
