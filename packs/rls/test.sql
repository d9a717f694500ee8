SELECT no_plan();

-- As a, who owns ten documents; of b's, the published ones (5 and 15) are visible too.
SET LOCAL ROLE authenticated;
DO $$ BEGIN PERFORM set_config('request.jwt.claims', '{"sub": "00000000-0000-0000-0000-00000000000a"}', true); END $$;
SELECT set_eq('SELECT id FROM public.documents', ARRAY[2, 4, 5, 6, 8, 10, 12, 14, 15, 16, 18, 20], 'own rows and published ones');
SELECT results_eq('SELECT id FROM public.pages', ARRAY[1], 'published pages only');
SELECT lives_ok($$INSERT INTO public.documents VALUES (100, '00000000-0000-0000-0000-00000000000a')$$, 'a row of its own is inserted');
SELECT throws_ok($$INSERT INTO public.documents VALUES (101, '00000000-0000-0000-0000-00000000000b')$$, '42501', NULL, 'one in another name is refused');
SELECT throws_ok($$UPDATE public.documents SET user_id = '00000000-0000-0000-0000-00000000000b' WHERE id = 2$$, '42501', NULL,
    'and so is giving a row away');
SELECT is_empty($$UPDATE public.documents SET body = 'mine' WHERE id = 5 RETURNING 1$$, 'a published row of somebody else is not changed');
SELECT is_empty($$DELETE FROM public.documents WHERE id = 1 RETURNING 1$$, 'nor one that is not seen deleted');
SELECT results_eq($$UPDATE public.documents SET body = 'mine' WHERE id = 2 RETURNING id$$, ARRAY[2], 'its own is');
SELECT lives_ok($$INSERT INTO rls_test.notes (user_id) VALUES ('00000000-0000-0000-0000-00000000000a')$$, 'in another schema too, with a serial number');
SELECT throws_ok($$SELECT setval('rls_test.notes_id_seq', 1)$$, '42501', NULL, 'which it can ask for, and not set');
SELECT throws_ok('TRUNCATE public.documents', '42501', NULL, 'and TRUNCATE is not granted');
SELECT throws_ok($$INSERT INTO public.pages VALUES (3, 'published')$$, '42501', NULL, 'published pages are read only');
DO $$ BEGIN PERFORM set_config('request.jwt.claims', '', true); END $$;
SELECT set_eq('SELECT id FROM public.documents', ARRAY[5, 10, 15, 20], 'without claims, what is published');
RESET ROLE;
SET LOCAL ROLE anon;
SELECT set_eq('SELECT id FROM public.documents', ARRAY[5, 10, 15, 20], 'anon sees what is published');
SELECT throws_ok('DELETE FROM public.documents', '42501', NULL, 'and changes nothing');
RESET ROLE;
SET LOCAL ROLE admin_role;
SELECT is((SELECT count(*) FROM public.documents), 21::bigint, 'admin_role sees all');
SELECT lives_ok($$UPDATE public.documents SET status = 'withdrawn' WHERE id = 5$$, 'and changes all');
RESET ROLE;

-- How.
SELECT is((SELECT count(*) FROM pg_policies WHERE schemaname = 'public' AND tablename IN ('documents', 'pages')
           AND concat(qual, with_check) ~ 'auth\.uid\(\)' AND concat(qual, with_check) !~* '\( SELECT auth\.uid\(\)'), 0::bigint,
    'auth.uid() is called once a query');
SELECT is((SELECT count(*) FROM pg_policies WHERE tablename IN ('documents', 'pages') AND 'public' = ANY (roles)), 0::bigint,
    'every policy names its roles');
SELECT has_index('public', 'documents', 'documents_user_id_rls', ARRAY['user_id'], 'the policy''s column is indexed');

-- check_rls_effectiveness() finds what is wrong, and only that.
SELECT is_empty($$SELECT unnest(findings) FROM public.check_rls_effectiveness() WHERE table_name IN ('documents', 'pages')$$,
    'nothing to find on the tables of this pack');
