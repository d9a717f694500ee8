# A baseline takes everything up to its version as applied.
run_sql "CREATE TABLE t1 (id int); CREATE TABLE t2 (id int)"
expect_exit 0 dunlin adopt --baseline 2 --reason "was there before us"
expect_state 001 baseline
migrate
expect_table t3
expect_sql "SELECT kind || ' ' || version || coalesce(' ' || nullif(reason, ''), '') FROM dunlin.ledger ORDER BY position LIMIT 1" "baseline 002 was there before us"
expect_exit 0 dunlin status --check
expect_exit 5 dunlin rollback --to 0   # nobody knows what a baseline was made of
expect_table t1 t2 t3
