# The index is INVALID because another session is building it right now: it is waited for, not dropped.
migrate --to 1
session holder
tell holder "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM a"
session builder
say builder "CREATE INDEX CONCURRENTLY a_id ON a (id)"
wait_until "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('a_id') AND NOT indisvalid)"
oid=$(sql "SELECT 'a_id'::regclass::oid")
start one migrate
wait_until "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'dunlin %' AND datname = current_database() AND query LIKE '%ShareUpdateExclusiveLock%')"
expect_sql "SELECT 'a_id'::regclass::oid" "$oid"
tell holder "COMMIT"
expect_end one 0
expect_sql "SELECT indexrelid, indisvalid FROM pg_index WHERE indexrelid = to_regclass('a_id')" "$oid|t"
