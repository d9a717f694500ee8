# A statement of a rollback that runs alone can't be copied for in its transaction: refused when rows would be lost.
migrate
run_sql "INSERT INTO lone VALUES (1)"
expect_exit 5 dunlin rollback
expect_output "001_lone.sql:12:1" "public.lone" "--drop-data"
expect_sql "SELECT count(*) FROM lone" 1
expect_no_table lone_id
run_sql "DELETE FROM lone"
expect_exit 5 dunlin rollback
expect_output "001_lone.sql:13:1" "can't be foreseen"
expect_no_table lone
expect_table other
expect_state 001 partial
rollback --drop-data
expect_no_table other
expect_state 001 pending
