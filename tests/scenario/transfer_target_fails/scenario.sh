# The target's disk is full, its server is restarted, its sessions are ended: a clear error, and the same command finishes the load.
sqlite3 app.db "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL UNIQUE, b BLOB); CREATE TABLE small (x INTEGER);
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) INSERT INTO t SELECT i, 'text ' || i, randomblob(700) FROM n; INSERT INTO small VALUES (1), (1)"

data=$SCENARIO_WORK/pg
server() { if [ "$(id -u)" = 0 ]; then (cd / && exec setpriv --reuid postgres --regid postgres --clear-groups "$@"); else (cd / && exec "$@"); fi; }
install -d -m 700 "$data"
[ "$(id -u)" != 0 ] || chown postgres "$data"
trap 'server "$SCENARIO_PROGRAMS/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true' EXIT
server "$SCENARIO_PROGRAMS/initdb" -D "$data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions >/dev/null || fail "no server"
printf "listen_addresses = ''\nunix_socket_directories = '%s'\nport = 5434\nfsync = off\nautovacuum = off\n" "$PGHOST" | server tee -a "$data/postgresql.conf" >/dev/null
begin_server() { server "$SCENARIO_PROGRAMS/pg_ctl" -D "$data" -l "$data/log" -w -t 60 start >/dev/null || fail "no server: $(cat "$data/log")"; }
end_server() { server "$SCENARIO_PROGRAMS/pg_ctl" -D "$data" -m "$1" -w stop >/dev/null || fail "the server doesn't stop"; }
export PGPORT=5434 PGDATABASE=postgres DUNLIN_DATABASE_URL="host=$PGHOST port=5434 user=postgres dbname=postgres"

# No file of the server may be larger than 17 MB: as if the disk were full. Nothing of the half load is in the target schema.
(ulimit -f 17408; begin_server)
expect_exit 1 dunlin transfer run --from app.db --yes
expect_output "could not extend file"
expect_no_table public.t public.small
expect_exit 0 dunlin transfer status --from app.db --json
expect_json .stage loading
end_server fast

# There is room again; the sessions that load are ended in the middle, then the server.
begin_server
start load transfer run --from app.db --yes
wait_until "SELECT count(*) > 1 FROM pg_stat_activity WHERE query LIKE 'COPY%' AND pid <> pg_backend_pid()"
run_sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND pid <> pg_backend_pid()" || true
got=0; wait "${started[load]}" || got=$?
cat "$captured/load.out" "$captured/load.err" >"$captured/all"
case $got in
  0) ;;  # it had read everything already
  1 | 6) expect_output "run the same command again" ;;
  *) fail "exit code $got of a load whose sessions were ended" ;;
esac
start load transfer run --from app.db --yes
sleep 0.3
end_server immediate
got=0; wait "${started[load]}" || got=$?
begin_server
expect_exit 0 dunlin transfer run --from app.db --yes
expect_sql "SELECT count(*), count(DISTINCT a), sum(octet_length(b)) FROM t" "60000|60000|42000000"
expect_sql "SELECT count(*) FROM small" 2
expect_exit 0 dunlin transfer verify --from app.db
