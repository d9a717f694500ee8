# Statement 3 of 4 fails: the file leaves nothing, the file before it stays, and the corrected file applies.
expect_exit 1 dunlin migrate
expect_output "ok applied 001_ok" "-- failed 002_bad" "002_bad.sql:4:" "division by zero (22012)" "SELECT 1/0" "nothing of 002_bad remains"
expect_no_output "applied 002_bad"
expect_table ok
expect_no_table a1 a2 a4
expect_applied 001
expect_sql "SELECT count(*) FROM dunlin.ledger" 1
expect_sql "SELECT outcome FROM dunlin.run ORDER BY id" failed

expect_exit 1 dunlin migrate --json
expect_json .outcome failed
expect_json '.migrations | length' 1
expect_json '.error.code' failed
expect_json '.error.sqlstate' 22012
expect_json '.error.line' 4

sed -i 's,1/0,1,' migrations/002_bad.sql
migrate
expect_table a1 a2 a4
expect_applied 001 002
expect_sql "SELECT count(*) FROM ok" 1
expect_sql "SELECT string_agg(state, ' ' ORDER BY position, statement) FROM dunlin.journal JOIN dunlin.ledger ON hash = entry" "done done done done done done"
