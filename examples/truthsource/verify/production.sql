-- A returned row is a failure.
-- Every table with updated_at has the one trigger function on it. (SELECT update_updated_at_column() by hand is an error: it is a
-- trigger function.)
SELECT format('%s has no trigger', attrelid::regclass) AS failure
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attname = 'updated_at' AND NOT attisdropped
  AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = attrelid AND tgfoid = 'public.update_updated_at_column()'::regprocedure AND tgenabled = 'O');

SELECT format('%s has no row level security', oid::regclass) AS failure
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relrowsecurity;

SELECT format('%s: %s', table_name, finding) AS failure FROM public.check_rls_effectiveness(), unnest(findings) AS finding;

SELECT format('%s can be executed by everybody', oid::regprocedure) AS failure
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef AND has_function_privilege('public', oid, 'EXECUTE');

SELECT format('%s: %s (%s)', check_name, detail, count) AS failure FROM public.verify_data_integrity() WHERE status <> 'ok';
