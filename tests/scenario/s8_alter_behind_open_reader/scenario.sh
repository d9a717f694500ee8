# ALTER TABLE while a reader's transaction is open: other readers get through while it waits, because it gives way after
# the lock timeout. The segment is tried again, and it goes through as soon as the reader ends. When that never happens: exit code 4, nothing remains.
migrate --to 1
session reader
tell reader "BEGIN; SELECT count(*) FROM t"
reader=$(sql "SELECT pid FROM pg_stat_activity WHERE application_name = 'scenario_reader' AND datname = current_database()")

expect_exit 4 dunlin migrate --lock-timeout 100ms --lock-retries 2
expect_output "002_alter.sql:2:" "55P03" "attempt 2 of 2" "nothing of 002_alter remains" "lock"
expect_no_table beside
expect_sql "SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'more'" 0
expect_applied 001
expect_exit 4 dunlin migrate --lock-timeout 100ms --lock-retries 1 --json
expect_json .error.code lock_timeout
expect_json .error.sqlstate 55P03
expect_json '.migrations[0].retries' 1
expect_json .outcome failed

# The line that says who blocks names the reader.
start alter migrate --lock-timeout 900ms --lock-retries 1000
wait_for_file_text "$captured/alter.out" "held by pid $reader"

# New readers meanwhile: each gets through, although neither the first reader nor the ALTER TABLE has ended.
for _ in $(seq 1 12); do PGOPTIONS='-c lock_timeout=60s' expect_sql "SELECT count(*) >= 0 FROM t" t; done
is_running alter || fail "it gave up"
tell reader "COMMIT"
expect_end alter 0
expect_output "ok applied 002_alter" "retr"
expect_table beside
expect_sql "SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'more'" 1
