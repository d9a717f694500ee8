# kill -9 of the program and of its server process during CREATE INDEX CONCURRENTLY: the INVALID index is rebuilt.
migrate --to 1
session holder
tell holder "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM a"   # an old snapshot: the build waits for it
start one migrate
wait_until "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('a_id'))"
builder=$(sql "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND datname = current_database() AND pid <> pg_backend_pid()")
kill -9 "${started[one]}"
wait "${started[one]}" 2>/dev/null || true
run_sql "SELECT pg_terminate_backend($builder)"
wait_until "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $builder)"
expect_sql "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass" f
old=$(sql "SELECT 'a_id'::regclass::oid")
expect_state 002 partial
expect_sql "SELECT state FROM dunlin.journal WHERE kind LIKE 'create_index%'" intent
tell holder "COMMIT"
migrate
expect_sql "SELECT indisvalid, indexrelid <> $old FROM pg_index WHERE indexrelid = 'a_id'::regclass" "t|t"
expect_sql "SELECT string_agg(id::text, ',' ORDER BY id) FROM a2" 1,2
expect_applied 001 002
