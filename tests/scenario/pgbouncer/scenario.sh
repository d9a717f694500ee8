# Behind PgBouncer in transaction mode: what can be in a transaction works, also two at once; the rest is refused.
pgbouncer=$(command -v pgbouncer || ls /usr/sbin/pgbouncer 2>/dev/null) || { finish_scenario; exit 0; }
folder=$(mktemp -d "$SCENARIO_BASE/pb.XXXX")
chmod 777 "$folder"
cat >"$folder/ini" <<INI
[databases]
* = host=$PGHOST port=5432 user=postgres
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = $folder
auth_type = any
pool_mode = transaction
default_pool_size = 3
ignore_startup_parameters = extra_float_digits,options
logfile = $folder/log
INI
as=()
[ "$(id -u)" != 0 ] || as=(setpriv --reuid postgres --regid postgres --clear-groups)
"${as[@]}" "$pgbouncer" -q "$folder/ini" >"$folder/out" 2>&1 &
bouncer=$!
trap 'kill $bouncer 2>/dev/null || true' EXIT
deadline=$((SECONDS + 60))
until psql -X -q -h "$folder" -p 6432 -c "SELECT 1" >/dev/null 2>&1; do
  [ $SECONDS -lt $deadline ] || fail "no PgBouncer: $(cat "$folder/out" "$folder/log" 2>/dev/null)"
  sleep 0.05
done
export DUNLIN_DATABASE_URL="host=$folder port=6432 user=postgres dbname=$PGDATABASE"

# Two at once on a fresh database, several times: one of them may find that the other one was first (5), no more.
for round in 1 2 3 4 5 6; do
  psql -X -q -h "$PGHOST" -c "SET client_min_messages = warning; DROP SCHEMA IF EXISTS dunlin CASCADE; DROP TABLE IF EXISTS a, b, seen"
  start one migrate --wait 10min
  start two migrate --wait 10min
  wait "${started[one]}" && code_one=0 || code_one=$?
  wait "${started[two]}" && code_two=0 || code_two=$?
  [ "$code_one" = 0 ] || [ "$code_two" = 0 ] || fail "both ended badly in round $round: $code_one, $code_two: $(cat "$captured"/one.err "$captured"/two.err)"
  for code in $code_one $code_two; do [ "$code" = 0 ] || [ "$code" = 5 ] || fail "exit code $code in round $round: $(cat "$captured"/one.err "$captured"/two.err)"; done
done
migrate
expect_sql "SELECT count(*) FROM a" 1
expect_sql "SELECT * FROM seen" 2s
expect_applied 001 002
expect_sql "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())" 0
# Nothing of ours stays with the pooled sessions.
expect_sql "SELECT current_setting('lock_timeout')" 0
[ "$(psql -X -q -A -t -h "$folder" -p 6432 -c "SELECT current_setting('lock_timeout')")" = 0 ] || fail "lock_timeout leaked"

rollback
expect_no_table b
migrate
file migrations/003_batches.sql <<'SQL'
CREATE TABLE many (id int PRIMARY KEY, n int NOT NULL DEFAULT 0);
INSERT INTO many SELECT generate_series(1, 100);
-- dunlin:batch table=many key=id size=30
UPDATE many SET n = n + 1;
SQL
expect_exit 137 env DUNLIN_KILL_AT=batch-journaled:2 "$DUNLIN" migrate
migrate
expect_sql "SELECT min(n), max(n) FROM many" "1|1"
file migrations/004_c.sql <<<"CREATE INDEX CONCURRENTLY a_id ON a (id);"
expect_exit 5 dunlin migrate
expect_output "pooler" "direct connection"
expect_no_table a_id
expect_state 004 pending
# A transfer is refused before it has left anything.
sqlite3 app.db "CREATE TABLE moving (id INTEGER PRIMARY KEY)"
for verb in test prepare run; do
  expect_exit 3 dunlin transfer $verb --from app.db --yes
  expect_output "a connection pooler stands between us and the server" "a direct connection"
done
export DUNLIN_DATABASE_URL="host=$PGHOST port=5432 user=postgres dbname=$PGDATABASE"
migrate
expect_table a_id
