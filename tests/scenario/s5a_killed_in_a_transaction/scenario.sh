# kill -9 while a statement runs: the server's orphan is named, ended as told, and the next run applies the file once.
sleeping="query LIKE '%pg_sleep(3604)%' AND state = 'active' AND pid <> pg_backend_pid() AND datname = current_database()"
start one migrate
wait_until "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE $sleeping)"
orphan=$(sql "SELECT pid FROM pg_stat_activity WHERE $sleeping")
kill -9 "${started[one]}"
wait "${started[one]}" 2>/dev/null || true
run_sql "CREATE TABLE awake ()"
expect_exit 0 dunlin migrate --orphan end
expect_table a b
expect_sql "SELECT count(*) FROM b" 2
expect_applied 001 002
expect_sql "SELECT count(*) FROM pg_stat_activity WHERE pid = $orphan" 0

# By default the next run waits until the server notices (client_connection_check_interval): nothing has to be told.
printf 'CREATE TABLE c (id int);\nSELECT pg_sleep(3600);\n' >migrations/003_c.sql
start two migrate
sleeping="query LIKE '%pg_sleep(3600)%' AND state = 'active' AND pid <> pg_backend_pid() AND datname = current_database()"
wait_until "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE $sleeping)"
orphan=$(sql "SELECT pid FROM pg_stat_activity WHERE $sleeping")
kill -STOP "$orphan"  # the server process notices when the next run has seen it, and not before
kill -9 "${started[two]}"
wait "${started[two]}" 2>/dev/null || true
sed -i 's/3600/0/' migrations/003_c.sql
start three migrate
wait_for_file_text "$captured/three.out" "which was killed"
kill -CONT "$orphan"
expect_end three 0
expect_output "applied 003_c"
expect_applied 001 002 003
