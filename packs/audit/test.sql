SELECT no_plan();

-- What a row leaves behind; {{schema}}.{{log}} is asked for the newest rows of a table.
CREATE FUNCTION pg_temp.logged(wanted text) RETURNS TABLE (action text, record_id text, old_data jsonb, new_data jsonb)
LANGUAGE sql AS $$
    SELECT action, record_id, old_data, new_data FROM {{schema}}.{{log}} WHERE relation = wanted ORDER BY id
$$;

-- Row trigger.
SET LOCAL ROLE audit_application;
INSERT INTO public.audit_people VALUES (1, 'Ada', '+225 01', now()), (2, 'Bob', NULL, NULL);
UPDATE public.audit_people SET name = 'Ada L.', phone = '+225 02' WHERE id = 1;
UPDATE public.audit_people SET seen_at = now();
UPDATE public.audit_people SET name = name;
DELETE FROM public.audit_people WHERE id = 2;
RESET ROLE;
SELECT results_eq($$SELECT * FROM pg_temp.logged('public.audit_people')$$, $$VALUES
    ('INSERT', '1', NULL::jsonb, '{"id": 1, "name": "Ada", "phone": "***"}'::jsonb),
    ('INSERT', '2', NULL, '{"id": 2, "name": "Bob", "phone": null}'),
    ('UPDATE', '1', '{"name": "Ada", "phone": "***"}', '{"name": "Ada L.", "phone": "***"}'),
    ('DELETE', '2', '{"id": 2, "name": "Bob", "phone": null}', NULL)$$,
    'row trigger: what differs, masked, without what is left out; nothing for an update of nothing');

-- Statement trigger: the same, for a key of two columns.
INSERT INTO public.audit_prices SELECT 1, 's' || n, n, 'secret' FROM generate_series(1, 3) AS n;
UPDATE public.audit_prices SET price = price + 1, note = 'other' WHERE sku <> 's3';
UPDATE public.audit_prices SET sku = 's9' WHERE sku = 's3';
UPDATE public.audit_prices SET price = price;
DELETE FROM public.audit_prices WHERE sku = 's1';
SELECT results_eq($$SELECT * FROM pg_temp.logged('public.audit_prices')$$, $$VALUES
    ('INSERT', '[1, "s1"]', NULL::jsonb, '{"shop": 1, "sku": "s1", "price": 1, "note": "***"}'::jsonb),
    ('INSERT', '[1, "s2"]', NULL, '{"shop": 1, "sku": "s2", "price": 2, "note": "***"}'),
    ('INSERT', '[1, "s3"]', NULL, '{"shop": 1, "sku": "s3", "price": 3, "note": "***"}'),
    ('UPDATE', '[1, "s1"]', '{"price": 1, "note": "***"}', '{"price": 2, "note": "***"}'),
    ('UPDATE', '[1, "s2"]', '{"price": 2, "note": "***"}', '{"price": 3, "note": "***"}'),
    ('UPDATE', '[1, "s3"]', '{"sku": "s3"}', '{"sku": "s9"}'),
    ('DELETE', '[1, "s1"]', '{"shop": 1, "sku": "s1", "price": 2, "note": "***"}', NULL)$$,
    'statement trigger: likewise, the rows of an update in pairs');

-- Documents, numbers that differ in their digits only, names that quote; columns that came and went since.
CREATE TABLE public.audit_odd (id integer PRIMARY KEY, "it's $body$ ""so""" text, doc jsonb, old json, amount numeric, gone text);
SELECT dunlin_pack.audit_enable('public.audit_odd', 'row');
INSERT INTO public.audit_odd VALUES (1, 'a', '{"x": [1, 2]}', '{"y": 1}', 1.0, 'g');
UPDATE public.audit_odd SET amount = 1.00;
UPDATE public.audit_odd SET doc = '{"x": [1, 3]}', "it's $body$ ""so""" = NULL;
ALTER TABLE public.audit_odd DROP COLUMN gone, ADD COLUMN came text DEFAULT 'c';
UPDATE public.audit_odd SET old = NULL;
SELECT results_eq($$SELECT action, old_data::text, new_data::text FROM {{schema}}.{{log}} WHERE relation = 'public.audit_odd' AND action = 'UPDATE' ORDER BY id$$, $$VALUES
    ('UPDATE', '{"amount": 1.0}', '{"amount": 1.00}'),
    ('UPDATE', '{"doc": {"x": [1, 2]}, "it''s $body$ \"so\"": "a"}', '{"doc": {"x": [1, 3]}, "it''s $body$ \"so\"": null}'),
    ('UPDATE', '{"old": {"y": 1}, "came": "c"}', '{"old": null, "came": "c"}')$$,
    'documents, digits, names in quotes, columns that came and went');

