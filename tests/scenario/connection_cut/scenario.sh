# The server ends our session in the middle: a clear error, and the next run goes on.
victim="FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3601)%' AND state = 'active' AND pid <> pg_backend_pid() AND datname = current_database()"
start one migrate
wait_until "SELECT EXISTS (SELECT $victim)"
run_sql "SELECT pg_terminate_backend(pid) $victim"
expect_end one 6
expect_output "57P01" "002_b.sql:5:" "the journal in the database knows" "run the same command again"
expect_sql "SELECT count(*) FROM b" 1
sed -i 's/(3601)/(0)/' migrations/002_b.sql
migrate
expect_sql "SELECT string_agg(id::text, ',' ORDER BY id) FROM b" 1,2,3
expect_applied 001 002
