# Each statement commits by itself: what ran stays, is journalled, and isn't run again.
expect_exit 1 dunlin migrate
expect_output "002_bad.sql:5:" "22012" "the first 2 statements of 002_bad are committed and stay" "goes on at line 5"
expect_table ok a1
expect_no_table a2
expect_applied 001
expect_state 002 partial
expect_exit 3 dunlin status --check

expect_exit 1 dunlin migrate   # again, uncorrected: at the same place
expect_sql "SELECT count(*) FROM a1" 1

sed -i 's,SELECT 1/0,SELECT 1/1,' migrations/002_bad.sql
migrate
expect_output "finished 002_bad"
expect_table a2
expect_sql "SELECT count(*) FROM a1" 1
expect_applied 001 002
expect_exit 0 dunlin status --check
