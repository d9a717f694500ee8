SELECT no_plan();

-- pack:for table in tables
SELECT ok(
    EXISTS (SELECT FROM pg_attribute WHERE attrelid = {{table|literal}}::regclass AND attname = 'deleted_at'
              AND atttypid = 'timestamptz'::regtype AND NOT attisdropped),
    'has deleted_at: ' || {{table|literal}});
-- pack:end

-- Deleting, restoring.
SELECT ok(public.soft_delete('public.articles', '1'), 'a row is marked');
SELECT is((SELECT deleted_at FROM public.articles WHERE id = 1), now(), 'with the time');
SELECT ok(NOT public.soft_delete('public.articles', '1'), 'a marked row is not marked again');
SELECT ok(NOT public.soft_delete('public.articles', '999'), 'nor one that is not there');
SELECT ok(public.soft_delete('public."Odd one"', '00000000-0000-0000-0000-000000000001'), 'names that need quotes');
SELECT throws_ok($$SELECT public.soft_delete('public.articles', '1 OR true')$$, '22P02', NULL, 'a key is a value, never SQL');
SELECT throws_ok($$SELECT public.soft_delete('public.two_keys', '1')$$, '55000', NULL, 'a key of two columns is refused');

-- Unique among live rows.
SELECT lives_ok($$INSERT INTO public.articles VALUES (21, 'article-1', 'again')$$, 'the slug of a deleted row can be used again');
SELECT throws_ok($$INSERT INTO public.articles VALUES (22, 'article-2', 'again')$$, '23505', NULL, 'that of a live row cannot');
SELECT throws_ok($$SELECT public.restore_deleted('public.articles', '1')$$, '23505', NULL,
    'a row whose slug is taken cannot be restored');
DELETE FROM public.articles WHERE id = 21;
SELECT throws_ok($$SELECT dunlin_pack.soft_delete_unique('public.unique_over_all.email')$$, 'P0001', NULL,
    'a column that is unique over all rows is refused');

CREATE TABLE public.a_b (id integer PRIMARY KEY, c text, deleted_at timestamptz);
CREATE TABLE public.a (id integer PRIMARY KEY, b_c text, deleted_at timestamptz);
SELECT dunlin_pack.soft_delete_unique('public.a_b.c'), dunlin_pack.soft_delete_unique('public.a.b_c');
INSERT INTO public.a_b VALUES (1, 'x', NULL), (2, 'y', now()), (3, 'y', NULL);
INSERT INTO public.a VALUES (1, 'x');
SELECT throws_ok($$INSERT INTO public.a VALUES (2, 'x')$$, '23505', NULL, 'a table whose index would be called like another''s has its own');
SELECT throws_ok($$INSERT INTO public.a_b VALUES (4, 'x')$$, '23505', NULL, 'as the other has');
DROP INDEX public.a_b_c_live_key;
CREATE INDEX a_b_c_live_key ON public.a_b (c) WHERE deleted_at IS NULL;
SELECT throws_matching($$SELECT dunlin_pack.soft_delete_unique('public.a_b.c')$$, 'isn.t a valid unique index', 'an index of that name that is not unique is told');
DROP INDEX public.a_b_c_live_key;
CREATE UNIQUE INDEX by_hand ON public.a_b (c) WHERE deleted_at IS NULL;
SELECT dunlin_pack.soft_delete_unique('public.a_b.c');
SELECT is((SELECT count(*) FROM pg_index WHERE indrelid = 'public.a_b'::regclass), 2::bigint, 'one that was built beforehand is taken, under any name');

-- The view.
SELECT CASE WHEN current_setting('server_version_num')::integer >= 150000
    THEN results_eq('SELECT count(*) FROM live.articles', ARRAY[19::bigint], 'the view leaves deleted rows out')
    ELSE ok(to_regclass('live.articles') IS NULL, 'before PostgreSQL 15 there is no view') END;

SELECT ok(public.restore_deleted('public.articles', '1'), 'a marked row is restored');
SELECT ok(NOT public.restore_deleted('public.articles', '1'), 'a live one is not');
SELECT is((SELECT count(*) FROM public.articles WHERE deleted_at IS NOT NULL), 0::bigint, 'nothing is marked any more');

-- Who may.
SET LOCAL ROLE soft_delete_editor;
SELECT ok(public.soft_delete('public.articles', '2'), 'a role that was named may, with its own right to UPDATE');
SELECT throws_ok($$SELECT public.soft_delete('public."Odd one"', '00000000-0000-0000-0000-000000000001')$$, '42501', NULL,
    'and not where it has none');
SELECT throws_ok($$SELECT public.purge_deleted('public.articles', '0')$$, '42501', NULL, 'purging is a right of its own');
RESET ROLE;
SELECT ok(NOT has_function_privilege('public', 'public.soft_delete(regclass,text)', 'EXECUTE'), 'PUBLIC may not');

-- Purging.
UPDATE public.articles SET deleted_at = now() - interval '40 days' WHERE id BETWEEN 10 AND 14;
SELECT is(public.purge_deleted('public.articles', '30 days', 3), 3::bigint, 'purging takes no more than it is told to');
SELECT is(public.purge_deleted('public.articles', '30 days'), 2::bigint, 'and then the rest');
SELECT is(public.purge_deleted('public.articles', '30 days'), 0::bigint, 'and nothing that was marked later');
SELECT is((SELECT count(*) FROM public.articles), 15::bigint, 'what is left');

SELECT * FROM finish();
