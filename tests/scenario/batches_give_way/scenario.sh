# Batches get smaller when others wait for them or they meet a lock, and wait for replicas that lag behind.
run_sql "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, other int NOT NULL DEFAULT 0); INSERT INTO t SELECT generate_series(1, 4000)"
batches() { sql "SELECT intent->>'batches' FROM dunlin.journal j JOIN dunlin.ledger l ON l.hash = j.entry WHERE l.version = '$1' AND j.kind = 'batch'"; }
in_statement() { wait_until "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'dunlin%' AND query LIKE 'UPDATE t SET n%' AND wait_event_type = '$1')"; }

# Somebody waits for the first batch, which therefore isn't followed by another one of that size.
run_sql "CREATE FUNCTION doze() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
  FOR i IN 1..30000 LOOP
    EXIT WHEN EXISTS (SELECT FROM t WHERE other = 1) OR current_setting(''application_name'') NOT LIKE ''dunlin%''
      OR EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)));
    PERFORM pg_sleep(0.02);
  END LOOP;
  RETURN NULL;
END'"
run_sql "CREATE TRIGGER doze AFTER UPDATE ON t EXECUTE FUNCTION doze()"
file migrations/001_waited_for.sql <<'SQL'
-- dunlin:batch table=t key=id size=1000
UPDATE t SET n = n + 1;
SQL
session waiter
start one migrate
in_statement Timeout
tell waiter "UPDATE t SET other = other + 1 WHERE id = 1"
expect_end one 0
[ "$(batches 001)" -gt 4 ] || fail "$(batches 001) batches"
expect_sql "SELECT min(n), max(n), sum(other) FROM t" "1|1|1"
run_sql "DROP TRIGGER doze ON t"

# A row that is locked: the batch is tried again, smaller, and those before it stay.
file migrations/002_meets_a_lock.sql <<'SQL'
-- dunlin:batch table=t key=id size=1000
UPDATE t SET n = n + 1;
SQL
tell waiter "BEGIN"
tell waiter "UPDATE t SET other = 7 WHERE id = 1500"
expect_exit 4 dunlin migrate --lock-timeout 100ms --lock-retries 1
expect_output "trying again" "the batches that have committed stay"
expect_sql "SELECT sum(n - 1), max(id) FILTER (WHERE n = 2) FROM t" "1000|1000"
start one migrate --lock-timeout 100ms --lock-retries 5000
wait_for_file_text "$captured/one.out" "attempt 2 of 5000"
tell waiter "COMMIT"
expect_end one 0
expect_sql "SELECT min(n), max(n) FROM t" "2|2"
[ "$(batches 002)" -gt 4 ] || fail "$(batches 002) batches"
close_session waiter

# A replica that stops replaying.
server() { if [ "$(id -u)" = 0 ]; then (cd / && exec setpriv --reuid postgres --regid postgres --clear-groups "$@"); else (cd / && exec "$@"); fi; }
standby() { psql -X -q -A -t -h "$PGHOST" -p 5433 -d postgres -c "$1"; }
data=$SCENARIO_BASE/standby
install -d -m 700 "$data"
[ "$(id -u)" != 0 ] || chown postgres: "$data"
server "$SCENARIO_PROGRAMS/pg_basebackup" -h "$PGHOST" -U postgres -D "$data" -R -X stream -c fast || fail "no copy of the server"
trap 'server "$SCENARIO_PROGRAMS/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true' EXIT
server "$SCENARIO_PROGRAMS/pg_ctl" -D "$data" -o "-p 5433" -l "$data/log" -w -t 300 start >/dev/null || fail "no standby"
wait_until "SELECT count(*) = 1 FROM pg_stat_replication WHERE state = 'streaming'"
run_sql "UPDATE t SET other = 0"
# The server works for other scenarios too: its log doesn't stand still.
updated=$(sql "SELECT pg_current_wal_insert_lsn()")
wait_until "SELECT replay_lsn >= '$updated' FROM pg_stat_replication"
standby "SELECT pg_wal_replay_pause()" >/dev/null
file migrations/003_replica.sql <<'SQL'
-- dunlin:batch table=t key=id size=100 max_lag=1s pause=50ms
UPDATE t SET n = n + 1;
SQL
env --default-signal=INT "$DUNLIN" migrate >"$captured/two.out" 2>"$captured/two.err" </dev/null &
started[two]=$!
wait_for_file_text "$captured/two.out" "the next batch waits: a replica is"
kill -INT "${started[two]}"
expect_end two 130
expect_output "interrupted" "they stay" "it goes on from here"
expect_state 003 partial
start one migrate
wait_for_file_text "$captured/one.out" "the next batch waits: a replica is"
is_running one || fail "it didn't wait"
expect_sql "SELECT count(*) > 0 FROM t WHERE n = 2" t
standby "SELECT pg_wal_replay_resume()" >/dev/null
expect_end one 0
expect_sql "SELECT min(n), max(n) FROM t" "3|3"
[ "$(batches 003)" = 40 ] || fail "$(batches 003) batches"

# Who may not see the lag is told so, and isn't kept from going on.
standby "SELECT pg_wal_replay_pause()" >/dev/null
run_sql "CREATE ROLE blind LOGIN; ALTER TABLE t OWNER TO blind; GRANT ALL ON SCHEMA dunlin TO blind; GRANT ALL ON ALL TABLES IN SCHEMA dunlin TO blind; GRANT CREATE ON SCHEMA public TO blind"
sed 's/n + 1/n + 2/' migrations/003_replica.sql >migrations/004_blind.sql
expect_exit 0 dunlin migrate --db-url "$(url_of blind)"
expect_output "the lag of 1 replica can't be seen by this role" "pg_read_all_stats"
expect_sql "SELECT min(n), max(n) FROM t" "5|5"
run_sql "REASSIGN OWNED BY blind TO postgres; DROP OWNED BY blind; DROP ROLE blind"
