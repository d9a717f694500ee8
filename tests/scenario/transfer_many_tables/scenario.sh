# More tables than the server has room for the locks of: that is said, and the same command finishes it once there is room.
own_server 5437

tables=160
sqlite3 many.db "$(for i in $(seq $tables); do echo "CREATE TABLE t$i (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t$i VALUES ($i, 'x');"; done)"
printf 'max_locks_per_transaction = 10\nmax_connections = 12\nmax_wal_senders = 0\nmax_worker_processes = 0\nautovacuum_max_workers = 1\n' | as_server tee -a "$data/postgresql.conf" >/dev/null
begin_server
expect_exit 1 dunlin transfer run --from many.db --yes
expect_output "out of shared memory" "raise max_locks_per_transaction" "run the same command again"
expect_no_table public.t1
end_server fast
printf 'max_locks_per_transaction = 200\n' | as_server tee -a "$data/postgresql.conf" >/dev/null
begin_server
expect_exit 0 dunlin transfer run --from many.db --yes
expect_exit 0 dunlin transfer verify --from many.db
expect_sql "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'" $tables
# Each of them is listened to after the switch.
expect_exit 0 dunlin transfer switch --from many.db --yes
for i in $(seq $tables); do echo "INSERT INTO t$i VALUES (1000, 'y');"; done | psql -X -q -v ON_ERROR_STOP=1
expect_sql "SELECT count(DISTINCT source_table) FROM dunlin.transfer_outbox" $tables
expect_exit 0 dunlin transfer return --from many.db --yes
[ "$(sqlite3 many.db "SELECT count(*) FROM t1; SELECT count(*) FROM t$tables")" = "$(printf '2\n2')" ] || fail "rows are missing"