SELECT results_eq($$SELECT rls_enabled, select_policies, insert_policies, update_policies, delete_policies, reachable_by
                    FROM public.check_rls_effectiveness() WHERE table_name = 'documents'$$,
    $$VALUES (true, 3, 2, 2, 2, (SELECT array_agg(DISTINCT grantee::name ORDER BY grantee::name) FROM information_schema.role_table_grants
                                WHERE table_name = 'documents' AND privilege_type = 'SELECT' AND grantee <> (SELECT tableowner FROM pg_tables WHERE tablename = 'documents')))$$,
    'policies a command, and who can reach it');
SELECT ok(EXISTS (SELECT FROM public.check_rls_effectiveness(), unnest(findings) AS f WHERE table_name = wanted.t AND f LIKE wanted.f),
    'found: ' || wanted.t || ', ' || wanted.f)
FROM (VALUES ('open_table', 'row level security is off: %authenticated% can reach all rows'), ('closed_table', 'no policy%'),
             ('slow_table', 'policy "slow" is for every role%'), ('slow_table', 'policy "slow" calls auth.uid() for each row%'),
             ('slow_table', 'policy "slow" compares owner, which no index begins with'),
             ('slow_table', 'policy "all" lets authenticated write every row'), ('slow_table', 'authenticated may TRUNCATE%'),
             ('slow_table', 'view public.around reads it with the rights of %'), ('forgotten', 'policy "forgotten" has no effect%')) AS wanted (t, f);
-- What dunlin test rls found, and how old that is.
SELECT results_eq($$SELECT matrix_cells, matrix_age FROM public.check_rls_effectiveness() WHERE table_name = 'documents'$$,
    $$VALUES (NULL::integer, NULL::interval)$$, 'nothing was recorded');
SELECT is(public.record_rls_matrix('{"outcome": "findings", "cells": [
    {"cell": "alice select public.documents", "command": "select", "verdict": "ok"},
    {"cell": "bob update public.documents without WHERE #2", "command": "update", "verdict": "leak"},
    {"cell": "anon insert public.pages #1", "command": "insert", "verdict": "ok"},
    {"cell": "anon delete public.nowhere", "command": "delete", "verdict": "ok"}]}'),
    3::bigint, 'a result is recorded');
SELECT results_eq($$SELECT matrix_cells, matrix_red, matrix_age < interval '1 minute', findings FROM public.check_rls_effectiveness()
                    WHERE table_name IN ('documents', 'pages') ORDER BY table_name$$,
    $$VALUES (2, 1, true, ARRAY['1 of 2 cells of dunlin test rls were not as expected']), (1, 0, true, '{}'::text[])$$, 'and shown with its age');
SELECT lives_ok($$UPDATE dunlin_pack.rls_matrix SET recorded_at = now() - interval '3 days'; ALTER TABLE public.pages DISABLE ROW LEVEL SECURITY$$, 'time passes');
SELECT results_eq($$SELECT matrix_age, findings[array_upper(findings, 1)] FROM public.check_rls_effectiveness() WHERE table_name = 'pages'$$,
    $$VALUES (interval '3 days', 'its policies have changed since dunlin test rls was recorded: run it again')$$, 'a result that is older than the policies is told');
SELECT throws_ok($$SELECT public.record_rls_matrix('{}')$$, '22023', NULL, 'something else is refused');
SELECT ok(NOT has_function_privilege('developer_role', 'public.record_rls_matrix(jsonb)', 'EXECUTE'), 'who may look may not say that all is well');
SET LOCAL ROLE developer_role;
SELECT is((SELECT matrix_cells FROM public.check_rls_effectiveness() WHERE table_name = 'documents'), 2, 'who may look sees it');
RESET ROLE;
SELECT ok(NOT has_function_privilege('authenticated', 'public.check_rls_effectiveness()', 'EXECUTE'), 'it is not for everybody');

-- A partitioned table is as large as its partitions.
CREATE TABLE public.parted (id integer, user_id uuid, filler text) PARTITION BY RANGE (id);
CREATE TABLE public.parted_all PARTITION OF public.parted DEFAULT WITH (fillfactor = 10);
INSERT INTO public.parted SELECT n, NULL, repeat('x', 900) FROM generate_series(1, 10500) AS n;
SELECT throws_like($$SELECT dunlin_pack.rls_index('public.parted', 'user_id')$$,
    'public.parted (8_ MB) has no index that begins with user_id: building it here would stop writes', 'an index of a large partitioned table is not built here');

SELECT * FROM finish();
