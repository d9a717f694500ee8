# dbmate's own mark for "no transaction": half applied, corrected behind the failure, finished, and rolled back.
expect_exit 1 dunlin migrate
expect_output "20240101000000_a.sql:4:" "division by zero"
expect_table a1
expect_no_table a2
expect_state 20240101000000 partial
sed -i 's,SELECT 1/0,SELECT 1,' db/migrations/*.sql
migrate
expect_table a1 a2
expect_sql "SELECT count(*) FROM a1" 1
rollback --drop-data
expect_no_table a1 a2
