# Another object of the wanted name is refused, whatever IF NOT EXISTS says; it stays as it is.
migrate --to 1
expect_exit 5 dunlin migrate
expect_output "a_i" "taken by another index" "(n)"
expect_sql "SELECT pg_get_indexdef('a_i'::regclass)" "CREATE INDEX a_i ON public.a USING btree (n)"
expect_state 002 pending
file migrations/002_index.sql <<<"CREATE INDEX CONCURRENTLY IF NOT EXISTS other_i ON a (id);"
expect_exit 5 dunlin migrate
expect_output "other_i"
run_sql "CREATE TABLE a_table (id int)"
file migrations/002_index.sql <<<"CREATE INDEX CONCURRENTLY IF NOT EXISTS a_table ON a (id);"
expect_exit 5 dunlin migrate
expect_output "a_table" "isn't an index"
expect_applied 001
file migrations/002_index.sql <<<"CREATE INDEX CONCURRENTLY IF NOT EXISTS a_id ON a (id);"
migrate
expect_applied 001 002
