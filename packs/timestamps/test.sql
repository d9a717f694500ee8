SELECT no_plan();

-- pack:for table in tables
SELECT ok(
    (SELECT count(*) = 2 FROM pg_attribute
     WHERE attrelid = {{table|literal}}::regclass AND attname IN ('created_at', 'updated_at')
       AND atttypid = 'timestamptz'::regtype AND NOT attisdropped),
    'has both columns: ' || {{table|literal}});
SELECT ok(
    EXISTS (SELECT FROM pg_trigger
            WHERE tgrelid = {{table|literal}}::regclass AND tgname = 'set_updated_at' AND tgenabled = 'O'
              AND tgfoid = 'public.update_updated_at_column()'::regprocedure),
    'has the trigger, enabled: ' || {{table|literal}});
-- pack:end

SELECT is((SELECT count(*) FROM public.notes WHERE created_at IS NULL OR updated_at IS NULL), 0::bigint,
    'rows that were there have times');
SELECT is((SELECT created_at FROM public.old_notes), '2001-02-03'::timestamptz, 'a column that was there keeps its values');

-- The value is one that only the trigger can have replaced.
UPDATE public.notes SET body = 'changed', updated_at = '2000-01-01' WHERE id = 1;
SELECT is((SELECT updated_at FROM public.notes WHERE id = 1), now(), 'an update sets updated_at to the time of the transaction');
SELECT is((SELECT created_at FROM public.notes WHERE id = 1), (SELECT created_at FROM public.notes WHERE id = 2),
    'an update leaves created_at');
INSERT INTO public.notes (id, updated_at) VALUES (11, '2000-01-01');
SELECT is((SELECT updated_at FROM public.notes WHERE id = 11), '2000-01-01'::timestamptz, 'an insert may say its own times');

SELECT throws_ok('SELECT public.update_updated_at_column()', '0A000', NULL, 'the function is for triggers only');
SELECT ok(NOT has_function_privilege('public', 'public.update_updated_at_column()', 'EXECUTE'), 'PUBLIC may not execute it');
SELECT set_eq('SELECT relation::text, column_name::text FROM dunlin_pack.timestamps_columns',
    $$VALUES ('notes', 'created_at'), ('notes', 'updated_at'), ('old_notes', 'updated_at')$$,
    'it remembers which columns are its own');

SELECT * FROM finish();
