# A half-applied migration can be undone instead; then it is pending, and applies from its beginning.
expect_exit 1 dunlin migrate
expect_table a
expect_no_table b
rollback
expect_output "rolled back 001_a" "kept dunlin_kept."
expect_no_table a
expect_state 001 pending
expect_sql "SELECT string_agg(outcome, ' ' ORDER BY position) FROM dunlin.ledger JOIN dunlin.completion ON entry = hash" "abandoned done"
sed -i 's,1/0,1,' migrations/001_a.sql
migrate
expect_table a b
expect_sql "SELECT count(*) FROM a" 1
expect_applied 001
