-- A returned row is a failure.
SELECT format('%s: %s', table_name, finding) AS failure FROM public.check_rls_effectiveness(), unnest(findings) AS finding
WHERE finding NOT LIKE 'no policy%' OR table_name NOT IN ('analytics_events');
SELECT format('%s has no row level security', oid::regclass) AS failure
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relrowsecurity;
SELECT format('foreign key %s of %s has no index', conname, conrelid::regclass) AS failure
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = conrelid AND indkey[0] = conkey[1] AND indpred IS NULL);
SELECT format('index %s is invalid', indexrelid::regclass) AS failure FROM pg_index WHERE NOT indisvalid;
SELECT format('%s can be executed by everybody', oid::regprocedure) AS failure
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef AND has_function_privilege('public', oid, 'EXECUTE');