-- A masked column that was renamed isn't shown under its new name.
ALTER TABLE public.audit_people RENAME COLUMN phone TO mobile;
INSERT INTO public.audit_people VALUES (3, 'Cy', '+225 03');
UPDATE public.audit_people SET mobile = '+225 04' WHERE id = 3;
SELECT is((SELECT count(*) FROM {{schema}}.{{log}} WHERE new_data::text LIKE '%+225%' OR old_data::text LIKE '%+225%'), 0::bigint,
    'a masked column that was renamed is not shown');
SELECT is((SELECT new_data ->> 'mobile' FROM {{schema}}.{{log}} WHERE record_id = '3' AND action = 'UPDATE'), '***', 'but that it changed is');
ALTER TABLE public.audit_people RENAME COLUMN mobile TO phone;

TRUNCATE public.audit_people;
SELECT is((SELECT count(*) FROM {{schema}}.{{log}} WHERE action = 'TRUNCATE' AND relation = 'public.audit_people'), 1::bigint, 'TRUNCATE is logged');
SET LOCAL session_replication_role = replica;
INSERT INTO public.audit_people VALUES (4, 'Di', NULL);
INSERT INTO public.audit_prices VALUES (4, 'x', 1, NULL);
SET LOCAL session_replication_role = origin;
SELECT is((SELECT count(*) FROM {{schema}}.{{log}} WHERE record_id IN ('4', '[4, "x"]')), 2::bigint, 'replica mode does not lead around it');

-- Who and from where, in that order.
SELECT is((SELECT DISTINCT actor || ' ' || actor_source FROM {{schema}}.{{log}}), session_user || ' session', 'actor: who signed in');
SET LOCAL ROLE audit_application;
SELECT set_config('app.actor', 'batch 7', true), set_config('app.client_ip', '198.51.100.7', true);
INSERT INTO public.audit_people VALUES (5, 'Ed', NULL);
INSERT INTO public.audit_prices VALUES (5, 'x', 1, NULL);
SELECT set_config('request.jwt.claims', '{"sub": "6f1c"}', true), set_config('request.headers', '{"x-forwarded-for": "203.0.113.9"}', true),
       set_config('app.client_ip', '', true);
INSERT INTO public.audit_people VALUES (6, 'Flo', NULL);
INSERT INTO public.audit_prices VALUES (6, 'x', 1, NULL);
RESET ROLE;
SELECT {{schema}}.log_event('SIGNED_IN', NULL, NULL, '[6, "event"]');
SELECT results_eq($$SELECT actor, actor_source, database_role, forwarded_ip FROM {{schema}}.{{log}} WHERE record_id IN ('5', '6') ORDER BY id$$,
    $$VALUES ('batch 7', 'application', 'audit_application', '198.51.100.7'), ('6f1c', 'token', 'audit_application', '203.0.113.9')$$,
    'actor: what the application says, and before that the token; role and forwarded address');
SELECT results_eq($$SELECT record_id, actor, actor_source, database_role::text, application_name = current_setting('application_name'), forwarded_ip
    FROM {{schema}}.{{log}} WHERE record_id LIKE '[5,%' OR record_id LIKE '[6,%' ORDER BY id$$,
    $$VALUES ('[5, "x"]', 'batch 7', 'application', 'audit_application', true, '198.51.100.7'),
             ('[6, "x"]', '6f1c', 'token', 'audit_application', true, '203.0.113.9'),
             ('[6, "event"]', '6f1c', 'token', 'none', true, '203.0.113.9')$$,
    'the statement trigger and events say the same of who it was');
