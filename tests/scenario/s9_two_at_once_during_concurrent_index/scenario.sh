# A second run that waits for the lease doesn't deadlock with the first one's CREATE INDEX CONCURRENTLY.
migrate --to 1
session holder
tell holder "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM a"
start one migrate
wait_until "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('a_id'))"
start two migrate --wait 10min
wait_for_file_text "$captured/two.out" "waiting"
expect_sql "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())" 0
sleep 1.2   # longer than deadlock_timeout: this is the thing itself, not a wait for something
is_running one || fail "the first run ended"
is_running two || fail "the second run ended"
tell holder "COMMIT"
expect_end one 0
expect_end two 0
expect_output "waiting" "nothing to do"
expect_sql "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass" t
expect_sql "SELECT count(*) FROM dunlin.ledger" 2
