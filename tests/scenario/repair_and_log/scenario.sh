# repair: --mark-applied, --forget and --statement, each with a reason that is recorded and that log shows.
run_sql "CREATE TABLE a (id int)"
expect_exit 1 dunlin migrate
expect_exit 2 dunlin repair
expect_exit 2 dunlin repair --mark-applied 1
expect_exit 2 dunlin repair --mark-applied 1 --reason "  "
expect_exit 2 dunlin repair --mark-applied 7 --reason "no such file"
expect_exit 2 dunlin repair --mark-applied 1 --forget 2 --reason "both"
expect_exit 0 dunlin repair --mark-applied 1 --reason "made by hand on Monday" --json
expect_json .outcome done
expect_sql "SELECT kind, version, reason FROM dunlin.ledger" "adopted|001|made by hand on Monday"
migrate
expect_applied 001 002
rollback --to 0   # with the file's rollback, which was recorded too
expect_no_table a b
migrate
expect_exit 0 dunlin repair --forget 2 --reason "goes elsewhere"
expect_state 002 pending
expect_table b
expect_exit 0 dunlin log
expect_output "made by hand on Monday" "goes elsewhere"
expect_exit 0 dunlin log --json
expect_exit 0 dunlin doctor

# A statement whose effect can't be seen was broken off.
printf 'CREATE TABLE IF NOT EXISTS log (id int);\n-- dunlin:unit alone\nINSERT INTO log VALUES (1);\nINSERT INTO log VALUES (2);\n' >migrations/003_c.sql
rm migrations/002_b.sql
expect_exit 137 env DUNLIN_KILL_AT=after-alone "$DUNLIN" migrate
expect_exit 5 dunlin migrate
expect_output "repair --statement done|again"
expect_sql "SELECT count(*) FROM log" 1
expect_exit 2 dunlin repair --statement perhaps --reason "x"
expect_exit 0 dunlin repair --statement done --reason "I looked"
migrate
expect_sql "SELECT string_agg(id::text, ',' ORDER BY id) FROM log" 1,2
expect_exit 5 dunlin repair --statement done --reason "nothing there"
