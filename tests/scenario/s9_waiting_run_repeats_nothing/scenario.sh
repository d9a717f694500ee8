# A run that was planned while another one was in the middle of a migration makes its plan anew when it has the lease:
# a statement that commits by itself runs once.
run_sql "CREATE TABLE gate (id int); INSERT INTO gate VALUES (1)"
session keeper
tell keeper "BEGIN; SELECT FROM gate FOR UPDATE"
start one migrate --lock-timeout 10min
wait_until "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE 'DO %gate%' AND wait_event_type = 'Lock' AND datname = current_database())"
start two migrate --wait 10min
wait_for_file_text "$captured/two.out" "waiting"
tell keeper "COMMIT"
expect_end one 0
expect_end two 0
expect_output "nothing to do"
expect_sql "SELECT count(*) FROM log" 1
expect_sql "SELECT count(*), bool_and(state = 'done') FROM dunlin.journal" "2|t"