SELECT set_config('request.jwt.claims', '{"role": "anon"}', true), set_config('request.headers', '{}', true);
INSERT INTO public.audit_people VALUES (7, 'Gus', NULL);
SELECT is((SELECT actor || ' ' || actor_source || ' ' || coalesce(forwarded_ip, '-') FROM {{schema}}.{{log}} WHERE record_id = '7'),
    'batch 7 application -', 'a token of nobody names nobody');
SELECT set_config('request.jwt.claims', '', true), set_config('app.actor', '', true), set_config('request.headers', '', true);

-- Append-only.
SELECT table_privs_are({{schema|literal}}, {{log|literal}}, 'audit_application', '{}'::text[], 'default privileges do not reach the log');
SELECT table_privs_are({{schema|literal}}, {{log|literal}}, 'audit_reader', ARRAY['SELECT'], 'a reader reads');
SELECT throws_ok($$UPDATE {{schema}}.{{log}} SET action = 'x'$$, '42501', NULL, 'UPDATE is refused, to the owner too');
SELECT throws_ok($$DELETE FROM {{schema}}.{{log}}$$, '42501', NULL, 'DELETE');
SELECT throws_ok($$TRUNCATE {{schema}}.{{log}}$$, '42501', NULL, 'TRUNCATE');
SELECT throws_ok($$DELETE FROM dunlin_pack.audit_default$$, '42501', NULL, 'and in a partition');
SET LOCAL ROLE audit_reader;
SELECT cmp_ok((SELECT count(*) FROM {{schema}}.{{log}}), '>', 10::bigint, 'a reader sees the rows');
RESET ROLE;
SET LOCAL ROLE audit_writer;
SELECT isnt({{schema}}.log_event('VIEWS_REFRESHED', '{"rows": 7}', 'public.mv'), NULL, 'a writer appends events');
SELECT throws_ok($$SELECT {{schema}}.log_event('DELETE')$$, '22023', NULL, 'that are no changes of rows');
SELECT throws_ok($$INSERT INTO {{schema}}.{{log}} (action) VALUES ('x')$$, '42501', NULL, 'and only so');
RESET ROLE;

-- Partitions.
SELECT is((SELECT count(*) FROM dunlin_pack.audit_ensure_partitions(5) WHERE outcome = 'made'), 5 - {{months_ahead}}::bigint, 'partitions are made ahead');
SELECT is((SELECT count(*) FROM dunlin_pack.audit_ensure_partitions(5) WHERE outcome = 'exists'), 6::bigint, 'once');
SELECT is((SELECT count(*) FROM ONLY dunlin_pack.audit_default), 0::bigint, 'rows are in the partition of their month');

-- Coverage; errors.
SELECT results_eq($$SELECT relation, writes, truncation, always FROM dunlin_pack.audit_coverage() WHERE relation LIKE '%audit_p%' ORDER BY 1$$,
    $$VALUES ('public.audit_people', 'row', true, true), ('public.audit_prices', 'statement', true, true)$$, 'coverage');
ALTER TABLE public.audit_people DISABLE TRIGGER audit_row;
SELECT is((SELECT always FROM dunlin_pack.audit_coverage() WHERE relation = 'public.audit_people'), false, 'a trigger that was switched off is told');
SELECT throws_ok($$SELECT dunlin_pack.audit_enable('public.audit_people', 'row', ARRAY['public.audit_people.fax'])$$, '42703', NULL, 'a mask for no column is refused');
SELECT throws_ok($$SELECT dunlin_pack.audit_enable('public.audit_people', 'row', ARRAY['public.audit_people.id'])$$, 'P0001', NULL, 'and for the key');

-- Seals: these rows belong to a transaction that still runs, so there is nothing to seal yet.
SELECT is(dunlin_pack.audit_seal(), 0::bigint, 'what may still change is not sealed');

SELECT * FROM finish();
