# Materialized views one by one: each in a transaction of its own, in the order in which they read each other, on the record.
mkdir -p migrations
run_sql 'CREATE ROLE views_keeper; CREATE ROLE views_reader'
run_sql "CREATE TABLE sales (id integer PRIMARY KEY, amount numeric NOT NULL); INSERT INTO sales SELECT n, n FROM generate_series(1, 100) AS n"
run_sql 'CREATE MATERIALIZED VIEW "z First" AS SELECT sum(amount) AS total FROM sales'
run_sql 'CREATE MATERIALIZED VIEW b_fails AS SELECT 1 / (amount - 5000) AS x FROM sales'
run_sql 'CREATE MATERIALIZED VIEW a_last AS SELECT total * 2 AS twice FROM "z First"'
expect_exit 0 dunlin pack add audit
migrate
expect_exit 0 dunlin pack add matviews --param 'views=public.z First,public.b_fails,public.a_last' --param roles=views_keeper,views_reader --env development
migrate
run_sql "CALL refresh_optimized_views_one_by_one()"
expect_sql "SELECT count(*) FROM dunlin_pack.matview_refresh WHERE error IS NULL" 3
run_sql "CALL refresh_optimized_views_one_by_one()"
expect_sql "SELECT count(*) FROM dunlin_pack.matview_refresh" 3  # nothing was stale

# One that fails is on the record, and the others are refreshed: each in its own transaction, the reader after what it reads.
run_sql "INSERT INTO sales VALUES (101, 5000)"
run_sql "CALL refresh_optimized_views_one_by_one()"
expect_sql 'SELECT total FROM "z First"' 10050
expect_sql "SELECT twice FROM a_last" 20100
expect_sql "SELECT string_agg(details ->> 'rows', ',') FROM (SELECT details FROM audit_logs WHERE action = 'VIEWS_REFRESHED' ORDER BY id DESC LIMIT 2) AS l" 1,1
expect_sql "SELECT count(*) FROM audit_logs WHERE action = 'VIEWS_REFRESHED' AND (details ->> 'duration_ms')::numeric > 0" 5
expect_sql "SELECT relation || ': ' || (details ->> 'error') FROM audit_logs WHERE action = 'VIEWS_REFRESH_FAILED'" 'public.b_fails: division by zero'
expect_sql "SELECT count(DISTINCT txid) = count(*) FROM audit_logs WHERE action LIKE 'VIEWS%'" t
expect_sql "SELECT string_agg(view_name, ',') FROM view_freshness() WHERE stale_since IS NOT NULL" public.b_fails

# A run that is cancelled half-way: what is done stays, what isn't is stale still. All in one transaction loses both.
run_sql "UPDATE sales SET amount = 1 WHERE id = 101"
run_sql 'CREATE FUNCTION slow(x numeric) RETURNS numeric LANGUAGE plpgsql AS $$ BEGIN IF x = 10051 THEN PERFORM pg_sleep(3600); END IF; RETURN x; END $$'
asleep="FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
cancelled() {  # while it refreshes c_slow
  psql -Xqc "$1" >/dev/null 2>&1 &
  wait_until "SELECT count(*) = 1 $asleep"
  run_sql "SELECT pg_cancel_backend(pid) $asleep"
  ! wait $! || fail "nothing was cancelled"
}
run_sql 'CREATE MATERIALIZED VIEW c_slow AS SELECT public.slow(total) FROM public."z First"; SELECT dunlin_pack.matview_register($$public.c_slow$$)'
run_sql "CALL refresh_optimized_views_one_by_one()"
run_sql "UPDATE sales SET amount = 5001 WHERE id = 101"
cancelled "SELECT refresh_optimized_views()"
expect_sql 'SELECT total FROM "z First"' 5051
cancelled "CALL refresh_optimized_views_one_by_one()"
expect_sql 'SELECT total FROM "z First"' 10051
expect_sql "SELECT twice FROM a_last" 20102
expect_sql "SELECT string_agg(view_name, ',') FROM view_freshness() WHERE stale_since IS NOT NULL" public.c_slow

# Not inside of a transaction; and two runs at a time don't wait for each other.
if psql -Xqv ON_ERROR_STOP=1 -c BEGIN -c "SELECT 1; CALL refresh_optimized_views_one_by_one(true)" >/dev/null 2>&1; then fail "it commits what isn't its own"; fi
run_sql 'CREATE TABLE kept_waiting AS SELECT true AS yes; CREATE OR REPLACE FUNCTION slow(x numeric) RETURNS numeric LANGUAGE plpgsql AS $$ BEGIN
  WHILE EXISTS (SELECT FROM public.kept_waiting) LOOP PERFORM pg_sleep(0.1); END LOOP; RETURN x; END $$'
psql -Xqc "CALL refresh_optimized_views_one_by_one()" >/dev/null 2>&1 &
refresher=$!
wait_until "SELECT count(*) = 1 $asleep"
expect_exit 0 psql -Xqc "CALL refresh_optimized_views_one_by_one(true)"
expect_output "another session is refreshing the views"
run_sql 'DELETE FROM kept_waiting'
wait $refresher
expect_sql "SELECT count(*) FROM view_freshness() WHERE stale_since IS NOT NULL" 0

# A view that reads one of the views keeps both; the pack goes when nothing reads its functions.
run_sql "CREATE VIEW ages AS SELECT * FROM view_freshness()"
expect_exit 5 dunlin pack remove matviews --env development
expect_output "view ages depends on function view_freshness()"
run_sql "DROP VIEW ages"
expect_exit 0 dunlin pack remove matviews --env development
migrate
expect_sql "SELECT count(*) FROM pg_proc WHERE proname LIKE 'refresh_optimized%'" 0
# Nothing of a role's way into the schema is taken that another pack gave.
rollback --steps 1 --yes
run_sql "GRANT SELECT ON dunlin_pack.audit_table TO views_keeper"
migrate
expect_sql "SELECT has_schema_privilege('views_keeper', 'dunlin_pack', 'USAGE'), has_schema_privilege('views_reader', 'dunlin_pack', 'USAGE')" 't|f'
run_sql "DROP OWNED BY views_keeper, views_reader; DROP ROLE views_keeper, views_reader"
